"""The contract's ledger: append, read, verify."""
