"""Persons and communities that changed are taken into the index by the worker."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import batched, chain

from django.db import connection, transaction
from django.db.models import Q

from commonplace.communities.models import Community
from commonplace.people.models import Affiliation, Person
from commonplace.search.index import Entry, keep
from commonplace.search.models import Progress
from commonplace.store.steps import Steps

# A change may be committed after a later one was read; so much is read again.
OVERLAP = timedelta(minutes=2)
_MERGING = Steps(least=10, most=200)  # pages


def catch_up(*, now: datetime) -> int:
    """Take in persons and communities changed since last time; how many there were."""
    changed = chain(people(_changed("people")), communities(_changed("communities")))
    taken, steps = 0, Steps()
    for some in batched(changed, 500, strict=False):
        steps.over(some, keep)
        taken += len(some)
    with transaction.atomic():
        for name in ("people", "communities"):
            Progress.objects.update_or_create(name=name, defaults={"until": now - OVERLAP})
    tidy()
    return taken


def tidy() -> bool:
    """Have SQLite put together parts of its index, a few pages at a time; whether there was anything to put together.

    What was written together is a part, and each search looks into each part: of a million posts filled at once, 21
    parts took three times as long as two. PostgreSQL's index has none.
    """
    if connection.vendor != "sqlite":
        return False
    return bool(_MERGING.take(_merge))


def _merge(pages: int) -> int:
    before = connection.connection.total_changes
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words(search_words, rank) VALUES ('merge', %s)", [pages])
    # The statement itself counts as one.
    return pages if connection.connection.total_changes - before > 1 else 0


def begin_anew() -> None:
    """Mark all parts of SQLite's index to be put into one, in which no word that was dropped is left."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_words(search_words, rank) VALUES ('merge', %s)", [-_MERGING.least])


def _changed(name: str) -> Q:
    """Rows changed since this was last read; all of them at first."""
    progress = Progress.objects.filter(name=name).first()
    if progress is None:
        return Q()
    return Q(changed_at__gt=progress.until)


def people_of(keys: Sequence[int]) -> Iterator[Entry]:
    """These persons as the index should know them."""
    return people(Q(pk__in=keys))


def communities_of(keys: Sequence[int]) -> Iterator[Entry]:
    """These communities as the index should know them."""
    return communities(Q(pk__in=keys))


def people(which: Q | None = None) -> Iterator[Entry]:
    """Persons as the index should know them."""
    found = Person.objects.filter(which or Q()).order_by("pk")
    for some in batched(found.iterator(chunk_size=500), 500, strict=False):
        yield from _people(list(some))


def communities(which: Q | None = None) -> Iterator[Entry]:
    """Communities as the index should know them."""
    for one in Community.objects.filter(which or Q()).order_by("pk").iterator(chunk_size=500):
        yield _community(one)


def _people(people: list[Person]) -> list[Entry]:
    places: dict[int, list[str]] = {}
    for person_id, organisation in Affiliation.objects.filter(person__in=people).values_list(
        "person_id", "organisation"
    ):
        places.setdefault(person_id, []).append(organisation)
    return [
        Entry(
            kind="person",
            object_id=person.pk,
            person_id=person.pk,
            title=person.name,
            body=" · ".join(
                filter(None, [person.craft, *places.get(person.pk, ()), person.ask_about, person.learning_about])
            ),
            happened_at=person.joined_at,
        )
        for person in people
    ]


def _community(community: Community) -> Entry:
    return Entry(
        kind="community",
        object_id=community.pk,
        title=community.name,
        body=" · ".join(filter(None, [community.domain, community.community, community.practice, community.opening])),
        happened_at=community.founded_at,
    )
