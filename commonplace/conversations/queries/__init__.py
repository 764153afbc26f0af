"""Answers about conversations that need more than one QuerySet call."""
