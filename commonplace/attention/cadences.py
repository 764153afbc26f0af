"""Who hears from a community how often: the one place that knows what holds where nobody chose."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from commonplace.attention.models import USUAL_CADENCE, Cadence, ChosenCadence
from commonplace.communities.models import Membership
from commonplace.people.models import Person


def cadences_of(person_id: int, community_ids: Collection[int]) -> Mapping[int, ChosenCadence]:
    """Someone's cadence in each of these communities, as they chose or as is usual; one query."""
    chosen = {
        one.community_id: one
        for one in ChosenCadence.objects.filter(person_id=person_id, community_id__in=list(community_ids))
    }
    return {pk: chosen.get(pk) or ChosenCadence(person_id=person_id, community_id=pk) for pk in community_ids}


def comes_as_it_happens(person: Person, community_id: int, *, now: datetime) -> bool:
    """Whether someone is sent each post of a community, so that nothing else need tell them of one."""
    return hearing(Cadence.AT_ONCE, now=now).filter(person=person, community=community_id).exists()


def hearing(cadence: Cadence, *, now: datetime) -> QuerySet[Membership]:
    """Current standings whose people hear from their community at this cadence and are not in peace at `now`.

    To be narrowed by community; whether somebody can be written to at all is asked by whoever writes.
    """
    theirs = ChosenCadence.objects.filter(person=OuterRef("person_id"), community=OuterRef("community_id"))
    return (
        Membership.objects.current(now)
        .annotate(
            cadence=Coalesce(Subquery(theirs.values("cadence")), Value(USUAL_CADENCE.value), output_field=CharField()),
            quiet_until=Subquery(theirs.values("quiet_until")),
        )
        .filter(Q(quiet_until=None) | Q(quiet_until__lte=now), cadence=cadence.value)
    )


def quiet_communities(person: Person, now: datetime) -> set[int]:
    """The communities that are to write them nothing just now; one query."""
    found = ChosenCadence.objects.filter(person=person, quiet_until__gt=now)
    return set(found.values_list("community", flat=True))
