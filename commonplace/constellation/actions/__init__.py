"""Changes of the constellation."""
