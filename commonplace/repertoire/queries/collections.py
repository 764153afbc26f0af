"""Collections: what there are, and what stands in one in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.repertoire.models import Collection, Resource, Stop
from commonplace.repertoire.models.collection import CollectionQuerySet
from commonplace.repertoire.queries.shelf import Row, rows_of


@dataclass(frozen=True)
class Line:
    """A collection in a list: what it is for, who put it together, and how much of it the reader finds."""

    title: str
    good_for: str
    url: str
    byline: Byline
    things: int


@dataclass(frozen=True)
class Step:
    """One thing in a collection, with what is said to it."""

    pk: int
    words: str
    row: Row


def seen_here(viewpoint: Viewpoint) -> CollectionQuerySet:
    """Those of the community that the viewer may see."""
    return Collection.objects.visible_to(viewpoint.person).filter(community=viewpoint.community).with_faces()


def lines_of(found: Iterable[Collection], viewpoint: Viewpoint) -> list[Line]:
    """These as a list shows them; one query."""
    found = list(found)
    seen = Resource.objects.visible_to(viewpoint.person)
    counted = Stop.objects.filter(collection__in=[one.pk for one in found], resource__in=seen).order_by()
    things = dict(counted.values_list("collection").annotate(n=Count("pk")))
    slug = viewpoint.community.slug
    return [
        Line(one.title, one.good_for, one.url(slug), viewpoint.byline_for(one.kept_by), things.get(one.pk, 0))
        for one in found
    ]


def steps_of(collection: Collection, viewpoint: Viewpoint, *, today: date) -> list[Step]:
    """What stands in it that the viewer may see, in its order; two queries."""
    stops = list(Stop.objects.filter(collection=collection).order_by("position", "pk"))
    seen = Resource.objects.visible_to(viewpoint.person).filter(pk__in=[one.resource_id for one in stops])
    rows = {row.pk: row for row in rows_of(seen.with_state(today).with_faces(), viewpoint)}
    return [Step(one.pk, one.words, rows[one.resource_id]) for one in stops if one.resource_id in rows]


def could_come(collection: Collection, viewpoint: Viewpoint) -> list[tuple[int, str]]:
    """What could be put into it, by title: what whoever reads the collection may read too; one query."""
    seen = Resource.objects.visible_to(viewpoint.person).filter(community=viewpoint.community).in_use()
    readable = Q(space=collection.space_id) | Q(space__visibility__in=(SpaceVisibility.PUBLIC, SpaceVisibility.MEMBERS))
    return list(
        seen.filter(readable)
        .exclude(stops__collection=collection)
        .order_by("title", "pk")
        .values_list("pk", "title")[:500]
    )
