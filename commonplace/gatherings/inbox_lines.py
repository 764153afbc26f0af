"""What waits in gatherings: being asked by name or when one can, choosing the time, and saying who was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.doors import Confidence
from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community, Membership
from commonplace.gatherings.by_link import path_for
from commonplace.gatherings.inbox_of_stewards import OF_STEWARDS
from commonplace.gatherings.models import Answer, Gathering, Host, Poll, PollVote, State
from commonplace.gatherings.models.gathering import GatheringQuerySet
from commonplace.people.models import Person

NOW = timedelta(0)
TOLD_FOR = timedelta(days=14)


def _asked() -> QuerySet[Answer]:
    return Answer.objects.filter(
        says=Answer.Says.NOTHING, asked_at__isnull=False, person__isnull=False, gathering__state=State.CONVENED
    )


def _asked_rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    # Asked here, and not of every row afterwards: Today has no query to spare.
    seen = Gathering.objects.visible_to(person).filter(community__in=communities, ends_at__gt=now)
    asked = _asked().filter(person=person, gathering__in=seen)
    return row(
        asked,
        "gathering_asks",
        who="asked_by",
        community_id=F("gathering__community_id"),
        about_id=F("gathering_id"),
        title=F("gathering__title"),
        happened_at=F("asked_at"),
        words=F("gathering__confidence"),
    )


def _asked_people(community: Community, *, now: datetime) -> QuerySet[Any, Any]:
    asked = _asked().filter(gathering__community=community, gathering__ends_at__gt=now)
    return asked.values_list("person_id", flat=True)


def _asks(seen: Seen) -> Need:
    # It may stand in a letter, which tells no title of what is sealed.
    if seen.one.words == Confidence.SEALED:
        why = _("A seat may be kept for you; one press says yes or no.")
    else:
        why = _("“%(title)s”. One press says yes or no.")
    need = seen.need(
        _("%(name)s asks whether you come."), why, _("Say whether you come"), seen.url("gathering", seen.one.about_id)
    )
    return _by_link(need, seen)


def _by_link(need: Need, seen: Seen) -> Need:
    """The same, where letters lead to a page on which one answers without signing in."""
    assert seen.viewpoint.person is not None  # it waits for somebody
    return replace(need, letter_url=path_for(seen.one.about_id, person=seen.viewpoint.person.pk))


def _polls(now: datetime) -> QuerySet[Poll]:
    return Poll.objects.filter(gathering__state=State.DRAFT, chosen=None, closes_at__gt=now)


def _poll_rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    seen = Gathering.objects.visible_to(person).filter(community__in=communities, state=State.DRAFT)
    said = PollVote.objects.filter(time__poll=OuterRef("pk"), person=person)
    by_name = Answer.objects.filter(gathering=OuterRef("gathering"), person=person, asked_at__isnull=False)
    polls = _polls(now).filter(Q(asks_everyone=True) | Exists(by_name), ~Exists(said), gathering__in=seen)
    return row(
        polls.exclude(gathering__convener=person),
        "gathering_when",
        who="by",
        community_id=F("gathering__community_id"),
        about_id=F("gathering_id"),
        title=F("gathering__title"),
        happened_at=F("asked_at"),
        words=F("gathering__confidence"),
    )


def _poll_people(community: Community, *, now: datetime) -> QuerySet[Any, Any]:
    """Everyone who is asked; who of them sees it is asked for each."""
    polls = _polls(now).filter(gathering__community=community)
    by_name = Answer.objects.filter(gathering__poll__in=polls, asked_at__isnull=False).values("person")
    here = Membership.objects.current(now).filter(
        Exists(polls.filter(asks_everyone=True)) | Q(person__in=by_name), community=community
    )
    return here.values_list("person_id", flat=True)


def _when(seen: Seen) -> Need:
    if seen.one.words == Confidence.SEALED:
        why = _("Its date is open; say of each time whether you can.")
    else:
        why = _("“%(title)s”. Its date is open; say of each time whether you can.")
    url = f"{seen.url('gathering', seen.one.about_id)}#when"
    return _by_link(seen.need(_("%(name)s asks when you can."), why, _("Say when you can"), url), seen)


def _closed_rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    mine = Q(convener=person) | Q(pk__in=Host.objects.filter(person=person).values("gathering"))
    open_dated = Gathering.objects.visible_to(person).filter(mine, community__in=communities, state=State.DRAFT)
    return row(
        open_dated.filter(poll__closes_at__lte=now),
        "gathering_to_date",
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("title"),
        happened_at=F("poll__closes_at"),
        words=F("confidence"),
    )


def _closed_people(community: Community, *, now: datetime) -> QuerySet[Any, Any]:
    closed = Gathering.objects.filter(community=community, state=State.DRAFT, poll__closes_at__lte=now)
    return closed.exclude(convener=None).values_list("convener_id", flat=True)


def _to_date(seen: Seen) -> Need:
    if seen.one.words == Confidence.SEALED:
        why = _("Nobody is asked any more when they can; one of the times can be chosen.")
    else:
        why = _("Nobody is asked any more when they can come to “%(title)s”; one of the times can be chosen.")
    return seen.need(_("When is it?"), why, _("Choose the time"), seen.url("choosing", seen.one.about_id))


def _held(since: datetime, now: datetime) -> GatheringQuerySet:
    return Gathering.objects.convened().filter(attendance_at=None, ends_at__lte=now, ends_at__gt=since)


def _attendance_rows(
    *, person: Person, communities: Sequence[int], since: datetime, now: datetime
) -> QuerySet[Any, Any]:
    mine = Q(convener=person) | Q(pk__in=Host.objects.filter(person=person).values("gathering"))
    return row(
        _held(since, now).visible_to(person).filter(mine, community__in=communities),
        "attendance",
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("title"),
        happened_at=F("ends_at"),
        words=F("confidence"),
    )


def _attendance_people(community: Community, *, since: datetime, now: datetime) -> QuerySet[Any, Any]:
    return _held(since, now).filter(community=community, convener__isnull=False).values_list("convener_id", flat=True)


def _attendance(seen: Seen) -> Need:
    sealed = seen.one.words == Confidence.SEALED
    return seen.need(
        _("Who was there?"),
        _("Coming is taking part, and it counts once you say who came.")
        if sealed
        else _("“%(title)s” is over. Coming is taking part, and it counts once you say who came."),
        _("Say who was there"),
        seen.url("attendance", seen.one.about_id),
    )


def _about(one: Waiting) -> About:
    return frozenset([("gathering", one.about_id)])


LINES = (
    *OF_STEWARDS,
    Line("gathering_asks", 30, _asked_rows, _asks, {"now": NOW}, about=_about, whom=_asked_people),
    Line("gathering_when", 31, _poll_rows, _when, {"now": NOW}, about=_about, whom=_poll_people),
    Line("gathering_to_date", 32, _closed_rows, _to_date, {"now": NOW}, about=_about, whom=_closed_people),
    Line(
        "attendance",
        46,
        _attendance_rows,
        _attendance,
        {"since": TOLD_FOR, "now": NOW},
        about=_about,
        whom=_attendance_people,
    ),
)
