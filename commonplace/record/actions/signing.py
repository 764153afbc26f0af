"""The house signs a record, says of one that it was taken back, and changes the key with which it signs each year."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from commonplace.people.models import Person
from commonplace.people.proof import Unproven, is_unproven
from commonplace.record.actions.sharing import NothingChosen
from commonplace.record.credential import credential, make_pair, sign
from commonplace.record.models import Line, Signed, SigningKey
from commonplace.record.queries.lines import told
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped

__all__ = ["NothingChosen", "TooManySigned", "Unproven", "rotate", "sign_record", "take_back"]
SIGNS_FOR: Final = timedelta(days=365)
MOST_SIGNED: Final = 50


class TooManySigned(ValueError):
    """More signed copies than anyone can look after; what was taken back counts too, since it is said to be."""


def sign_record(
    *,
    by: Person,
    lines: Collection[int],
    note: str = "",
    ends_on: date | None = None,
    at: datetime | None = None,
) -> tuple[Signed, str]:
    """Sign the chosen lines behind which something stands today; the file is kept nowhere.

    Raises NothingChosen, TooManySigned, Unproven.
    """
    now = at or timezone.now()
    key = signing_key(now=now)
    chosen = list(Line.objects.filter(person=by, pk__in=lines).select_related("community"))
    said = told(chosen, of=by, to=None)
    if not said:
        raise NothingChosen(by.pk)
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        if is_unproven(by):
            raise Unproven(by.pk)
        if Signed.objects.filter(person=by).count() >= MOST_SIGNED:
            raise TooManySigned(by.pk)
        signed = Signed.objects.create(person=by, key=key, note=note, ends_on=ends_on, made_at=now)
    urls = {one.line.pk: one.url for one in said}
    return signed, sign(credential(signed, by.name, said, urls=urls), signed, private=key.private)


def take_back(*, by: Person, signed: Signed, at: datetime | None = None) -> None:
    """Say to whoever verifies it that it holds no more."""
    rows = Signed.objects.filter(pk=signed.pk, person=by, taken_back_at=None)
    rows.update(taken_back_at=at or timezone.now())


def let_hold(*, by: Person, signed: Signed) -> None:
    """Let it hold again: it was taken back a moment ago."""
    Signed.objects.filter(pk=signed.pk, person=by).update(taken_back_at=None)


def signing_key(*, now: datetime) -> SigningKey:
    """The key that signs, made where there is none yet; of two that are made at once the first stays."""
    found = SigningKey.objects.filter(signs=True).first()
    if found is None:
        pair = make_pair()
        row = SigningKey(name=pair.name, public=pair.public, private=pair.private, made_at=now)
        SigningKey.objects.bulk_create([row], ignore_conflicts=True)
        found = SigningKey.objects.get(signs=True)
    return found


def rotate(*, now: datetime) -> bool:
    """Once its year is over, have another key sign; what the old one signed stays verifiable. Whether it was."""
    if not SigningKey.objects.filter(signs=True, made_at__lte=now - SIGNS_FOR).exists():
        return False
    pair = make_pair()
    with transaction.atomic():
        if not lock(SigningKey.objects.filter(signs=True, made_at__lte=now - SIGNS_FOR)):
            return False
        SigningKey.objects.filter(signs=True).update(signs=False, private="")
        SigningKey.objects.create(name=pair.name, public=pair.public, private=pair.private, made_at=now)
        to_be_wiped(now=now)
    return True
