"""What scoring decides: slips, quarters and the annual score, as pure functions."""
