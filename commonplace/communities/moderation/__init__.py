"""What members point at, and what stewards hold back."""
