"""Pure decisions of the tickets service."""
