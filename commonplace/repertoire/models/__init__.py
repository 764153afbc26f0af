"""The rows of this room."""

from commonplace.repertoire.models.adaptation import Adaptation
from commonplace.repertoire.models.collection import Collection, Stop
from commonplace.repertoire.models.file import FileVersion, ResourceFile
from commonplace.repertoire.models.lending import Credit, Lending
from commonplace.repertoire.models.passage import Consent, Passage
from commonplace.repertoire.models.resource import Resource, Revision, Section
from commonplace.repertoire.models.shelf import Shelf
from commonplace.repertoire.models.states import Anonymising, Retirement, Review, Supersession, Warrant
from commonplace.repertoire.models.suggestion import Suggestion
from commonplace.repertoire.models.translation import TranslatedPart, Translation
from commonplace.repertoire.models.trial import Trial
from commonplace.repertoire.models.use import How, Remedy, Told, Use

__all__ = [
    "Adaptation",
    "Anonymising",
    "Collection",
    "Consent",
    "Credit",
    "FileVersion",
    "How",
    "Lending",
    "Passage",
    "Remedy",
    "Resource",
    "ResourceFile",
    "Retirement",
    "Review",
    "Revision",
    "Section",
    "Shelf",
    "Stop",
    "Suggestion",
    "Supersession",
    "Told",
    "TranslatedPart",
    "Translation",
    "Trial",
    "Use",
    "Warrant",
]
