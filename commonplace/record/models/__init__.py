"""Rows of a record and what becomes of it, of the first steps of whoever comes, and of letters once a year."""

from commonplace.record.models.own import MOST_LINES, MOST_WORDS, Handed, HandedLine, Line
from commonplace.record.models.signing import Signed, SigningKey
from commonplace.record.models.welcome import (
    MOST_STEP,
    STEPS,
    Buddy,
    BuddyWilling,
    Helped,
    StepDone,
    WelcomePath,
    WelcomeSetAside,
)
from commonplace.record.models.yearly import YearlyLetter

__all__ = [
    "MOST_LINES",
    "MOST_STEP",
    "MOST_WORDS",
    "STEPS",
    "Buddy",
    "BuddyWilling",
    "Handed",
    "HandedLine",
    "Helped",
    "Line",
    "Signed",
    "SigningKey",
    "StepDone",
    "WelcomePath",
    "WelcomeSetAside",
    "YearlyLetter",
]
