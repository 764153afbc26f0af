"""What agreements show on pages of lower rooms: how the charter is changed, what is proposed, how it was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from commonplace.agreements.models import Agreement, Answer, Decision, Proposal, Side
from commonplace.agreements.queries.proposals import Said, counted
from commonplace.communities.charter.ways import Way
from commonplace.communities.models import CharterRevision
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint, beyond_byline

MODULE = "agreements"
SHOWN = 5


def beneath_charter(request: HttpRequest, *, viewpoint: Viewpoint, way: Way) -> Mapping[str, Any] | None:
    """How it is changed, and what is proposed just now."""
    if not is_on(viewpoint.community, MODULE):
        return None
    rows = Proposal.objects.visible_to(viewpoint.person).open_at(timezone.now())
    return {"open": list(rows.filter(community=viewpoint.community).order_by("ends_at", "pk")[:SHOWN])}


def beneath_revision(
    request: HttpRequest, *, viewpoint: Viewpoint, revision: CharterRevision
) -> Mapping[str, Any] | None:
    """For those inside: by how many a revision was decided, and what some see otherwise."""
    if not viewpoint.is_member or not is_on(viewpoint.community, MODULE):
        return None
    seen = Proposal.objects.visible_to(viewpoint.person)
    decision = Decision.objects.filter(revision=revision, proposal__in=seen).select_related("proposal").first()
    if decision is None:
        return None
    latest = decision.proposal.wordings.order_by("-number")[:1]
    rows = Answer.objects.filter(wording__in=list(latest)).exclude(words="").select_related("person")
    said = [
        Said(one, viewpoint.byline_for(one.person), is_own=False)
        for one in rows.defer(*beyond_byline("person")).order_by("at", "pk")
    ]
    return {"decision": decision, "counted": counted(decision), "said": said}


def for_sponsors(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """For whoever sponsors it from outside: what was agreed, or waits for them to sign."""
    if not is_on(viewpoint.community, MODULE):
        return None
    latest = Agreement.objects.written_last().visible_to(viewpoint.person).filter(community=viewpoint.community)
    if not latest.exists():
        return None
    waits = latest.unsigned_by(Side.HOST).filter(ended_at=None, until__gte=timezone.now().date())
    return {"waits": waits.exists()}
