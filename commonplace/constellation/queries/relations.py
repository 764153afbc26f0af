"""What is asked about relations: what a page shows of them, and which lead on."""

from __future__ import annotations

from dataclasses import dataclass

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint
from commonplace.constellation.models import Bond, Relation

MOST = 40


@dataclass(frozen=True)
class Related:
    """A relation as one side sees it: with whom, as what, and whether a word of the viewer's side is waited for."""

    relation: Relation
    with_whom: Community
    as_what: str
    waits_for_us: bool
    is_agreed: bool
    is_known: bool


def related_to(viewpoint: Viewpoint, *, agreed_only: bool = False) -> list[Related]:
    """Those of the community that the viewer may know of, agreed ones first; to stewards what is asked, too."""
    here = viewpoint.community
    known = Relation.objects.of(here).known_to(viewpoint.person)
    # Whoever tends a side reads which the other is, even where they may not know of it otherwise.
    found = Relation.objects.of(here) if viewpoint.is_steward else known
    if agreed_only or not viewpoint.is_steward:
        found = found.agreed()
    keys = set(known.values_list("pk", flat=True))
    listed = [
        Related(
            one,
            one.beyond(here),
            one.is_to(here),
            waits_for_us=one.asked_id == here.pk,
            is_agreed=one.agreed_at is not None,
            is_known=one.pk in keys,
        )
        for one in found.select_related("one", "other").order_by("agreed_at", "at", "pk")[:MOST]
    ]
    return sorted(listed, key=lambda one: (not one.is_agreed, one.with_whom.name, one.relation.pk))


def successors_of(viewpoint: Viewpoint) -> list[Community]:
    """Communities that go on with what this one began, as far as the viewer may know of them."""
    found = Relation.objects.of(viewpoint.community).agreed().known_to(viewpoint.person)
    rows = found.filter(one=viewpoint.community, kind=Bond.SUCCESSOR).select_related("other")
    return [one.other for one in rows.order_by("other__name", "pk")[:MOST]]


def relatable(viewpoint: Viewpoint) -> list[Community]:
    """Communities that a steward may ask, by name."""
    here = viewpoint.community
    beside = [one.with_whom.pk for one in related_to(viewpoint)]
    known = Community.objects.visible_to(viewpoint.person).exclude(pk__in=[here.pk, *beside])
    return list(known.order_by("name", "pk")[:500])
