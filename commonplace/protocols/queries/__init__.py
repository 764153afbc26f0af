"""Answers about protocols that take more than one call."""
