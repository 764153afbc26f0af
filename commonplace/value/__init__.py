"""What the community is worth: indicators by cycle, what was expected, and the matrix with stories as its threads."""
