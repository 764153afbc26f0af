"""Kinds of suggestion that the readings give rise to, each with its reason and when it ends."""
