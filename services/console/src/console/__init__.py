"""The desk where people sign in, and the pages they work in."""
