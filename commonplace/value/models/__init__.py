"""Indicators and what came of them, pulses, what was expected, and what was decided when people made sense of it."""

from commonplace.value.models.expectation import Expectation
from commonplace.value.models.figure import Figure
from commonplace.value.models.indicator import (
    MOST_NAME,
    MOST_SOURCE,
    MOST_UNIT,
    Entered,
    Indicator,
    RestsOn,
    Series,
    Source,
)
from commonplace.value.models.pulse import Pulse, PulseAnswer, PulseLetter, PulseTaken
from commonplace.value.models.sense import Decision, Sense
from commonplace.value.models.touch import Touch

__all__ = [
    "MOST_NAME",
    "MOST_SOURCE",
    "MOST_UNIT",
    "Decision",
    "Entered",
    "Expectation",
    "Figure",
    "Indicator",
    "Pulse",
    "PulseAnswer",
    "PulseLetter",
    "PulseTaken",
    "RestsOn",
    "Sense",
    "Series",
    "Source",
    "Touch",
]
