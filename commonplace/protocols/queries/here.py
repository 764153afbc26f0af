"""What a community has of protocols: the catalogue, its own, and which of them its gatherings follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.models import Gathering
from commonplace.protocols.catalogue import NoSuchProtocol, protocol_named, protocols
from commonplace.protocols.models import Adaptation, Plan
from commonplace.protocols.models.adaptation import AdaptationQuerySet
from commonplace.protocols.protocol import OWN, Protocol

A_YEAR = timedelta(days=365)
OWN_SHOWN = 60
FOLLOWED_SHOWN = 5


class NotHere(LookupError):
    """There is no protocol of this name, or not for this viewer."""


def own_here(viewpoint: Viewpoint) -> AdaptationQuerySet:
    """The community's own that the viewer may see, the latest first."""
    found = Adaptation.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    return found.select_related("space", "by", "after").order_by("-made_at", "-pk")


def find(viewpoint: Viewpoint, ref: str, *, language: str) -> tuple[Protocol, Adaptation | None]:
    """The protocol of an address, and its row where it is the community's own; raises NotHere."""
    number = ref.removeprefix(OWN)
    if ref.startswith(OWN) and number.isascii() and number.isdigit() and len(number) < 16:
        row = own_here(viewpoint).filter(pk=int(number)).first()
        if row is None:
            raise NotHere(ref)
        return row.as_protocol(), row
    try:
        return protocol_named(ref, language), None
    except NoSuchProtocol:
        raise NotHere(ref) from None


def all_here(viewpoint: Viewpoint, *, language: str) -> Sequence[Protocol]:
    """The community's own, the latest first, and after them the catalogue; one query."""
    own = [row.as_protocol() for row in own_here(viewpoint)[:OWN_SHOWN]]
    return [*own, *protocols(language).values()]


def states_of(viewpoint: Viewpoint, *, now: datetime) -> Mapping[str, str]:
    """What was followed within a year ("done") or is planned ("plan"), as far as the viewer sees; one query."""
    seen = Gathering.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, state="convened")
    plans = Plan.objects.filter(gathering__in=seen, gathering__ends_at__gt=now - A_YEAR).order_by()
    states: dict[str, str] = {}
    for code, adaptation, ends_at in plans.values_list("protocol", "adaptation_id", "gathering__ends_at").distinct():
        for ref in filter(None, (code, f"{OWN}{adaptation}" if adaptation else "")):
            if ends_at <= now:
                states[ref] = "done"
            else:
                states.setdefault(ref, "plan")
    return states


def followed_by(viewpoint: Viewpoint, protocol: Protocol, *, now: datetime) -> Sequence[Gathering]:
    """The latest gatherings that were held by it, as far as the viewer sees; one query."""
    plans = Plan.objects.filter(protocol=protocol.code)
    if protocol.adaptation is not None:
        plans = Plan.objects.filter(adaptation=protocol.adaptation)
    seen = Gathering.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    held = seen.past(now).filter(pk__in=plans.values("gathering"))
    return list(held[:FOLLOWED_SHOWN])


def after_this(viewpoint: Viewpoint, protocol: Protocol) -> Sequence[Adaptation]:
    """What the community has made of it; one query."""
    rows = own_here(viewpoint)
    if protocol.adaptation is not None:
        return list(rows.filter(after=protocol.adaptation)[:OWN_SHOWN])
    return list(rows.filter(protocol=protocol.code)[:OWN_SHOWN])
