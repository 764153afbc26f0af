"""What is asked of the constellation."""
