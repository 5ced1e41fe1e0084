"""One module per change of the ledger's tables, never edited after its release."""
