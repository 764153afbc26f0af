"""A word as it is read: its HTML was cleaned when it was rendered."""

from django.utils.safestring import SafeString, mark_safe


def as_read(html: str) -> SafeString:
    """The HTML of a word, for a page to show as it is."""
    return mark_safe(html)  # noqa: S308
