"""Proposals as programs read them: what would change, and what came of it; never who answered what."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from commonplace.agreements import models
from commonplace.agreements.actions.indexing import to_be_found
from commonplace.agreements.models.proposal import KIND
from commonplace.communities.shapes import Byline, Shape, byline, whole
from commonplace.communities.viewpoint import Viewpoint


class Proposal(BaseModel):
    """Other words for one passage of the charter, put to all members."""

    id: int
    community: str
    passage: str = Field(description="The section of the charter, or `way`: how the charter is changed.")
    title: str
    why: str
    words: str = Field(description="The latest wording; Markdown.")
    by: Byline
    at: datetime
    ends_at: datetime
    outcome: str | None = Field(description="adopted, not_adopted, withdrawn, uncarried, overtaken; null before.")
    decided_at: datetime | None
    url: str


def rows(viewpoint: Viewpoint) -> QuerySet[models.Proposal]:
    """Those of a community that the viewer may see."""
    seen = models.Proposal.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    return to_be_found().filter(pk__in=seen.values("pk")).select_related("by", "decision")


def tell(one: models.Proposal, viewpoint: Viewpoint) -> Proposal:
    """A proposal, joined to whoever put it and to what came of it."""
    decision = one.decided
    return Proposal(
        id=one.pk,
        community=viewpoint.community.slug,
        passage=one.passage,
        title=one.title,
        why=one.why,
        words=getattr(one, "said", "") or "",
        by=byline(viewpoint.byline_for(one.by)),
        at=one.at,
        ends_at=one.ends_at,
        outcome=decision.outcome if decision else None,
        decided_at=decision.at if decision else None,
        url=whole(one.url(viewpoint.community.slug)),
    )


PROPOSAL = Shape(
    KIND,
    "proposals",
    _("Proposals to change the charter, the latest first"),
    Proposal,
    rows,
    ("-at", "-id"),
    tell,
    order=47,
)
