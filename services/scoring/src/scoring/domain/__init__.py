"""Pure decisions of the scoring service."""
