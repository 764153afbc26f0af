"""What is done in the repertoire, a module for each noun."""
