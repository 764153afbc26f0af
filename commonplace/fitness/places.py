"""What rounds show on a gathering's page: what of them it talks about, and what was decided there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.fitness.models import Decision, Round, Talk
from commonplace.fitness.queries import MODULE
from commonplace.fitness.talking import what_of
from commonplace.gatherings.models import Gathering
from commonplace.lib.direction import isolated


@dataclass(frozen=True)
class TalkedOf:
    """A round of which a gathering talks: what of it, and what was decided at this gathering."""

    number: int
    what: str
    decisions: Sequence[Decision]


def at_gathering(request: HttpRequest, *, viewpoint: Viewpoint, gathering: Gathering) -> Mapping[str, Any] | None:
    """For whoever reads the rounds of this community; one query where it talks about none."""
    if viewpoint.person is None or not is_on(viewpoint.community, MODULE):
        return None
    seen = Round.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    talks = Talk.objects.filter(gathering=gathering, round__in=seen).select_related("round").order_by("round", "pk")
    items: dict[int, list[str]] = {}
    for one in talks:
        items.setdefault(one.round.number, []).append(isolated(what_of(one.round.instrument, one.item)))
    if not items:
        return None
    decided: dict[int, list[Decision]] = {}
    for said in Decision.objects.filter(gathering=gathering).select_related("round").order_by("at", "pk"):
        decided.setdefault(said.round.number, []).append(said)
    return {"rounds": [TalkedOf(n, ", ".join(what), decided.get(n, ())) for n, what in items.items()]}
