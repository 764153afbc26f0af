"""Feeds of others, Atom, RSS and JSON Feed: what stands in them, as plain words."""
