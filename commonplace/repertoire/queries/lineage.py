"""What a resource grew from and what grew out of it, as a tree, as far as its reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.repertoire.models import Adaptation, Resource, Told
from commonplace.repertoire.standing import State

MOST = 200  # resources of one tree
DEEPEST = 4  # steps that are drawn as steps; what grew later stands beside them


@dataclass(frozen=True)
class Node:
    """One resource of the tree: whose it is, what was changed, and how many people have told of it."""

    pk: int
    title: str
    url: str
    byline: Byline
    changed: str
    people: int
    is_here: bool
    is_gone: bool
    gone: str
    language: str
    grown: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Lineage:
    """The tree of a resource, from the earliest that its reader may see; how many grew out of it itself."""

    first: Node
    is_first: bool
    grown: int


def lineage_of(resource: Resource, viewpoint: Viewpoint) -> Lineage | None:
    """The tree, or None where it is alone; one query.

    What its reader may not see is not told, and neither is what lies beyond that.
    """
    if not getattr(resource, "has_kin", True):
        return None
    begins = Adaptation.objects.filter(resource=resource.pk).values("root")
    root = Coalesce(Subquery(begins), Value(resource.pk))
    told = Count("uses__person", filter=~Q(uses__told=Told.STEWARD), distinct=True)
    seen = Resource.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    tree = seen.filter(Q(adaptation__root=root) | Q(pk=root)).select_related("adaptation")
    found = tree.with_state(timezone.localdate()).with_faces().annotate(people=told).order_by("pk")[:MOST]
    known = {one.pk: one for one in found}
    grown_from = {
        pk: (one.adaptation.parent_id, one.adaptation.changed)
        for pk, one in known.items()
        if hasattr(one, "adaptation")
    }
    if resource.pk not in known:
        return None
    first = resource.pk
    while first in grown_from and grown_from[first][0] in known:
        first = grown_from[first][0]
    children: dict[int, list[int]] = defaultdict(list)
    for child, (parent, _changed) in grown_from.items():
        if child in known and parent in known:
            children[parent].append(child)
    if first == resource.pk and not children[resource.pk]:
        return None
    changes = {child: changed for child, (_parent, changed) in grown_from.items()}
    nodes = {
        pk: _node(one, viewpoint, "" if pk == first else changes.get(pk, ""), resource.pk) for pk, one in known.items()
    }
    _plant(first, nodes, children)
    return Lineage(nodes[first], first == resource.pk, len(children[resource.pk]))


def _plant(first: int, nodes: Mapping[int, Node], children: Mapping[int, Sequence[int]]) -> None:
    """Hang each below what it grew from; below the deepest step, beside it. Keys rise, so this ends."""
    waiting = [(first, first, 0)]
    while waiting:
        pk, under, depth = waiting.pop()
        for child in children.get(pk, ()):
            nodes[under if depth >= DEEPEST else pk].grown.append(nodes[child])
            waiting.append((child, under if depth >= DEEPEST else pk, min(depth + 1, DEEPEST)))


def _node(one: Resource, viewpoint: Viewpoint, changed: str, here: int) -> Node:
    state = State(one.state)  # type: ignore[attr-defined]
    is_gone = state in (State.RETIRED, State.SUPERSEDED)
    return Node(
        pk=one.pk,
        title=one.title,
        url=one.url(viewpoint.community.slug),
        byline=viewpoint.byline_for(one.steward or one.kept_by),
        changed=changed,
        people=one.people,  # type: ignore[attr-defined]
        is_here=one.pk == here,
        is_gone=is_gone,
        gone=str(state.label) if is_gone else "",
        language=one.language,
    )
