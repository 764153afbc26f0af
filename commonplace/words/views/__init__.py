"""Pages of words, for their own people alone."""
