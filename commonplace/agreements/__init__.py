"""Agreements: what members change their charter to, hold to, count as knowing it, and ask of their host."""
