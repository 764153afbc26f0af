"""What stands on the shelf of a community, and how each stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from commonplace.communities.models import Topic
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.repertoire.kinds import SHAPES, Kind
from commonplace.repertoire.models import Resource, Translation
from commonplace.repertoire.models.resource import ResourceQuerySet
from commonplace.repertoire.standing import State


@dataclass(frozen=True)
class Row:
    """One resource in a list: what it is, what it is good for, and how it stands in words."""

    pk: int
    kind: str
    title: str
    good_for: str
    language: str
    url: str
    byline: Byline
    changed_at: datetime
    state: str
    tone: str


@dataclass(frozen=True)
class Narrowed:
    """What a list is narrowed to; what is none counts as nothing said."""

    kind: str = ""
    state: str = ""
    topic: str = ""

    @property
    def is_all(self) -> bool:
        """Whether it is not narrowed."""
        return not (self.kind or self.state or self.topic)


def seen_here(viewpoint: Viewpoint) -> ResourceQuerySet:
    """Those of the community that the viewer may see, the one that changed last first."""
    seen = Resource.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    return seen.order_by("-changed_at", "-pk")


def shelf(viewpoint: Viewpoint, to: Narrowed, *, today: date) -> ResourceQuerySet:
    """The same, narrowed, each with its state; retired and superseded ones only where they are asked for."""
    found = seen_here(viewpoint).with_state(today)
    if to.kind:
        found = found.filter(kind=to.kind)
    if to.topic:
        found = found.filter(topics__slug=to.topic)
    return (found.filter(Q(state=to.state)) if to.state else found.in_use()).with_faces()


def kinds_here(viewpoint: Viewpoint, to: Narrowed, *, today: date) -> Sequence[tuple[Kind, int]]:
    """How many of each kind the viewer finds, those kinds alone of which there are any; one query."""
    found = shelf(viewpoint, Narrowed(state=to.state, topic=to.topic), today=today)
    counted = dict(found.order_by().values_list("kind").annotate(n=Count("pk", distinct=True)))
    return [(Kind(kind), counted[kind]) for kind in SHAPES if kind in counted]


def topics_here(viewpoint: Viewpoint) -> list[Topic]:
    """The words under which something is filed that the viewer may see, in their order; one query."""
    filed = seen_here(viewpoint).in_use().order_by().values("topics")
    return list(Topic.objects.filter(pk__in=filed).order_by("name", "pk")[:60])


def rows_of(
    found: Iterable[Resource], viewpoint: Viewpoint, heard: Mapping[int, Translation] | None = None
) -> list[Row]:
    """These as rows of a list, joined to faces and with their state, each in the words that are `heard`; no query."""
    heard = heard or {}
    return [
        Row(
            pk=one.pk,
            kind=one.kind_words,
            title=(said := heard.get(one.pk) or one).title,
            good_for=said.good_for,
            language=said.language,
            url=one.url(viewpoint.community.slug),
            byline=viewpoint.byline_for(one.steward or one.kept_by),
            changed_at=one.changed_at,
            state=str((state := State(one.state)).label),  # type: ignore[attr-defined]
            tone=state.tone,
        )
        for one in found
    ]
