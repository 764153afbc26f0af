"""Rows of the constellation: who looks for the host, what a community tells it."""

from commonplace.constellation.models.host import HostEye, Line, Told

__all__ = ["HostEye", "Line", "Told"]
