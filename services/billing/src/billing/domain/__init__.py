"""Pure decisions of the billing service."""
