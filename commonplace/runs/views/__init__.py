"""Pages of a gathering that is run, for members and for guests."""
