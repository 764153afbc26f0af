"""Members brought together: introductions that both agree to, coffee drawn by lot, and what stewards noted."""
