"""What a steward writes about what is looked at, checked and nothing else."""
