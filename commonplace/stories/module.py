"""The part of the house that switches stories, indicators and the matrix on."""

from typing import Final

MODULE: Final = "value"
