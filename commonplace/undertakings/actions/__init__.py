"""What is done in undertakings, a module for each noun."""
