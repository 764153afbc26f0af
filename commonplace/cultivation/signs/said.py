"""Signs as sentences: with their numbers for those who tend, without any for everyone else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.cultivation.signs.found import Numbers
from commonplace.cultivation.signs.life import HALF
from commonplace.lib.direction import isolated


def sentence(code: str, numbers: Numbers) -> str:
    """What a sign says to those who tend, with the numbers it rests on."""
    return SAID[code](numbers)


def for_all(code: str) -> str:
    """What the same sign says to everyone once a steward shares it: no number in it could point at anyone."""
    return {
        "dying_core": _("Fewer of us answer and tend than used to. What we have here needs more hands, or an end."),
        "one_person": _("Much of what is answered and tended here rests on very few of us."),
        "closed_boundary": _("There are people here who work in different places and never answer each other."),
        "unanswered_wave": _("Many people are new here, and most of them had no answer yet."),
        "overload": _("Far more happens here just now than we are used to. Nobody has to keep up with it."),
    }[code]


def _number(numbers: Numbers, name: str) -> float:
    return cast("float", numbers[name])


def _dying_core(numbers: Numbers) -> str:
    if not numbers["people"] and "people_before" not in numbers:
        return _("Nobody has answered or tended anything here for a year or longer, and people did before.")
    people = int(_number(numbers, "people"))
    before = round(_number(numbers, "people_before"))
    if not people:
        said = ngettext(
            "The core is thinning out: in the last half-year nobody answered or tended anything; at the same time of "
            "the years before it was %(before)s person.",
            "The core is thinning out: in the last half-year nobody answered or tended anything; at the same time of "
            "the years before it was %(before)s people.",
            before,
        )
    elif numbers["weeks"] == HALF:
        said = ngettext(
            "The core is thinning out: in the last half-year %(people)s person answered or tended something, at the "
            "same time of the years before %(before)s.",
            "The core is thinning out: in the last half-year %(people)s people answered or tended something, at the "
            "same time of the years before %(before)s.",
            people,
        )
    else:
        said = ngettext(
            "The core is thinning out: in the last year %(people)s person answered or tended something, in the years "
            "before %(before)s.",
            "The core is thinning out: in the last year %(people)s people answered or tended something, in the years "
            "before %(before)s.",
            people,
        )
    said = said % {"people": people, "before": before}
    if numbers.get("is_more_again"):
        return f"{said} " + _("In the last three months it was more again than in the three before.")
    return said


def _one_person(numbers: Numbers) -> str:
    return _(
        "This community lives on one person: of %(all)s answers and deeds of tending of the last half-year, %(one)s "
        "were theirs."
    ) % {"all": numbers["of_all"], "one": numbers["of_one"]}


def _closed_boundary(numbers: Numbers) -> str:
    one, other = cast("list[str]", numbers["units"])
    return _(
        "Nobody crosses between %(one)s and %(other)s: in the last half-year none of either answered anyone of the "
        "other. Had people answered whoever wrote, about %(expected)s would have."
    ) % {
        "one": isolated(one),
        "other": isolated(other),
        "expected": round(_number(numbers, "expected")),
    }


def _unanswered_wave(numbers: Numbers) -> str:
    came = int(_number(numbers, "came"))
    return ngettext(
        "Of %(came)s person seen here for the first time in the last two months, %(none)s had no answer from anyone.",
        "Of %(came)s people seen here for the first time in the last two months, %(none)s had no answer from anyone.",
        came,
    ) % {"came": came, "none": numbers["unanswered"]}


def _overload(numbers: Numbers) -> str:
    return _(
        "More happens than people can follow: up to %(most)s deeds in a week of the last four, where about %(usual)s "
        "are usual."
    ) % {"most": numbers["most"], "usual": round(_number(numbers, "usual"))}


SAID: Mapping[str, Callable[[Numbers], str]] = {
    "dying_core": _dying_core,
    "one_person": _one_person,
    "closed_boundary": _closed_boundary,
    "unanswered_wave": _unanswered_wave,
    "overload": _overload,
}
