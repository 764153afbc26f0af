"""What is asked while a gathering is run."""
