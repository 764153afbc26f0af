"""What pages tell of agreements, a module for each noun."""
