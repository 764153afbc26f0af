"""Cultivation: the readings of participation and rhythm, and what to tend next, from deeds alone."""
