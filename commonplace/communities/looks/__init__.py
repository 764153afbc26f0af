"""Looks on record: who looked, by their office, at what is of others, for those concerned to read."""
