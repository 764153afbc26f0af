"""What is asked about the repertoire, a module for each noun."""
