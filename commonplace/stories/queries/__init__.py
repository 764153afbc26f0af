"""Answers that take more than one call on a QuerySet."""
