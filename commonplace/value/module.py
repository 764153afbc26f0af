"""The part of the house that switches stories, indicators and the matrix on; stories say what it is."""

from typing import Final

MODULE: Final = "value"
