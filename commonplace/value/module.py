"""The part of the house that switches stories, indicators and the matrix on."""

MODULE = "value"
