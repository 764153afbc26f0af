"""What those who start a community could do next: three lines at most, each with its reason, told from plain facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.launch.queries import FEWEST_CORE
from commonplace.lib.direction import isolated
from commonplace.ui import words

MOST = 3
ENOUGH = 10  # conversations after which the same things come back
TOO_LONG = timedelta(days=14)  # since whoever would help heard from anybody


@dataclass(frozen=True)
class Waits:
    """Somebody who would help, and for how long they have heard nothing."""

    name: str
    since: timedelta


@dataclass(frozen=True)
class Facts:
    """What is known of a launch on a day; `top` is the issue of which most spoke, with their number."""

    held: int
    waiting: Sequence[Waits]
    core: int
    top: str = ""
    top_people: int = 0
    has_worked_case: bool = False
    is_chosen: bool = False
    has_dates: bool = False
    has_charter: bool = False
    has_met: bool = False
    is_begun: bool = False
    has_looked_back: bool = False


@dataclass(frozen=True)
class Next:
    """One thing to do: where on the page or in the house it is done, what, and why."""

    code: str
    what: str
    reason: str
    can_wait: bool = False


def next_steps(facts: Facts) -> list[Next]:
    """The first three things that fit, the most pressing first."""
    return list(islice(_fitting(facts), MOST))


def _fitting(facts: Facts) -> Iterator[Next]:
    if facts.is_begun:
        if not facts.has_looked_back:
            yield Next("days", _("Look back together"), _("It has begun. Ask what served you, and who was missing."))
        return
    if late := [one for one in facts.waiting if one.since >= TOO_LONG]:
        yield _ring_back(late)
    if facts.held < ENOUGH:
        yield _talk(facts.held)
    if facts.held >= 3 and not facts.top:
        yield Next(
            "issues",
            _("Gather what they spoke of"),
            _("What two people called by different words may be one thing; you heard both."),
        )
    if facts.core < FEWEST_CORE:
        yield Next(
            "core",
            _("Ask somebody to start it with you"),
            ngettext(
                "You are alone with it; four to eight is usual.",
                "There are %(number)s of you; four to eight is usual.",
                facts.core,
            )
            % {"number": words.number_word(facts.core)},
        )
    if facts.top and not facts.has_worked_case:
        yield Next(
            "days",
            _("Work one real case together"),
            ngettext(
                "%(n)d person spoke of this: %(issue)s. A case says more than a plan does.",
                "%(n)d people spoke of this: %(issue)s. A case says more than a plan does.",
                facts.top_people,
            )
            % {"n": facts.top_people, "issue": isolated(facts.top)},
        )
    if not facts.is_chosen:
        yield Next(
            "start",
            _("Choose: a launch, or a quiet start"),
            _("It can wait for the case.") if not facts.has_worked_case else _("You have worked together once."),
            can_wait=not facts.has_worked_case,
        )
    elif not facts.has_dates:
        yield Next("dates", _("Set the first three dates"), _("One evening is an event; three are a beginning."))
    elif facts.has_met:
        yield Next("begun", _("Say that it has begun"), _("You have met. Then members read how it came about."))
    if not facts.has_charter:
        yield Next("days", _("Write one page of charter"), _("What it is for, in the words that people used."), True)


def _talk(held: int) -> Next:
    if not held:
        return Next("interviews", _("Speak with one person who does this work"), _("Nobody starts a community alone."))
    why = ngettext(
        "You have had one. After ten to twenty the same things come back.",
        "You have had %(number)s. After ten to twenty the same things come back.",
        held,
    ) % {"number": words.number_word(held)}
    return Next("interviews", _("Have the next conversation"), why)


def _ring_back(late: Sequence[Waits]) -> Next:
    names = [isolated(one.name) for one in late]
    weeks = min(one.since for one in late).days // 7
    said = {"number": words.number_word(weeks), "first": names[0], "second": names[1] if len(names) > 1 else ""}
    why = ngettext(
        "They said they would help, and it is a week ago.",
        "They said they would help, and it is %(number)s weeks ago.",
        weeks,
    )
    if len(names) == 1:
        what = _("Ring %(first)s back")
    elif len(names) == 2:
        what = _("Ring %(first)s and %(second)s back")
    else:
        said["more"] = words.number_word(len(names) - 2)
        what = ngettext(
            "Ring %(first)s, %(second)s and %(more)s more back",
            "Ring %(first)s, %(second)s and %(more)s more back",
            len(names) - 2,
        )
    return Next("willing", what % said, why % said)
