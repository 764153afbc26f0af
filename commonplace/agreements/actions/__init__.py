"""What members do about their agreements, a module for each noun."""
