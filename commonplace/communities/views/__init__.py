"""Pages of a community; one module for each noun."""
