"""Pages of the agenda and of what would help, a module for each noun."""
