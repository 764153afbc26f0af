"""What forms of the repertoire take in."""
