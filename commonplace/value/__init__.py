"""What the community is worth: indicators by cycle, what was expected of them, and the matrix in which stories are threads."""
