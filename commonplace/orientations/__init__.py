"""Orientations: how a community is together, today and as its members want it, drawn by each for themselves."""
