"""What is asked about undertakings, a module for each noun."""
