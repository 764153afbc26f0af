"""At the table: sitting down, leaving, the floor, and small groups. Looking is not sitting."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import SystemRandom  # nosemgrep: guessable  # the system’s own dice
from secrets import compare_digest, token_urlsafe

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from commonplace.communities.models import Membership
from commonplace.gatherings.actions.rights import NotTheirs, require_hand
from commonplace.gatherings.models import Host
from commonplace.people.models import Affiliation, Person
from commonplace.runs.actions.stepping import IsOver, changed, held_still
from commonplace.runs.grouping import How, Sitter, grouped
from commonplace.runs.models import Run, Seat

MOST_SEATS = 1000
MOST_GUESTS = 300
NEW_FOR = timedelta(days=90)
__all__ = ["DoorShut", "IsOver", "NotTheirs", "TableFull"]


class TableFull(ValueError):
    """As many sit there as can."""


class DoorShut(ValueError):
    """The link on the wall opens nothing any more."""


def sit(*, run: Run, person: Person, by_link: bool = False, at: datetime | None = None) -> Seat:
    """Sit down, once however often it is said; `by_link` for who has not signed in. Raises IsOver and TableFull."""
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_still(run)
        seat = run.seats.filter(person=person).first()
        if seat is None:
            if run.seats.count() >= MOST_SEATS:
                raise TableFull(run.pk)
            part = Host.objects.filter(gathering=run.gathering_id, person=person).values_list("part", flat=True).first()
            seat = Seat.objects.create(run=run, person=person, part=part or "", sat_at=at)
            changed(standing, at=at)
        if by_link and not seat.secret:
            seat.secret = token_urlsafe(18)
            seat.save(update_fields=["secret"])
    return seat


def sit_as_guest(*, run: Run, wall: str | None, name: str, at: datetime | None = None) -> Seat:
    """Sit down as a guest, under a name of one's own, for as long as it lasts; raises IsOver, DoorShut, TableFull.

    `wall` is the word of the link by which they came, and None for whoever was asked by a letter of their own.
    """
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_still(run)
        if wall is not None and not (standing.wall and compare_digest(standing.wall.encode(), wall.encode())):
            raise DoorShut(run.pk)
        if run.seats.filter(person=None).count() >= MOST_GUESTS:
            raise TableFull(run.pk)
        seat = Seat.objects.create(run=run, name=name, secret=token_urlsafe(18), sat_at=at)
        changed(standing, at=at)
    return seat


def rise(*, seat: Seat, at: datetime | None = None) -> None:
    """Leave quietly; raises IsOver."""
    with transaction.atomic():
        standing = held_still(seat.run)
        seat.delete()
        changed(standing, at=at or timezone.now())


def send_out(*, seat: Seat, by: Person, at: datetime | None = None) -> None:
    """Have a guest go who has no business here; raises NotTheirs and IsOver. A member has a standing, and stays."""
    require_hand(by, seat.run.gathering)
    if seat.person_id is not None:
        raise NotTheirs(seat.pk)
    rise(seat=seat, at=at)


def ask_for_floor(*, seat: Seat, wants: bool, at: datetime | None = None) -> None:
    """Say that one would like to speak, or would not any more; raises IsOver."""
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_still(seat.run)
        rows = Seat.objects.filter(pk=seat.pk)
        # Asking twice does not lose one's place.
        if rows.filter(wants_at=None).update(wants_at=at) if wants else rows.update(wants_at=None):
            changed(standing, at=at)


def give_floor(*, seat: Seat, by: Person, at: datetime | None = None) -> None:
    """Give somebody the floor; twice is once. Raises NotTheirs and IsOver."""
    require_hand(by, seat.run.gathering)
    with transaction.atomic():
        standing = held_still(seat.run)
        run = seat.run
        if run.seats.filter(pk=seat.pk, is_speaking=True).exists():
            return
        run.seats.filter(is_speaking=True).update(is_speaking=False)
        run.seats.filter(pk=seat.pk).update(is_speaking=True, spoke=F("spoke") + 1, wants_at=None)
        changed(standing, at=at or timezone.now())


def take_floor_back(*, run: Run, by: Person, at: datetime | None = None) -> None:
    """Nobody has the floor; raises NotTheirs and IsOver."""
    require_hand(by, run.gathering)
    with transaction.atomic():
        standing = held_still(run)
        run.seats.update(is_speaking=False)
        changed(standing, at=at or timezone.now())


def put_in_groups(*, run: Run, by: Person, how: How | None, size: int = 3, at: datetime | None = None) -> int:
    """Put everyone at the table into small groups, or with None bring them back; how many groups there are.

    Raises NotTheirs and IsOver.
    """
    at = at or timezone.now()
    require_hand(by, run.gathering)
    with transaction.atomic():
        standing = held_still(run)
        groups = grouped(_sitters(run, now=at), size=size, how=how, dice=SystemRandom()) if how is not None else []
        run.seats.update(group=None)
        for number, keys in enumerate(groups, start=1):
            run.seats.filter(pk__in=keys).update(group=number)
        changed(standing, at=at)
    return len(groups)


def _sitters(run: Run, *, now: datetime) -> list[Sitter]:
    seats = list(run.seats.order_by("pk"))
    people = [one.person_id for one in seats if one.person_id is not None]
    units = {one.person_id: str(one) for one in Affiliation.objects.filter(person__in=people).order_by("is_main", "pk")}
    here = Membership.objects.current().filter(community=run.gathering.community_id, person__in=people)
    since = dict(here.order_by("pk").values_list("person_id", "joined_at"))
    # A guest is new here, and of another house.
    return [
        Sitter(
            one.pk,
            units.get(one.person_id, "") if one.person_id else "",
            one.person_id is None or now - since.get(one.person_id, now) < NEW_FOR,
        )
        for one in seats
    ]
