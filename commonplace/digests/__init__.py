"""Digests: what a community's people are told once a day or week, laid out by the house and chosen by a human."""
