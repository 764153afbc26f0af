"""The sponsor’s page: what is asked and what came of it, what sponsors said, and what is said in brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.people.models import Person
from commonplace.sponsorship.models import Brief, Request, Saying
from commonplace.sponsorship.queries.requests import Told, all_told
from commonplace.ui.words import number_word

MOST_SHOWN = 40
MOST_ANSWERED = 4
MOST_SAID = 8
# What a sponsor said long ago stands no more beside what they say now.
SAID_FOR = timedelta(days=400)


@dataclass(frozen=True)
class Requests:
    """What waits, and what was answered lately."""

    open: Sequence[Told]
    answered: Sequence[Told]
    answered_this_year: int

    @property
    def in_words(self) -> str:
        """How many, in a few words."""
        waits, done = len(self.open), self.answered_this_year
        open_ = ngettext("%(n)s open", "%(n)s open", waits) % {"n": number_word(waits)}
        answered = ngettext("%(n)s answered this year", "%(n)s answered this year", done) % {"n": number_word(done)}
        return _("%(open)s, %(answered)s") % {"open": open_, "answered": answered}


def requests_of(viewpoint: Viewpoint, person: Person, *, now: datetime) -> Requests:
    """Those of a community, what waits longest first; two queries."""
    rows = Request.objects.visible_to(person).filter(community=viewpoint.community).standing().with_turns()
    told = all_told(rows.order_by("-at", "-pk")[:MOST_SHOWN], viewpoint, today=timezone.localdate(now))
    answered = sorted(
        (one for one in told if not one.is_open), key=lambda one: one.answer.at if one.answer else now, reverse=True
    )
    this_year = sum(one.answer is not None and one.answer.at > now - timedelta(days=365) for one in told)
    return Requests([one for one in reversed(told) if one.is_open], answered[:MOST_ANSWERED], this_year)


def said_in(viewpoint: Viewpoint, person: Person, *, now: datetime) -> list[tuple[Saying, Byline]]:
    """What sponsors said lately, the latest first; one query."""
    rows = Saying.objects.visible_to(person).filter(community=viewpoint.community, at__gt=now - SAID_FOR)
    return [(one, viewpoint.byline_for(one.by)) for one in rows.with_faces().order_by("-at", "-pk")[:MOST_SAID]]


def brief_of(community: Community) -> Brief | None:
    """What is said in brief, None where nothing is."""
    return Brief.objects.filter(community=community).order_by("-at", "-pk").first()
