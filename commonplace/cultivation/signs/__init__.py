"""Signs: what a steward should hear of, each a sentence with its numbers, and nothing where nothing is to be said."""
