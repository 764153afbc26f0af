"""Pages of the constellation."""
