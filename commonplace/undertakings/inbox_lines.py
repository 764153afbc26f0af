"""What waits in undertakings: a text that one endorsed and that is another by now, a response that could go out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.undertakings.models import Endorsement, JointResponse, ResponseText, Undertaking

NOW = timedelta(0)
TOLD_FOR = timedelta(days=30)


def _endorsed_before() -> QuerySet[Endorsement]:
    """Names beneath a version that is no more the last, of what has not gone out."""
    texts = ResponseText.objects.filter(response=OuterRef("response")).order_by().values("response")
    last = Subquery(texts.annotate(last=Max("number")).values("last"))
    waiting = Endorsement.objects.filter(
        person__isnull=False, response__sent_at=None, response__undertaking__ended_at=None
    )
    return waiting.filter(number__lt=last)


def _changed_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    seen = Undertaking.objects.visible_to(person).filter(community__in=communities)
    found = _endorsed_before().filter(person=person, response__undertaking__in=seen)
    return row(
        found,
        "text_changed",
        community_id=F("response__undertaking__community_id"),
        about_id=F("response_id"),
        title=F("response__undertaking__title"),
        happened_at=F("at"),
    )


def _changed_people(community: Community) -> QuerySet[Any, Any]:
    return _endorsed_before().filter(response__undertaking__community=community).values_list("person_id", flat=True)


def _changed(seen: Seen) -> Need:
    return seen.need(
        _("Does your name still stand beneath it?"),
        _("The text of “%(title)s” is another since you endorsed it."),
        _("Read it again"),
        f"{seen.url('joint_response', seen.one.about_id)}#names",
    )


def _closed(since: datetime, now: datetime) -> QuerySet[JointResponse]:
    return JointResponse.objects.filter(
        sent_at=None, comments_until__lte=now, comments_until__gt=since, undertaking__ended_at=None
    )


def _closed_rows(*, person: Person, communities: Sequence[int], since: datetime, now: datetime) -> QuerySet[Any, Any]:
    seen = Undertaking.objects.visible_to(person).carried_by(person).filter(community__in=communities)
    return row(
        _closed(since, now).filter(undertaking__in=seen),
        "response_waits",
        community_id=F("undertaking__community_id"),
        about_id=F("pk"),
        title=F("undertaking__title"),
        happened_at=F("comments_until"),
    )


def _closed_people(community: Community, *, since: datetime, now: datetime) -> QuerySet[Any, Any]:
    found = _closed(since, now).filter(undertaking__community=community)
    return Person.objects.filter(
        Q(pk__in=found.values("undertaking__begun_by")) | Q(pk__in=found.values("undertaking__hands__person"))
    ).values_list("pk", flat=True)


def _waits(seen: Seen) -> Need:
    return seen.need(
        _("The time for comments is over."),
        _("“%(title)s” can go out now, or be kept open for longer."),
        _("Look at it"),
        f"{seen.url('joint_response', seen.one.about_id)}#going-out",
    )


def _about(one: Waiting) -> About:
    return frozenset([("undertaking", one.about_id)])


LINES = (
    Line("text_changed", 32, _changed_rows, _changed, about=_about, whom=_changed_people),
    Line(
        "response_waits",
        47,
        _closed_rows,
        _waits,
        {"since": TOLD_FOR, "now": NOW},
        about=_about,
        whom=_closed_people,
    ),
)
