"""Pure decisions of the inspection service."""
