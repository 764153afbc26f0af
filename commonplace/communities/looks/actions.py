"""A look is kept before what is looked at is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from commonplace.communities.models import Community, Look, Looked
from commonplace.people.models import Person

KEPT_FOR: Final = timedelta(days=400)


class NoReason(ValueError):
    """Whoever looks on the machine itself says why."""


def keep_look(
    *, what: Looked, by: Person, community: Community, person: Person | None = None, at: datetime | None = None
) -> None:
    """Keep that somebody looks at a page of their office, at something of a person or of everyone; once a day."""
    if person is None or person.pk != by.pk:
        look = Look(what=what, by=by, community=community, person=person, on=timezone.localdate(at))
        Look.objects.bulk_create([look], ignore_conflicts=True)


def keep_looks(
    *, what: Looked, by: Person, community: Community, people: Iterable[int], at: datetime | None = None
) -> None:
    """The same at something of several people at once, by their keys."""
    looks = [
        Look(what=what, by=by, community=community, person_id=pk, on=timezone.localdate(at))
        for pk in sorted(set(people) - {by.pk})
    ]
    Look.objects.bulk_create(looks, ignore_conflicts=True)


def keep_look_by_command(
    *,
    what: Looked,
    why: str,
    community: Community | None = None,
    person: Person | None = None,
    at: datetime | None = None,
) -> None:
    """Keep that whoever runs the house looks, and why; raises NoReason."""
    if not (why := " ".join(why.split())[:400]):
        raise NoReason(what)
    Look.objects.create(what=what, community=community, person=person, why=why, on=timezone.localdate(at))


def forget_looks(*, now: datetime) -> int:
    """Let looks go that are older than a year and a month; how many."""
    return Look.objects.filter(on__lt=timezone.localdate(now) - KEPT_FOR).delete()[0]
