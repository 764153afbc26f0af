"""The rows of this room."""

from commonplace.repertoire.models.collection import Collection, Stop
from commonplace.repertoire.models.resource import Resource, ResourceFile, Revision, Section
from commonplace.repertoire.models.states import Anonymising, Retirement, Review, Supersession, Warrant
from commonplace.repertoire.models.suggestion import Suggestion

__all__ = [
    "Anonymising",
    "Collection",
    "Resource",
    "ResourceFile",
    "Retirement",
    "Review",
    "Revision",
    "Section",
    "Stop",
    "Suggestion",
    "Supersession",
    "Warrant",
]
