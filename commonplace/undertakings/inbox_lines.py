"""What waits in undertakings: a text that one endorsed and that has changed, a question at the desk, a swap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.undertakings.models import (
    Asked,
    Endorsement,
    JointResponse,
    OutsideQuestion,
    ResponseText,
    Shift,
    Swap,
    Undertaking,
)

NOW = timedelta(0)
A_WEEK = timedelta(days=7)
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


def _at_desk(now: datetime) -> QuerySet[Asked]:
    return Asked.objects.filter(answered_at=None, closed_at=None, at__lte=now, desk__undertaking__ended_at=None)


def _desk_rows(*, person: Person, communities: Sequence[int], since: datetime, now: datetime) -> QuerySet[Any, Any]:
    seen = Undertaking.objects.visible_to(person).filter(community__in=communities)
    held = Shift.objects.filter(person=person, starts_at__gt=since, starts_at__lte=now).values("desk")
    theirs = Q(passed_to=person) | Q(passed_to=None, desk__in=held)
    return row(
        _at_desk(now).filter(theirs, desk__undertaking__in=seen),
        "desk_waits",
        who="asker",
        community_id=F("desk__undertaking__community_id"),
        about_id=F("desk_id"),
        number=F("pk"),
        title=F("title"),
        happened_at=F("at"),
    )


def _desk_people(community: Community, *, since: datetime, now: datetime) -> QuerySet[Any, Any]:
    waiting = _at_desk(now).filter(desk__undertaking__community=community)
    held = Shift.objects.filter(desk__in=waiting.values("desk"), starts_at__gt=since, starts_at__lte=now)
    return Person.objects.filter(
        Q(pk__in=held.values("person")) | Q(pk__in=waiting.filter(passed_to__isnull=False).values("passed_to"))
    ).values_list("pk", flat=True)


def _desk_waits(seen: Seen) -> Need:
    return seen.need(
        _("A question waits at the desk."),
        _("“%(title)s”. You have the desk this week, or it was passed on to you."),
        _("Answer it"),
        seen.url("desk_question", seen.one.about_id, seen.one.number),
    )


def _replied() -> QuerySet[Asked]:
    return Asked.objects.filter(
        answered_at__isnull=False, closed_at=None, asker__isnull=False, desk__undertaking__ended_at=None
    )


def _replied_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    seen = Undertaking.objects.visible_to(person).filter(community__in=communities)
    return row(
        _replied().filter(asker=person, answered_at__gt=since, desk__undertaking__in=seen),
        "desk_answered",
        community_id=F("desk__undertaking__community_id"),
        about_id=F("desk_id"),
        number=F("pk"),
        title=F("title"),
        happened_at=F("answered_at"),
    )


def _replied_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    found = _replied().filter(desk__undertaking__community=community, answered_at__gt=since)
    return found.values_list("asker_id", flat=True)


def _did_it_help(seen: Seen) -> Need:
    return seen.need(
        _("Did it help?"),
        _("“%(title)s” was answered at the desk. You close it, in one press."),
        _("Say what came of it"),
        f"{seen.url('desk_question', seen.one.about_id, seen.one.number)}#closing",
    )


def _outside_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    seen = Undertaking.objects.visible_to(person).under_way().filter(community__in=communities)
    waiting = OutsideQuestion.objects.filter(settled_at=None, confirmed_at__isnull=False)
    return row(
        waiting.filter(desk__undertaking__in=seen),
        "outside_waits",
        community_id=F("desk__undertaking__community_id"),
        about_id=F("desk_id"),
        title=F("title"),
        happened_at=F("confirmed_at"),
    )


def _outside(seen: Seen) -> Need:
    return seen.need(
        _("Somebody outside asks."),
        _("“%(title)s”. It stands nowhere until a steward lets it in."),
        _("Look at it"),
        seen.url("outside_waiting", seen.one.about_id),
    )


def _swap_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    seen = Undertaking.objects.visible_to(person).under_way().filter(community__in=communities)
    asked = Swap.objects.filter(
        wanted__person=person,
        given__starts_at__gt=since,
        wanted__starts_at__gt=since,
        given__desk__undertaking__in=seen,
    )
    return row(
        asked,
        "swap_asked",
        who="given__person",
        community_id=F("given__desk__undertaking__community_id"),
        about_id=F("given__desk_id"),
        title=F("given__desk__undertaking__title"),
        happened_at=F("at"),
    )


def _swap_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    found = Swap.objects.filter(given__desk__undertaking__community=community, given__starts_at__gt=since)
    return found.values_list("wanted__person_id", flat=True)


def _swap(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s asks whether you swap a week."),
        _("At “%(title)s”. It is between the two of you."),
        _("Say yes or no"),
        f"{seen.url('desk_rota', seen.one.about_id)}#weeks",
    )


def _of_question(one: Waiting) -> About:
    return frozenset([("asked", one.number)])


def _about(one: Waiting) -> About:
    return frozenset([("undertaking", one.about_id)])


LINES = (
    Line(
        "desk_waits",
        31,
        _desk_rows,
        _desk_waits,
        {"since": A_WEEK, "now": NOW},
        about=_of_question,
        whom=_desk_people,
    ),
    Line(
        "desk_answered",
        48,
        _replied_rows,
        _did_it_help,
        {"since": TOLD_FOR},
        about=_of_question,
        whom=_replied_people,
    ),
    Line("swap_asked", 33, _swap_rows, _swap, {"since": A_WEEK}, about=_about, whom=_swap_people),
    Line("outside_waits", 34, _outside_rows, _outside, about=_about, is_for_stewards=True),
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
