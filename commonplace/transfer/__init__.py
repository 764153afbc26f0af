"""Transfer: archives that move in, through the same actions as people use."""
