"""Everything that is done to a letter: laid out, chosen from, sent."""
