"""Rows of the constellation: what the host is told, who is related, and what crosses from one to another."""

from commonplace.constellation.models.crossing import Crossing, Going, Voice
from commonplace.constellation.models.host import HostEye, Line, Told
from commonplace.constellation.models.relation import Bond, Relation

__all__ = ["Bond", "Crossing", "Going", "HostEye", "Line", "Relation", "Told", "Voice"]
