"""Stages of a community's life: set by its stewards, with hints from the readings, and a way to close well."""
