"""What members do about their agenda and about what would help them, a module for each noun."""
