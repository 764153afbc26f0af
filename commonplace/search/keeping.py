"""Reading on: persons and communities that changed are taken into the index by the worker."""

from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Q

from commonplace.communities.models import Community
from commonplace.people.models import Affiliation, Person
from commonplace.search.index import Entry, keep
from commonplace.search.models import Progress

# A change may be committed after a later one was read; so much is read again.
OVERLAP = timedelta(minutes=2)


def catch_up(*, now: datetime) -> int:
    """Take in persons and communities changed since last time; how many there were."""
    people = Person.objects.filter(_changed("people")).order_by("pk")
    communities = Community.objects.filter(_changed("communities")).order_by("pk")
    taken = 0
    for some in batched(people.iterator(chunk_size=500), 500, strict=False):
        keep(_people(list(some)))
        taken += len(some)
    for few in batched(communities.iterator(chunk_size=500), 500, strict=False):
        keep(_community(one) for one in few)
        taken += len(few)
    with transaction.atomic():
        for name in ("people", "communities"):
            Progress.objects.update_or_create(name=name, defaults={"until": now - OVERLAP})
    return taken


def _changed(name: str) -> Q:
    """Rows changed since this was last read; all of them at first."""
    progress = Progress.objects.filter(name=name).first()
    if progress is None:
        return Q()
    return Q(changed_at__gt=progress.until)


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
        body=" ".join(filter(None, [community.domain, community.community, community.practice, community.opening])),
        happened_at=community.founded_at,
    )
