"""What is done while a gathering is run."""
