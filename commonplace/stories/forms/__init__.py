"""What forms of stories take in, a module for each noun."""
