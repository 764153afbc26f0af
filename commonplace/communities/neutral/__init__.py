"""Neutral ground: who leads whom, by whose word, and whom a space is therefore not for."""
