"""Marks and proposals of a season, in the words of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonplace.cultivation.season.meeting import Meeting
from commonplace.cultivation.season.picture import idea_url, name_of
from commonplace.cultivation.season.proposals import Proposal
from commonplace.cultivation.season.reading import Season
from commonplace.cultivation.season.tendings import day_said, hours, why_full, why_silent
from commonplace.lib.direction import isolated
from commonplace.ui import words
from commonplace.ui.context import zone_said

SHOWN = 6


@dataclass(frozen=True)
class Mark:
    """Something worth a word: what, and why."""

    title: str
    why: str


def marks_said(season: Season, slug: str) -> list[Mark]:
    """What is too little, too much, or always the same, from today on; the next first."""
    found = [
        (one.first, Mark(_("Too little from %(day)s on") % {"day": day_said(one.first)}, why_silent(one)))
        for one in season.silences
        if one.last > season.today
    ]
    found += [
        (one.monday, Mark(_("Too much in the week of %(day)s") % {"day": day_said(one.monday)}, why_full(one)))
        for one in season.full
        if one.monday >= season.today
    ]
    said = [mark for _at, mark in sorted(found, key=lambda pair: (pair[0], pair[1].title))][:SHOWN]
    if (one := season.same_form) is not None:
        why = _("Six months of one form: %(form)s. Something else now and then wakes what has become a habit.")
        said.append(Mark(_("Add a spark"), why % {"form": isolated(one.name)}))
    return said


@dataclass(frozen=True)
class Said:
    """A proposal in words, with the gatherings behind it and the page that calls it."""

    title: str
    when: str
    why: str
    silence: str
    evidence: Sequence[Meeting]
    url: str


def proposals_said(ideas: Sequence[Proposal], slug: str) -> list[Said]:
    """Each proposal with its reason."""
    return [
        Said(
            title=name_of(one),
            when=_("%(day)s at %(hour)s in %(town)s, %(long)s")
            % {
                "day": date_format(one.day, _("l j F")),
                "hour": words.hour(datetime.combine(one.day, one.slot.at, timezone.get_current_timezone())),
                "town": zone_said(one.slot.zone, get_language() or "en"),
                "long": hours(one.minutes),
            },
            why=_why(one),
            silence=_("It would break a silence of %(n)d days.") % {"n": one.silence.days} if one.silence else "",
            evidence=one.evidence,
            url=idea_url(one, slug),
        )
        for one in ideas
    ]


def _why(one: Proposal) -> str:
    said = {
        "n": len(one.evidence),
        "people": ngettext("%(n)d person", "%(n)d people", one.people) % {"n": one.people},
        "all": one.of,
        "overall": one.overall,
    }
    return (
        ngettext(
            "To half of %(n)d gathering on this weekday at this hour %(people)s or more came; over all %(all)d it is"
            " %(overall)d.",
            "To half of the %(n)d gatherings on this weekday at this hour %(people)s or more came; over all %(all)d it"
            " is %(overall)d.",
            len(one.evidence),
        )
        % said
    )
