"""What the repertoire shows at places of its own page and of conversations, and the module that it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.gatherings.models import Gathering
from commonplace.repertoire.actions.rights import may_look_after
from commonplace.repertoire.models import Resource
from commonplace.repertoire.queries import harvested, lent, uses
from commonplace.repertoire.queries.lineage import lineage_of
from commonplace.ui.addresses import address

MODULE = "repertoire"
LENT_SHOWN = 3


def uses_of(request: HttpRequest, *, viewpoint: Viewpoint, resource: Resource) -> Mapping[str, Any] | None:
    """Who used it and what happened: a few accounts, harm first, and whether it is being looked at again."""
    is_inside = viewpoint.membership is not None
    counts = uses.counts_of(resource)
    if not is_inside and not counts.harmful and not counts.uses:
        return None
    tends = tends_uses(viewpoint, resource)
    is_used = is_inside and getattr(resource, "has_uses", True)
    found = list(uses.uses_of(resource, viewpoint)[: uses.SHOWN + 1]) if is_used else []
    return {
        "rows": uses.rows_of(found[: uses.SHOWN], viewpoint, tends=tends),
        "has_more": len(found) > uses.SHOWN,
        "counts": counts,
        "is_inside": is_inside,
        "may_tell": may_tell(viewpoint),
        "tends": tends,
    }


def deeds_of(request: HttpRequest, *, viewpoint: Viewpoint, resource: Resource) -> Mapping[str, Any] | None:
    """What a member can do with it."""
    if not may_tell(viewpoint):
        return None
    return {"trial": getattr(resource, "will_try", False)}


def grown_of(request: HttpRequest, *, viewpoint: Viewpoint, resource: Resource) -> Mapping[str, Any] | None:
    """What it grew from, and what grew out of it."""
    lineage = lineage_of(resource, viewpoint)
    return {"lineage": lineage} if lineage is not None else None


def credits_of(request: HttpRequest, *, viewpoint: Viewpoint, resource: Resource) -> Mapping[str, Any] | None:
    """What it was made out of in another community, and what others made out of it."""
    credit, made = lent.credited(resource, viewpoint), lent.made_elsewhere(resource, viewpoint)
    return {"credit": credit, "made": made} if credit is not None or made else None


def lent_here(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """A few things that other communities of the house lend; one query."""
    found = lent.lent_to(viewpoint).with_state(timezone.localdate()).order_by("-changed_at", "-pk")[:LENT_SHOWN]
    rows = lent.rows_of(found, viewpoint) if lent.may_borrow(viewpoint) else []
    return {"rows": rows, "all": address("resources_lent", viewpoint.community.slug)} if rows else None


def may_tell(viewpoint: Viewpoint) -> bool:
    """Whether whoever looks may say something to what is kept."""
    return viewpoint.membership is not None and not viewpoint.membership.is_guest


def tends_uses(viewpoint: Viewpoint, resource: Resource) -> bool:
    """Whether uses are told to whoever looks: its steward, or a steward of the community where it has none here."""
    if not may_look_after(viewpoint, resource) or viewpoint.person is None:
        return False
    is_tended: bool = getattr(resource, "is_tended", resource.steward_id is not None)
    return resource.steward_id == viewpoint.person.pk or not is_tended


def kept_of(request: HttpRequest, *, viewpoint: Viewpoint, conversation: Conversation) -> Mapping[str, Any] | None:
    """What was kept of a conversation, for whoever may see that."""
    if not is_on(viewpoint.community, MODULE):
        return None
    kept = harvested.kept_of(conversation, viewpoint)
    return {"kept": kept} if kept else None


def may_keep(request: HttpRequest, *, viewpoint: Viewpoint, conversation: Conversation) -> Mapping[str, Any] | None:
    """The way to keep something of it, for members."""
    if not _may_keep(viewpoint):
        return None
    return {"harvest": address("harvest", viewpoint.community.slug, conversation.pk)}


def _may_keep(viewpoint: Viewpoint) -> bool:
    standing = viewpoint.membership
    return standing is not None and not standing.is_guest and is_on(viewpoint.community, MODULE)


def kept_of_gathering(request: HttpRequest, *, viewpoint: Viewpoint, gathering: Gathering) -> Mapping[str, Any] | None:
    """What came of a gathering that has begun, for whoever may see that; one query."""
    if not is_on(viewpoint.community, MODULE) or gathering.starts_at > timezone.now():
        return None
    kept = harvested.kept_of_gathering(gathering, viewpoint)
    return {"kept": kept} if kept else None


def may_keep_lines(request: HttpRequest, *, viewpoint: Viewpoint, gathering: Gathering) -> Mapping[str, Any] | None:
    """The way to keep something of what a gathering left, for members."""
    if not _may_keep(viewpoint):
        return None
    return {"harvest": address("harvest_gathering", viewpoint.community.slug, gathering.pk)}
