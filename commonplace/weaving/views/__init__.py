"""The pages of introductions, of coffee, and of contact notes."""
