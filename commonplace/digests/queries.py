"""What is asked about letters: the next one, those that went out, and how many will get it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count

from commonplace.attention.cadences import hearing
from commonplace.attention.models import Cadence
from commonplace.communities.models import Community
from commonplace.digests.models import THURSDAY, Delivery, Issue, LetterDay, Period, State

CADENCE = {Period.DAILY: Cadence.DAILY, Period.WEEKLY: Cadence.WEEKLY}


def weekday_of(community: Community) -> int | None:
    """The day of the week on which a community's letter goes out, 0 for Monday; None where it writes none."""
    chosen = LetterDay.objects.filter(community=community).values_list("weekday", flat=True)
    return next(iter(chosen), THURSDAY)


def next_issue(community: Community) -> Issue | None:
    """The weekly letter that stewards choose from: the next that is to go out, or is on its way."""
    mine = Issue.objects.filter(community=community, period=Period.WEEKLY).select_related("words_by", "decided_by")
    return mine.open().order_by("on").first() or mine.filter(state=State.SKIPPED).order_by("-on").first()


def readers_of(issue: Issue, *, now: datetime) -> int:
    """How many people hear from the community as often as this letter comes."""
    return hearing(CADENCE[Period(issue.period)], now=now).filter(community=issue.community).count()


def delivered(issue: Issue) -> Mapping[str, int]:
    """How many got a letter, and how many did not for there was nothing to tell them."""
    rows = Delivery.objects.filter(issue=issue)
    return {"letters": rows.filter(things__gt=0).aggregate(n=Count("pk"))["n"], "all": rows.count()}
