"""What a story is played with: people who use the public APIs in virtual time, and the moves they repeat."""
