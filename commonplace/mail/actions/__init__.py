"""What happens to a letter that comes in: it is kept, acted on, and answered where it could not be."""
