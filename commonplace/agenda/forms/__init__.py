"""What is asked of whoever keeps an agenda or says what would help, a module for each noun."""
