"""Protocols of random worlds: a community's own in each space, which the gathering there follows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from commonplace.communities.models import Community
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.protocols.actions.adapting import adapt
from commonplace.protocols.actions.following import follow
from commonplace.protocols.catalogue import protocol_named
from tests.plans import COMMON, SpacePlan


@dataclass
class Form:
    """A protocol that somebody made the community's own, in a space."""

    title: str
    space: SpacePlan
    maker: int


def form_in(community: Community, number: str, space: SpacePlan, by: Person, maker: int) -> Form:
    """Make one in the space whose number ends `number`; its title, its line and a prompt bear its word."""
    title, where = f"zqform{number}x", community.spaces.get(slug=f"s{number[1:]}")
    first, *others = protocol_named("case-clinic").phases
    steps = (replace(first, prompt=title), *others)
    told = replace(protocol_named("case-clinic"), title=f"{COMMON} {title}", line=title, phases=steps)
    row = adapt(by=by, space=where, protocol=told)
    for gathering in Gathering.objects.filter(space=where).order_by("pk"):
        follow(gathering=gathering, protocol=row.as_protocol(), by=by)
    return Form(title, space, maker)
