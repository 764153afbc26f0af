"""What a report keeps as it stands when it is laid out: three lines, requests, figures and what was agreed."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.sponsorship.agreed import agreed_as_kept
from commonplace.sponsorship.figures import rows_of
from commonplace.sponsorship.models import Request, Says
from commonplace.sponsorship.models.reports import MOST_ASKED, MOST_FIGURES
from commonplace.sponsorship.queries.page import brief_of
from commonplace.value.queries.reading import Wanted, read


def assembled(community: Community, *, since: date, until: date) -> dict[str, Any]:
    """Everything that a report over a period keeps, as it stands now, in plain values; of what was agreed, what held on
    its last day.
    """
    brief = brief_of(community)
    readings = read(community, as_steward=False, wanted=Wanted(since=since, until=until))
    # What is told comes first, then what is withheld, then what there is no evidence for: that, too, is said.
    readings.sort(key=lambda one: 0 if one.latest and one.latest.is_told else 1 if one.latest else 2)
    return {
        "brief": brief.lines if brief else [],
        "asked": _asked(community, since, until),
        "figures": rows_of(readings[:MOST_FIGURES]),
        "agreed": agreed_as_kept(community, on=until),
    }


def _asked(community: Community, since: date, until: date) -> list[dict[str, Any]]:
    """What waits, and what was answered or told in the period."""
    begin = timezone.make_aware(datetime.combine(since, time.min))
    end = timezone.make_aware(datetime.combine(until, time.max))
    lately = Q(turns__at__gte=begin, turns__at__lte=end)
    found = Request.objects.standing().filter(community=community, at__lte=end)
    found = found.filter(Q(turns=None) | lately).distinct().with_turns().order_by("at", "pk")
    rows = [_row(one) for one in found]
    rows.sort(key=lambda one: one["answer"] is not None)
    return rows[:MOST_ASKED]


def _row(one: Request) -> dict[str, Any]:
    answers = [turn for turn in one.turns.all() if turn.is_answer]
    changes = [turn for turn in one.turns.all() if turn.says == Says.CHANGED]
    return {
        "title": one.title,
        "why": one.why,
        "on": timezone.localdate(one.at).isoformat(),
        "answer": {"says": answers[-1].says, "words": answers[-1].words} if answers else None,
        "changed": changes[-1].words if changes else "",
    }
