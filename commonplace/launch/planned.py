"""What is usual in the weeks before and after a community begins: ninety days as a sketch that one crosses out.

After the first steps of the second and third source (`docs/readings.md`), in our own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Planned:
    """One thing that is usual: its code, and what it is in a line."""

    code: str
    line: str | Promise


@dataclass(frozen=True)
class Phase:
    """Some days of the ninety, and what is usual in them."""

    first: int
    last: int
    heading: str | Promise
    lines: tuple[Planned, ...]


CASE, CHARTER, LOOK_BACK = "case", "charter", "look_back"
PHASES = (
    Phase(
        1,
        30,
        _("Days 1 to 30"),
        (
            Planned("listen", _("Listen: ten to twenty conversations.")),
            Planned("willing", _("Find four to eight people who would start it with you.")),
            Planned(CHARTER, _("Write one page of charter, in their words.")),
        ),
    ),
    Phase(
        31,
        60,
        _("Days 31 to 60"),
        (
            Planned(CASE, _("Work one real case together, before you talk about rules.")),
            Planned("invite", _("Invite in person, and ask each to invite one.")),
            Planned("book", _("Have the first date set before you announce anything.")),
        ),
    ),
    Phase(
        61,
        90,
        _("Days 61 to 90"),
        (
            Planned("begin", _("Begin.")),
            Planned("summary", _("Write what came of it within two days, always with the next date in it.")),
            Planned("greet", _("Greet each newcomer by name.")),
            Planned(LOOK_BACK, _("Look back together, and ask who has been missing.")),
        ),
    ),
)
PLANNED: Mapping[str, Planned] = {line.code: line for phase in PHASES for line in phase.lines}


def phase_of(day: int) -> Phase:
    """The phase in which a day lies; the last one has no end."""
    return next((phase for phase in PHASES if day <= phase.last), PHASES[-1])
