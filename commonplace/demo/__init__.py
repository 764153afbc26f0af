"""Demo: The Listening Stick, sown through everyone's actions."""
