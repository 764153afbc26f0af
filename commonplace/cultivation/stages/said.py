"""Stages in words: the tension of each, what other communities did in it, and why a hint is given.

After Wenger, McDermott & Snyder, Cultivating Communities of Practice (2002), chapters 4 and 5, in our own words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.cultivation.stages.hints import Hint, Numbers, Stage
from commonplace.ui import words


@dataclass(frozen=True)
class Words:
    """What is said of a stage: its name, what pulls two ways in it, and what others did."""

    name: str | Promise
    tension: str | Promise
    others: tuple[str | Promise, ...]


WORDS: Mapping[Stage, Words] = {
    Stage.POTENTIAL: Words(
        gettext_lazy("Potential"),
        gettext_lazy("To find what is already there, or to imagine what could be: people talk, and nothing holds yet."),
        (
            gettext_lazy("They asked ten people what they struggle with and whom they call, and wrote it down."),
            gettext_lazy("They began from a network that was there, and brought two of it together who had not met."),
            gettext_lazy("They found someone respected in the craft to go first, and one who would coordinate."),
        ),
    ),
    Stage.COALESCING: Words(
        gettext_lazy("Coalescing"),
        gettext_lazy("To let trust grow in its own time, or to show soon that it was worth coming."),
        (
            gettext_lazy("They met often and in small circles, and answered each first question within a day."),
            gettext_lazy("They worked a real case together instead of writing down how they would work."),
            gettext_lazy("They kept little, and only what somebody had asked for twice."),
        ),
    ),
    Stage.MATURING: Words(
        gettext_lazy("Maturing"),
        gettext_lazy("To stay with what all came for, or to open to those who come now and know nobody."),
        (
            gettext_lazy("They gave newcomers a way in that does not hang on one person: a hello, and a first step."),
            gettext_lazy("They looked for the gaps in what they know, and made an agenda of them."),
            gettext_lazy("They found people to look after what is kept before there was too much of it."),
        ),
    ),
    Stage.STEWARDSHIP: Words(
        gettext_lazy("Stewardship"),
        gettext_lazy("To own what was built, or to stay open to what would change it."),
        (
            gettext_lazy("They asked people at the edge into the core, and gave roles that end on a day."),
            gettext_lazy("They invited someone from outside to disturb them, and changed the form of a gathering."),
            gettext_lazy("They read their charter aloud after two years, and rewrote what was not true any more."),
        ),
    ),
    Stage.TRANSFORMATION: Words(
        gettext_lazy("Transformation"),
        gettext_lazy("To let go, or to live on: to fade without a word is the one end that helps nobody."),
        (
            gettext_lazy("They asked openly whether to end, to join others, to part in two, or to begin anew."),
            gettext_lazy("They met once more to celebrate what they had learnt, and gathered it in a last harvest."),
            gettext_lazy("They found a home for what is kept, and a way for people to find each other afterwards."),
        ),
    ),
}


def reason(hint: Hint) -> str:
    """Why a stage is hinted at, with its numbers."""
    return REASONS[hint.code](hint.numbers)


def _few_yet(numbers: Numbers) -> str:
    return _("It began less than half a year ago, and fewer than fifteen people were seen in ninety days.")


def _core_answers(numbers: Numbers) -> str:
    return _("%(core)s people are in its core, and half of all first replies come within %(hours)s hours.") % {
        "core": words.count(int(numbers["core"])),
        "hours": words.count(round(numbers["hours"]) or 1),
    }


def _grows(numbers: Numbers) -> str:
    return _(
        "%(seen)s people were seen in ninety days, %(before)s a year before; %(new)s of them came within half a year."
    ) % {
        "seen": words.count(int(numbers["seen"])),
        "before": words.count(int(numbers["seen_before"])),
        "new": words.count(int(numbers["newcomers"])),
    }


def _steady(numbers: Numbers) -> str:
    return _("%(seen)s people were seen in ninety days, about as many as a year before (%(before)s).") % {
        "seen": words.count(int(numbers["seen"])),
        "before": words.count(int(numbers["seen_before"])),
    }


def _same_core(numbers: Numbers) -> str:
    return _("Of %(core)s people in the core %(then)s were in it a year and a half ago.") % {
        "core": words.count(int(numbers["core"])),
        "then": words.count(int(numbers["core_then"])),
    }


def _core_is_dying(numbers: Numbers) -> str:
    return _("Its core is thinning out, more than chance and the time of the year would have it.")


REASONS: Mapping[str, Callable[[Numbers], str]] = {
    "few_yet": _few_yet,
    "core_answers": _core_answers,
    "grows": _grows,
    "steady": _steady,
    "same_core": _same_core,
    "core_is_dying": _core_is_dying,
}
