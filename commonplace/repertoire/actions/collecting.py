"""Resources are put together in an order, with a few words to each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.repertoire.actions.deeds import record
from commonplace.repertoire.actions.indexing import keep_collections
from commonplace.repertoire.actions.rights import IsGone, require_tending
from commonplace.repertoire.lengths import MAX_GOOD_FOR, MAX_TITLE
from commonplace.repertoire.models import Collection, Resource, Stop
from commonplace.search.index import drop
from commonplace.store.locks import lock

A_DAY = 20
MOST_STOPS = 100


class TooMany(ValueError):
    """More than one person begins in a day, or than one way has stops."""


def collect(
    *,
    by: Person,
    space: Space,
    title: str,
    good_for: str = "",
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Collection:
    """Begin a collection; sent twice it is one. Raises TooMany."""
    at = at or timezone.now()
    if made := _already(by, idempotency_key):
        return made
    if Collection.objects.filter(kept_by=by, kept_at__gt=at - timedelta(days=1)).count() >= A_DAY:
        raise TooMany(by.pk)
    made = Collection(
        community=space.community,
        space=space,
        title=one_line(title)[:MAX_TITLE],
        good_for=one_line(good_for)[:MAX_GOOD_FOR],
        kept_by=by,
        kept_at=at,
        changed_at=at,
        idempotency_key=idempotency_key or None,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            record("collected", by=by, what=made, at=at)
            keep_collections(made.pk)
    except IntegrityError:
        if again := _already(by, idempotency_key):
            return again
        raise
    return made


def _already(by: Person, idempotency_key: str | None) -> Collection | None:
    if not idempotency_key:
        return None
    found = Collection.objects.filter(kept_by=by, idempotency_key=idempotency_key)
    return found.select_related("community", "space").first()


def say_otherwise(*, by: Person, collection: Collection, title: str, good_for: str, at: datetime | None = None) -> None:
    """Call it otherwise, or say otherwise what it is for. Raises NotTheirs."""
    with _held(by, collection) as here:
        here.title, here.good_for = one_line(title)[:MAX_TITLE], one_line(good_for)[:MAX_GOOD_FOR]
        here.save(update_fields=["title", "good_for"])
        _changed(here, at)


def put_in(
    *, by: Person, collection: Collection, resource: Resource, words: str = "", at: datetime | None = None
) -> Stop:
    """Put a resource at its end, or say otherwise why it stands there. Raises NotTheirs and TooMany."""
    with _held(by, collection) as here:
        stops = Stop.objects.filter(collection=here)
        if stops.count() >= MOST_STOPS:
            raise TooMany(here.pk)
        last = stops.aggregate(last=Max("position"))["last"] or 0
        said = one_line(words)[:400]
        stop, _new = Stop.objects.update_or_create(
            collection=here,
            resource=resource,
            defaults={"words": said},
            create_defaults={"words": said, "position": last + 1},
        )
        _changed(here, at)
    return stop


def take_out(*, by: Person, collection: Collection, stop: Stop, at: datetime | None = None) -> None:
    """Take a resource out of it; it stays on the shelf. Raises NotTheirs."""
    with _held(by, collection) as here:
        Stop.objects.filter(pk=stop.pk, collection=here).delete()
        _changed(here, at)


def move_up(*, by: Person, collection: Collection, stop: Stop, at: datetime | None = None) -> None:
    """Have it come one earlier; the first stays the first. Raises NotTheirs."""
    with _held(by, collection) as here:
        stops = Stop.objects.filter(collection=here)
        found = stops.filter(pk=stop.pk).first()
        before = stops.filter(position__lt=found.position).order_by("-position").first() if found else None
        if found is None or before is None:
            return
        stops.filter(pk=found.pk).update(position=before.position)
        stops.filter(pk=before.pk).update(position=F("position") + (found.position - before.position))
        _changed(here, at)


def give_up(*, by: Person, collection: Collection) -> None:
    """Give a collection up; what is in it stays on the shelf. Raises NotTheirs."""
    with _held(by, collection) as here:
        drop("collection", [here.pk])
        here.delete()


@contextmanager
def _held(by: Person, collection: Collection) -> Iterator[Collection]:
    """The collection as it stands, kept to this transaction; raises NotTheirs and IsGone."""
    require_tending(by, collection)
    with transaction.atomic():
        found = lock(Collection.objects.filter(pk=collection.pk))
        if not found:
            raise IsGone(collection.pk)
        found[0].community, found[0].space = collection.community, collection.space
        yield found[0]


def _changed(here: Collection, at: datetime | None) -> None:
    Collection.objects.filter(pk=here.pk).update(changed_at=at or timezone.now())
    keep_collections(here.pk)
