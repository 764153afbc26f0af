"""What forms of protocols take in."""
