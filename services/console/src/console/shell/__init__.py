"""What every page stands on: frame, tables, forms, panels, words, and the way a page is declared."""
