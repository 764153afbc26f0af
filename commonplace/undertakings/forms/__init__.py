"""What forms of undertakings take in."""
