"""Commonplace: a home for communities of practice."""
