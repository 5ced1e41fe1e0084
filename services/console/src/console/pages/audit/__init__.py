"""审计: the ledgers as they are, whether they are sound, and one fact through all services."""
