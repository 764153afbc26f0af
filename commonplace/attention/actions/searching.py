"""Searches that someone follows, and what is written that they find.

The ledger is read on, each deed once; what a search finds becomes a row in the transaction that moves the reader's
mark, so that each post is told once, wherever it is killed. Looking takes no lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonplace.attention.models import SearchFollow, SearchNotice
from commonplace.attention.queries import WRITING
from commonplace.attention.searches import FOUND_FOR, filters_of
from commonplace.communities.readers import Read, Reader
from commonplace.people.models import Person
from commonplace.search.models import SearchEntry
from commonplace.search.percolator import Percolator, has_words, is_of_what_is_written
from commonplace.search.queries import Filters
from commonplace.store.locks import lock

MOST: Final = 20
# Rows are kept longer than they are told, so that what is changed meanwhile is not told again.
KEPT_FOR: Final = FOUND_FOR + timedelta(days=30)
AT_ONCE: Final = 2_000


class NotToFollow(ValueError):
    """A search without words, or for people or communities alone."""


class TooMany(ValueError):
    """They follow as many searches as one may."""


def follow_search(*, person: Person, text: str, filters: Filters, at: datetime | None = None) -> SearchFollow:
    """Hear of what is written from now on that a search finds; asking twice is asking once. Nobody is told.

    When, and in which order, are left out. Raises NotToFollow and TooMany.
    """
    text = " ".join(text.split())
    if not has_words(text) or not is_of_what_is_written(filters):
        raise NotToFollow(text)
    asked = {
        "text": text,
        "community": filters.community,
        "kind": filters.kind,
        "topic": filters.topic,
        "writer": filters.writer,
        "state": filters.state,
        "whom_id": filters.person_id,
    }
    with transaction.atomic():
        # Of two asked for at once the second finds the first.
        lock(Person.objects.filter(pk=person.pk))
        theirs = SearchFollow.objects.filter(person=person)
        if (there := theirs.filter(**asked).first()) is not None:
            return there
        if theirs.count() >= MOST:
            raise TooMany(MOST)
        if filters.person_id and not Person.objects.filter(pk=filters.person_id).exists():
            raise NotToFollow(text)
        return SearchFollow.objects.create(person=person, since=at or timezone.now(), **asked)


def unfollow_search(*, person: Person, pk: int) -> SearchFollow | None:
    """Follow a search of one's own no more; gives it back, so that it can be followed again."""
    with transaction.atomic():
        found = SearchFollow.objects.filter(person=person, pk=pk).select_related("community").first()
        if found is not None:
            SearchFollow.objects.filter(pk=pk).delete()
    return found


# --- The reader of the ledger --------------------------------------------------------------------------------------


def ready(deeds: Sequence[Read]) -> list[SearchNotice]:
    """What followed searches find in what was written or changed: others' alone, and nothing from archives."""
    now = timezone.now()
    written = {
        deed.part_id
        for deed in deeds
        if deed.verb in (*WRITING, "edited")
        and deed.part_id
        and not deed.origin
        and not deed.reverses_id
        and deed.happened_at > now - FOUND_FOR
    }
    if not written:
        return []
    percolator = Percolator("post", written)
    return [
        SearchNotice(person_id=follow.person_id, follow=follow, post_id=entry.object_id, at=now)
        for follow, answers in _answers(percolator)
        for entry in percolator.findable(follow.person, filters_of(follow), answers)
    ]


def _answers(percolator: Percolator) -> Iterator[tuple[SearchFollow, list[SearchEntry]]]:
    follows = SearchFollow.objects.filter(person__is_active=True).select_related("person", "community")
    for follow in follows.order_by("pk").iterator(chunk_size=AT_ONCE):
        answers = [
            one
            for one in percolator.answering(follow.text, filters_of(follow))
            if one.person_id != follow.person_id and one.happened_at > follow.since
        ]
        if answers:
            yield follow, answers


def take(notices: Sequence[SearchNotice]) -> None:
    """Keep them, in the transaction in which the deeds are taken in; each post once for each person."""
    # Whoever follows no more since they were looked for hears nothing of it.
    there = set(SearchFollow.objects.filter(pk__in={one.follow_id for one in notices}).values_list("pk", flat=True))
    standing = [one for one in notices if one.follow_id in there]
    SearchNotice.objects.bulk_create(standing, batch_size=500, ignore_conflicts=True)


def forget_found(*, now: datetime) -> int:
    """Let go of what was found so long ago that nobody is told any more; tells how many rows went."""
    with transaction.atomic():
        old = Q(at__lte=now - KEPT_FOR)
        keys = list(SearchNotice.objects.filter(old).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        return SearchNotice.objects.filter(pk__in=keys).delete()[0]


SEARCHES = Reader("followed searches", take, order=62, most=50, ready=ready)
