"""Markup in tests, without what every block of it has."""


def undirected(html: str) -> str:
    """The markup without the directions of its blocks; `test_direction.py` looks at these."""
    return html.replace(' dir="auto"', "")
