"""Addresses of pages, found once: a list names dozens, and finding one takes longer than a database does for a row."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def address(name: str, *args: str | int) -> str:
    """The address of a page by its name, as `reverse` gives it."""
    return reverse(name, args=args)
