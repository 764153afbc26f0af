"""Pages of agreements, a module for each noun."""
