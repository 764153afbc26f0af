"""What changes in attention; none of it is a deed, and none of it is counted about anyone."""
