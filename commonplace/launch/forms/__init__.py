"""What forms of a launch take in, a module for each noun."""
