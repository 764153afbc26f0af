"""Pages of value: the matrix, what is looked at, pulses, and what was made of it."""
