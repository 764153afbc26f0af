"""What entries mean, where the operator names a service that tells: like things are then found without a common word.

The worker asks it about openings, and keeps its vectors. Of a title that somebody is writing it is asked within a
second, and what does not come in time changes nothing, as where no service is named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from time import monotonic
from typing import Final

import numpy as np
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models import Exists, OuterRef

from commonplace.communities.models import Community
from commonplace.lib.embedding import NoVectors, Refused, Service, Vectors, service_at
from commonplace.lib.likeness import above_average, by_both, standing_out
from commonplace.people.models import Person
from commonplace.search.candidates import Key, Looking, seen
from commonplace.search.findable import told_of
from commonplace.search.models import EntryQuerySet, Meaning, SearchEntry
from commonplace.store.locks import lock

SAID: Final = 800  # characters of an entry: small models read no more
AT_ONCE: Final = 8  # texts that are asked about together
IN_A_ROUND: Final = 60.0  # seconds
SECONDS: Final = 1.0  # while somebody writes
AWAY: Final = 60  # seconds in which a service that did not answer is not asked again by pages
AMONG: Final = 4_000  # entries, the latest
_EACH: Final = 2  # bytes
_AWAY: Final = "embeddings:away"


def service_here() -> Service | None:
    """The service that the operator names, None where none is."""
    return service_at(
        settings.EMBEDDINGS_URL,
        model=settings.EMBEDDINGS_MODEL,
        key=settings.EMBEDDINGS_KEY,
        is_inside_too=settings.EMBEDDINGS_INSIDE,
    )


def take_in(*, now: datetime) -> int:
    """Let go of what may be told no more, and ask about what is new; how many were told. Where the service is away, the
    next round goes on.
    """
    service = service_here()
    if service is None:
        Meaning.objects.all().delete()
        return 0
    theirs = Meaning.objects.filter(made_by=service.made_by, entry__in=SearchEntry.objects.told_to_machines())
    Meaning.objects.exclude(pk__in=theirs.values("pk")).delete()
    taken, below, ends = 0, 2**62, monotonic() + IN_A_ROUND
    while monotonic() < ends:
        rows = list(_without().filter(pk__lt=below).order_by("-pk")[:AT_ONCE])
        if not rows:
            break
        below = rows[-1].pk
        try:
            taken += _ask(service, _may_be_told(rows))
        except NoVectors:
            break
    return taken


def _without() -> EntryQuerySet:
    has_one = Exists(Meaning.objects.filter(entry=OuterRef("pk")))
    return SearchEntry.objects.told_to_machines().filter(~has_one)


def _may_be_told(rows: Sequence[SearchEntry]) -> list[SearchEntry]:
    keys: dict[str, list[int]] = {}
    for one in rows:
        keys.setdefault(one.kind, []).append(one.object_id)
    told = {kind: told_of(kind, those) for kind, those in keys.items()}
    return [one for one in rows if one.object_id in told[one.kind]]


def _ask(service: Service, rows: Sequence[SearchEntry]) -> int:
    """Nobody waits while another machine is asked: what changed meanwhile is asked about in another round."""
    if not rows:
        return 0
    vectors = _vectors(service, [said_of(one) for one in rows])
    with transaction.atomic():
        lock(SearchEntry.objects.filter(pk__in=[one.pk for one in rows]))
        there = SearchEntry.objects.told_to_machines().filter(pk__in=[one.pk for one in rows])
        now = {one.pk: said_of(one) for one in _may_be_told(list(there))}
        made = [
            Meaning(entry=one, made_by=service.made_by, vector=vector)
            for one, vector in zip(rows, vectors, strict=True)
            if now.get(one.pk) == said_of(one)
        ]
        Meaning.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def said_of(entry: SearchEntry) -> str:
    """What the service hears of an entry."""
    return f"{entry.title}\n{entry.body}"[:SAID]


def _vectors(service: Service, texts: Sequence[str]) -> list[bytes]:
    """A vector of each as it is kept, an empty one of what it refused though it took others. Raises NoVectors."""
    try:
        return [_kept(vector) for vector in service.vectors(texts)]
    except Refused:
        found = [_vector_or_none(service, one) for one in texts]
    if not any(found):
        raise NoVectors("it takes none")
    return found


def _vector_or_none(service: Service, text: str) -> bytes:
    try:
        return _kept(service.vectors([text])[0])
    except Refused:
        return b""


def _kept(vector: Vectors) -> bytes:
    return vector.astype("<f2").tobytes()


def reordered(person: Person, community: Community, title: str, order: Sequence[Key]) -> list[int]:
    """Entries that were found by the words of a title, and such as mean the same, those most like it first; as they
    stand where the service says nothing. Two queries more.
    """
    found = {pk: float(weight) for weight, pk in order}
    near = _near(community, title, found)
    others = [pk for pk in near if pk not in found]
    known = {*found, *(one.pk for one in seen(Looking(person), others))}
    return by_both(found, near, known) if near else list(found)


def _near(community: Community, title: str, of: Collection[int]) -> Mapping[int, float]:
    """How far above the average these entries, and those that stand out, are like a title: in standard deviations."""
    service, cache = service_here(), caches["house"]
    if service is None or cache.get(_AWAY):
        return {}
    rows = Meaning.objects.filter(entry__community=community, made_by=service.made_by)
    try:
        asked = service.vectors([title], seconds=SECONDS)[0]
    except NoVectors:
        cache.set(_AWAY, True, AWAY)
        return {}
    told = rows.order_by("-entry_id").values_list("entry_id", "vector")[:AMONG]
    kept = [(pk, bytes(vector)) for pk, vector in told if len(vector) == asked.size * _EACH]
    if not kept:
        return {}
    vectors = np.frombuffer(b"".join(one for _pk, one in kept), "<f2").reshape(len(kept), -1).astype(np.float32)
    above = dict(zip((pk for pk, _vector in kept), above_average(vectors, asked).tolist(), strict=True))
    return {pk: above[pk] for pk in {*standing_out(above), *of} if pk in above}
