"""The clauses that billing computes, each a pure function with the contract's words above it."""
