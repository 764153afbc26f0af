"""Somebody puts a thing on the agenda, others weigh and carry it, gatherings take it up, until it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.agenda.indexing import keep_in_index
from commonplace.agenda.models import Item, Kind, Review, Taken, Weight
from commonplace.communities import access, ledger
from commonplace.communities.models import Community, Space
from commonplace.communities.standing import LASTING
from commonplace.communities.stewards import NotASteward
from commonplace.communities.viewpoint import standing_of
from commonplace.gatherings.models import Gathering
from commonplace.leadership.groups import Group
from commonplace.leadership.models import Part
from commonplace.people.models import Person
from commonplace.store.locks import lock

WHAT = "agenda_item"
A_DAY = 10
MOST_WEIGHTS = 5  # that one person gives in one community, among what is open


class Unfit(ValueError):
    """They are no lasting member there, or do not read what stands there."""


class TooMany(ValueError):
    """More than one person puts there in a day."""


class AllGiven(ValueError):
    """Somebody for whom five things matter most already: if everything matters most, nothing does."""


class IsOver(ValueError):
    """Somebody has said what came of it."""


class NotTheirs(ValueError):
    """Only whoever put it there or carries it, agenda activists and stewards do this."""


def may_tend(person: Person | None, community: Community, *, now: datetime) -> bool:
    """Whether `person` keeps the agenda: as a steward, or as an agenda activist of this season; two queries at most."""
    standing = standing_of(person, community, now=now)
    if person is None or standing is None:
        return False
    if standing.is_steward:
        return True
    return Part.objects.for_season(community, now.date()).filter(person=person, group=Group.ACTIVISTS).exists()


def may_change(person: Person | None, item: Item, *, now: datetime) -> bool:
    """Whether `person` put it there, carries it or keeps the agenda."""
    if person is not None and person.pk in (item.by_id, item.carrier_id):
        return standing_of(person, item.community, now=now) is not None
    return may_tend(person, item.community, now=now)


def put(
    *,
    by: Person,
    space: Space,
    kind: Kind,
    title: str,
    why: str = "",
    form: str = "",
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Item:
    """Put an issue or inquiry on the agenda; sent twice it is one. Raises Unfit, TooMany."""
    now = at or timezone.now()
    if made := _already(Item, by, idempotency_key):
        return made
    item = Item(
        community=space.community,
        space=space,
        kind=kind,
        title=title,
        why=why,
        form=form,
        by=by,
        at=now,
        idempotency_key=idempotency_key or None,
    )

    def write() -> None:
        _require_lasting(by, space.community, now=now)
        if not Person.objects.filter(access.is_here_and_reads(space), pk=by.pk).exists():
            raise Unfit(by.pk)
        if Item.objects.filter(by=by, at__gt=now - timedelta(days=1)).count() >= A_DAY:
            raise TooMany(by.pk)
        item.save(force_insert=True)
        _record("put_on_agenda", by=by, item=item, at=now)
        keep_in_index(item.pk)

    return _once(item, by, write)


def change(*, by: Person, item: Item, kind: Kind, title: str, why: str, form: str, at: datetime | None = None) -> None:
    """Say it better. Raises NotTheirs, IsOver."""
    now = at or timezone.now()
    with transaction.atomic():
        standing = _open(item)
        if not may_change(by, standing, now=now):
            raise NotTheirs(item.pk)
        Item.objects.filter(pk=item.pk).update(kind=kind, title=title, why=why, form=form)
        _record("changed_agenda", by=by, item=standing, at=now)
        keep_in_index(item.pk)


def weigh(*, person: Person, item: Item, at: datetime | None = None) -> None:
    """Say that it is among what matters most to one; twice is once. Raises Unfit, IsOver, AllGiven."""
    now = at or timezone.now()
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        standing = _open(item)
        _require_lasting(person, standing.community, now=now)
        given = Weight.objects.filter(person=person, item__community=standing.community_id, item__ended_at=None)
        if given.filter(item=item).exists():
            return
        if given.count() >= MOST_WEIGHTS:
            raise AllGiven(person.pk)
        Weight.objects.create(item=item, person=person)


def weigh_no_more(*, person: Person, item: Item) -> None:
    """Take it back; of what has ended, too."""
    Weight.objects.filter(item=item, person=person).delete()


def carry(*, by: Person, item: Item, at: datetime | None = None) -> None:
    """See to it that something happens; in place of whoever did before, where one keeps the agenda.

    Raises Unfit, IsOver, NotTheirs.
    """
    now = at or timezone.now()
    with transaction.atomic():
        standing = _open(item)
        _require_lasting(by, standing.community, now=now)
        if standing.carrier_id == by.pk:
            return
        if standing.carrier_id is not None and not may_tend(by, standing.community, now=now):
            raise NotTheirs(item.pk)
        Item.objects.filter(pk=item.pk).update(carrier=by)
        _record("carried_agenda", by=by, item=standing, at=now)


def lay_down(*, by: Person, item: Item) -> None:
    """Carry it no more; nothing where one does not."""
    Item.objects.filter(pk=item.pk, carrier=by, ended_at=None).update(carrier=None)


def take_up(*, by: Person, item: Item, gathering: Gathering, at: datetime | None = None) -> None:
    """Have a gathering take it up. Raises NotTheirs, IsOver, Unfit where the gathering is another community's."""
    now = at or timezone.now()
    with transaction.atomic():
        standing = _open(item)
        if not may_change(by, standing, now=now):
            raise NotTheirs(item.pk)
        seen = Gathering.objects.visible_to(by).filter(community=standing.community_id, pk=gathering.pk)
        if not seen.exists():
            raise Unfit(gathering.pk)
        if Taken.objects.get_or_create(item=item, gathering=gathering)[1]:
            _record("took_up_agenda", by=by, item=standing, at=now)


def end(*, by: Person, item: Item, came_of: str, at: datetime | None = None) -> None:
    """Say what came of it, also where it is nothing; it leaves the agenda. Raises NotTheirs, IsOver."""
    now = at or timezone.now()
    with transaction.atomic():
        standing = _open(item)
        if not may_change(by, standing, now=now):
            raise NotTheirs(item.pk)
        Item.objects.filter(pk=item.pk).update(came_of=came_of, ended_at=now, ended_by=by)
        _record("ended_agenda", by=by, item=standing, at=now)
        keep_in_index(item.pk)


def reopen(*, by: Person, item: Item, at: datetime | None = None) -> None:
    """Put it on the agenda again; what was said of it stays to be read. Raises NotTheirs."""
    now = at or timezone.now()
    with transaction.atomic():
        if not may_change(by, item, now=now):
            raise NotTheirs(item.pk)
        if Item.objects.filter(pk=item.pk).exclude(ended_at=None).update(ended_at=None):
            _record("changed_agenda", by=by, item=item, at=now)


def review(
    *,
    by: Person,
    community: Community,
    served: str,
    comes_next: str = "",
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Review:
    """Write down what a season was good for, and what is next; sent twice it is one. Raises NotASteward from whoever
    does not keep the agenda.
    """
    now = at or timezone.now()
    if made := _already(Review, by, idempotency_key):
        return made
    row = Review(
        community=community,
        by=by,
        at=now,
        served=served,
        comes_next=comes_next,
        idempotency_key=idempotency_key or None,
    )

    def write() -> None:
        if not may_tend(by, community, now=now):
            raise NotASteward(by.pk)
        row.save(force_insert=True)
        ledger.record(verb="reviewed_season", person=by, community=community, at=now, what="season", what_id=row.pk)

    return _once(row, by, write)


def _once[Row: (Item, Review)](row: Row, by: Person, write: Callable[[], None]) -> Row:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        if made := _already(type(row), by, row.idempotency_key):
            return made
        raise
    return row


def _already[Row: (Item, Review)](model: type[Row], by: Person, key: str | None) -> Row | None:
    rows: Any = model.objects
    found: Row | None = rows.filter(by=by, idempotency_key=key).select_related("community").first() if key else None
    return found


def _open(item: Item) -> Item:
    """The item as it stands, kept to this transaction; raises IsOver."""
    found = lock(Item.objects.filter(pk=item.pk))
    if not found or found[0].is_over:
        raise IsOver(item.pk)
    found[0].community, found[0].space = item.community, item.space
    return found[0]


def _require_lasting(person: Person, community: Community, *, now: datetime) -> None:
    standing = standing_of(person, community, now=now)
    if standing is None or standing.standing not in LASTING:
        raise Unfit(person.pk)


def _record(verb: str, *, by: Person, item: Item, at: datetime) -> None:
    ledger.record(verb=verb, person=by, community=item.community, space=item.space, at=at, what=WHAT, what_id=item.pk)
