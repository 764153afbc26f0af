"""A week of tending: a few things for ten minutes, who took which on, and what came of it."""
