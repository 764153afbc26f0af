"""What waits of sponsorship: for sponsors what they are asked, for stewards what was answered, offered, or is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.sponsorship.models import Request, Saying, Turn
from commonplace.sponsorship.models.requests import KIND
from commonplace.sponsorship.who import sponsored_by, sponsors_of

TOLD_FOR = timedelta(days=90)


def _asked(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    found = Request.objects.waiting().filter(Q(community__in=sponsored_by(person)), community__in=communities)
    return row(
        found, "sponsor_asked", community_id=F("community_id"), about_id=F("pk"), title=F("title"), happened_at=F("at")
    )


def _asked_people(community: Community) -> QuerySet[Any, Any]:
    return sponsors_of(community).values_list("pk")


def _answer(seen: Seen) -> Need:
    return seen.need(
        _("The community asks something of you as its sponsor."),
        _("“%(title)s”. A no with a reason helps more than no answer."),
        _("Answer"),
        f"{seen.url('sponsor_request', seen.one.about_id)}#answer",
    )


def _untold(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    last = Turn.objects.filter(request=OuterRef("pk")).order_by("-number")
    found = Request.objects.untold().annotate(answered_at=Subquery(last.values("at")[:1]))
    found = found.filter(community__in=communities, answered_at__gt=since)
    return row(
        found,
        "sponsor_answered",
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("title"),
        happened_at=F("answered_at"),
    )


def _tell(seen: Seen) -> Need:
    return seen.need(
        _("A sponsor answered what you asked."),
        _("“%(title)s”. Once it is clear, tell what changed by it, or did not."),
        _("Read the answer"),
        f"{seen.url('sponsor_request', seen.one.about_id)}#turns",
    )


def _late(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    today = TruncDate(Now(), tzinfo=UTC)
    found = Request.objects.waiting().filter(community__in=communities, by_when__lt=today)
    return row(
        found, "sponsor_late", community_id=F("community_id"), about_id=F("pk"), title=F("title"), happened_at=F("at")
    )


def _remind(seen: Seen) -> Need:
    return seen.need(
        _("A request to your sponsor waits beyond its day."),
        _("“%(title)s”. Ring them up, or ask it no more."),
        _("Look at it"),
        seen.url("sponsor_request", seen.one.about_id),
    )


def _offered(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    found = Saying.objects.open_offers().filter(community__in=communities)
    return row(
        found, "sponsor_offer", community_id=F("community_id"), about_id=F("pk"), title=F("words"), happened_at=F("at")
    )


def _take(seen: Seen) -> Need:
    return seen.need(
        _("A sponsor offers something."),
        _("“%(title)s”. Take it up, or decline it with thanks."),
        _("Answer"),
        seen.url("sponsor_offer", seen.one.about_id),
    )


def _of_request(one: Waiting) -> About:
    return frozenset([(KIND, one.about_id)])


LINES = (
    Line("sponsor_asked", 45, _asked, _answer, about=_of_request, whom=_asked_people),
    Line("sponsor_offer", 281, _offered, _take, is_for_stewards=True),
    Line("sponsor_answered", 282, _untold, _tell, {"since": TOLD_FOR}, about=_of_request, is_for_stewards=True),
    Line("sponsor_late", 283, _late, _remind, about=_of_request, is_for_stewards=True),
)
