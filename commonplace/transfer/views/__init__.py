"""The stewards' pages on archives, and on a list that moves in."""
