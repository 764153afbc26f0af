"""What changes in a round, each change whole."""
