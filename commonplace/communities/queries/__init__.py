"""What is asked about a community; one module for each noun."""
