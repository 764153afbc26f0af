"""The sponsor’s page: what is asked and what came of it, what sponsors said, and what is said in brief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import JSONField, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.people.models import Person
from commonplace.sponsorship.figures import of_horizon, readings_of
from commonplace.sponsorship.models import Brief, KeptFigures, Report, Request, Saying
from commonplace.sponsorship.queries.requests import Told, in_a_list
from commonplace.sponsorship.queries.stories import withdrawn_from_sponsors
from commonplace.ui.words import number_word
from commonplace.value.queries.reading import Reading

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
    """Those of a community, what waits longest first; one query."""
    rows = Request.objects.visible_to(person).filter(community=viewpoint.community).standing().with_last_turns()
    today = timezone.localdate(now)
    told = [in_a_list(one, today=today) for one in rows.order_by("-at", "-pk")[:MOST_SHOWN]]
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


@dataclass(frozen=True)
class Front:
    """What stands once on the page: the three lines, the figures as they were read last, how many stories were
    withdrawn, and the latest report that sponsors have.
    """

    lines: Sequence[Mapping[str, str]]
    lines_at: datetime | None
    figures: Sequence[Reading]
    figures_at: datetime | None
    withdrawn: int
    report: tuple[int, str, date] | None


def front_of(community: Community, *, horizon: str = "") -> Front:
    """All of it in one query; with `horizon`, figures of the short or of the long term alone."""
    of = {"community": OuterRef("pk")}
    brief = Brief.objects.filter(**of).order_by("-at", "-pk")
    kept = KeptFigures.objects.filter(**of)
    report = Report.objects.released().filter(**of).order_by("-until", "-pk")
    row = (
        Community.objects.filter(pk=community.pk)
        .values_list(
            Subquery(brief.values("lines")[:1], output_field=JSONField()),
            Subquery(brief.values("at")[:1]),
            Subquery(kept.values("rows")[:1], output_field=JSONField()),
            Subquery(kept.values("at")[:1]),
            Subquery(report.values("pk")[:1]),
            Subquery(report.values("title")[:1]),
            Subquery(report.values("until")[:1]),
            withdrawn_from_sponsors(),
        )
        .first()
    )
    lines, lines_at, rows, figures_at, key, title, until, withdrawn = row or (None,) * 8
    return Front(
        lines=lines or (),
        lines_at=lines_at,
        figures=of_horizon(readings_of(rows or ()), horizon),
        figures_at=figures_at,
        withdrawn=withdrawn or 0,
        report=(key, title, until) if key and title and until else None,
    )
