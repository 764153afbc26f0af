"""An undertaking begins, others take a hand in it, and it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.models import Space
from commonplace.people.models import Person
from commonplace.undertakings.actions.deeds import record, take_back
from commonplace.undertakings.actions.indexing import keep_in_index
from commonplace.undertakings.actions.rights import held_still, require_hand
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Hand, Undertaking

A_DAY = 10
MOST_HANDS = 100


class TooMany(ValueError):
    """More than one person begins in a day, or than can carry one thing."""


class Unfit(ValueError):
    """They have no standing there, or do not read what stands there."""


def require_room(person: Person, *, now: datetime) -> None:
    """Raise TooMany when `person` has begun as much as a day holds."""
    lately = Undertaking.objects.filter(begun_by=person, begun_at__gt=now - timedelta(days=1))
    if lately.count() >= A_DAY:
        raise TooMany(person.pk)


def begin(
    *,
    by: Person,
    space: Space,
    kind: Kind,
    title: str,
    purpose: str = "",
    make: Callable[[Undertaking], object],
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Undertaking:
    """Begin an undertaking, of which `make` writes what is special to its kind; sent twice it is one."""
    at = at or timezone.now()
    if made := _already(by, idempotency_key):
        return made
    row = Undertaking(
        community=space.community,
        space=space,
        kind=kind,
        title=title,
        purpose=purpose,
        begun_by=by,
        begun_at=at,
        changed_at=at,
        idempotency_key=idempotency_key or None,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            make(row)
            record("began_undertaking", by=by, undertaking=row, at=at)
            keep_in_index(row.pk)
    except IntegrityError:
        if made := _already(by, idempotency_key):
            return made
        raise
    return row


def _already(by: Person, idempotency_key: str | None) -> Undertaking | None:
    if not idempotency_key:
        return None
    return Undertaking.objects.filter(begun_by=by, idempotency_key=idempotency_key).select_related("community").first()


def take_hand(*, person: Person, undertaking: Undertaking, part: str = "", at: datetime | None = None) -> Hand:
    """Carry it with those who do; doing so twice is once. Raises IsOver, Unfit and TooMany."""
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_still(undertaking)
        if not Person.objects.filter(access.is_here_and_reads(undertaking.space), pk=person.pk).exists():
            raise Unfit(person.pk)
        if standing.hands.count() >= MOST_HANDS:
            raise TooMany(undertaking.pk)
        (hand, is_new) = Hand.objects.get_or_create(
            undertaking=standing, person=person, defaults={"part": part, "since": at}
        )
        if is_new:
            record("took_hand", by=person, undertaking=standing, at=at)
    return hand


def let_go(*, person: Person, undertaking: Undertaking, at: datetime | None = None) -> None:
    """Carry it no more."""
    at = at or timezone.now()
    with transaction.atomic():
        if Hand.objects.filter(undertaking=undertaking, person=person).delete()[0]:
            take_back("took_hand", by=person, undertaking=undertaking, at=at)


def end(*, by: Person, undertaking: Undertaking, at: datetime | None = None) -> None:
    """End it; what it left behind stays. Ending it twice is ending it once. Raises NotTheirs."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        if Undertaking.objects.filter(pk=undertaking.pk, ended_at=None).update(ended_at=at, changed_at=at):
            record("ended_undertaking", by=by, undertaking=undertaking, at=at)


def changed(undertaking: Undertaking, *, at: datetime) -> None:
    """Move it to the front of the list."""
    Undertaking.objects.filter(pk=undertaking.pk, changed_at__lt=at).update(changed_at=at)
