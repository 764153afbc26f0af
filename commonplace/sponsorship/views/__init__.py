"""The pages of sponsorship."""
