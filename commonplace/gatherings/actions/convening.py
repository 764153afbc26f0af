"""Someone calls people together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Space
from commonplace.gatherings.actions.deeds import WHAT
from commonplace.gatherings.actions.indexing import keep_in_index
from commonplace.gatherings.confidence import at_least
from commonplace.gatherings.models import Gathering, Host, Series, State
from commonplace.gatherings.rooms import new_room
from commonplace.lib.zones import moment
from commonplace.people.models import Person

SHORTEST, LONGEST = 5, 60 * 24 * 14  # minutes
A_DAY = 30  # a series counts once


class ImpossibleTime(ValueError):
    """No gathering can be then: it would be over before it began, or so far away that nobody means it."""


class TooMany(ValueError):
    """More in a day than one person calls together in earnest."""


def require_room(person: Person, *, now: datetime) -> None:
    """Raise TooMany when `person` has called people together as often as a day holds."""
    lately = {"convener": person, "made_at__gt": now - timedelta(days=1)}
    alone = Gathering.objects.filter(series=None, **lately).count()
    if alone + Series.objects.filter(**lately).count() >= A_DAY:
        raise TooMany(person.pk)


@dataclass(frozen=True)
class Plan:
    """What is said of a gathering as it is convened or changed; `wall` is what clocks in `zone` show as it begins."""

    title: str
    wall: datetime
    zone: str
    minutes: int = 60
    purpose: str = ""
    place: str = ""
    link: str = ""
    # In a room of the operator's own, where there is a server for it.
    own_room: bool = False
    telephone: str = ""
    capacity: int | None = None
    prepare: str = ""
    confidence: str = Confidence.ORDINARY
    # Who holds it besides whoever convenes, and with which part.
    hosts: Sequence[tuple[Person, str]] = field(default_factory=tuple)

    @property
    def starts_at(self) -> datetime:
        """The moment at which it begins; raises `zones.NoSuchZone` and ImpossibleTime."""
        try:
            starts_at = moment(self.wall, self.zone)
            ends_at = starts_at + timedelta(minutes=self.minutes)
        except OverflowError as problem:
            raise ImpossibleTime(str(self.wall)) from problem
        if not SHORTEST <= self.minutes <= LONGEST or not 1 < starts_at.year < 9999 or ends_at <= starts_at:
            raise ImpossibleTime(f"{self.wall} for {self.minutes} minutes")
        return starts_at

    @property
    def ends_at(self) -> datetime:
        """The moment at which it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)


def convene(
    *,
    by: Person,
    space: Space,
    plan: Plan,
    idempotency_key: str | None = None,
    at: datetime | None = None,
    origin: str = "",
    state: State = State.CONVENED,
) -> Gathering:
    """Convene a gathering, or one whose date is open; sent twice with the same `idempotency_key` it is one.

    Raises `zones.NoSuchZone` and ImpossibleTime.
    """
    at = at or timezone.now()
    if made := _already(by, idempotency_key):
        return made
    gathering = written(by=by, space=space, plan=plan, at=at, origin=origin)
    gathering.idempotency_key, gathering.state = idempotency_key or None, state
    try:
        with transaction.atomic():
            gathering.save(force_insert=True)
            seat_hosts(gathering, plan.hosts)
            ledger.record(
                verb="convened",
                person=by,
                community=gathering.community,
                space=space,
                at=at,
                what=WHAT,
                what_id=gathering.pk,
                origin=origin,
            )
            keep_in_index([gathering])
    except IntegrityError:
        if made := _already(by, idempotency_key):
            return made
        raise
    return gathering


def written(*, by: Person | None, space: Space, plan: Plan, at: datetime, origin: str = "") -> Gathering:
    """The row of a gathering about to be made, its moments told by the rules of today."""
    return Gathering(
        community=space.community,
        space=space,
        convener=by,
        made_at=at,
        changed_at=at,
        origin=origin,
        **said_in(plan, space),
    )


def said_in(plan: Plan, space: Space, *, room: str = "") -> dict[str, object]:
    """The columns of a gathering that a plan fills; never looser in confidence than the space is.

    `room` is the one that it has, which it keeps where it is still to have one.
    """
    return {
        "title": plan.title,
        "purpose": plan.purpose,
        "wall_on": plan.wall.date(),
        "wall_time": plan.wall.time(),
        "zone": plan.zone,
        "minutes": plan.minutes,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "place": plan.place,
        "link": plan.link,
        "room": (room or new_room()) if plan.own_room else "",
        "telephone": plan.telephone,
        "capacity": plan.capacity,
        "prepare": plan.prepare,
        "confidence": at_least(plan.confidence, of_space=space.confidence),
    }


def seat_hosts(gathering: Gathering, hosts: Sequence[tuple[Person, str]]) -> None:
    """Have these and no others hold it, besides whoever convened it."""
    gathering.hosts.exclude(person__in=[person.pk for person, _part in hosts]).delete()
    for person, part in hosts:
        Host.objects.update_or_create(gathering=gathering, person=person, defaults={"part": part})


def _already(by: Person, idempotency_key: str | None) -> Gathering | None:
    if not idempotency_key:
        return None
    return Gathering.objects.filter(convener=by, idempotency_key=idempotency_key).select_related("community").first()
