"""What is asked of whoever makes agreements, a module for each noun."""
