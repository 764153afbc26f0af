"""Rows of runs: the steps that were taken, who sits at the table while it lasts, what was kept, and what is asked."""

from commonplace.runs.models.asked import NotAsked, NothingToKeep, Side, WhatCame, Wish
from commonplace.runs.models.captured import Captured
from commonplace.runs.models.case_note import CaseNote, Check
from commonplace.runs.models.deciding import Action, Carried
from commonplace.runs.models.harvest_file import HarvestFile
from commonplace.runs.models.run import Run, RunStep
from commonplace.runs.models.seat import Seat

__all__ = [
    "Action",
    "Captured",
    "Carried",
    "CaseNote",
    "Check",
    "HarvestFile",
    "NotAsked",
    "NothingToKeep",
    "Run",
    "RunStep",
    "Seat",
    "Side",
    "WhatCame",
    "Wish",
]
