"""Pure decisions of the roster service."""
