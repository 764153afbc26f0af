"""Rows of runs: the steps that were taken, who sits at the table while it lasts, and what was kept."""

from commonplace.runs.models.captured import Captured
from commonplace.runs.models.run import Run, RunStep
from commonplace.runs.models.seat import Seat

__all__ = ["Captured", "Run", "RunStep", "Seat"]
