"""Requests as programs read them: what a community asks of its sponsor, and what came of it."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from commonplace.communities.shapes import Byline, Shape, byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.sponsorship import models
from commonplace.sponsorship.models.requests import KIND


class RequestTurn(BaseModel):
    """An answer of a sponsor, or what changed since."""

    says: str = Field(description="yes, part, later, no; or changed, as the community tells it.")
    words: str
    by: Byline
    at: datetime


class SponsorRequest(BaseModel):
    """Something that a community asks of its sponsor."""

    id: int
    community: str
    title: str
    why: str
    would_change: str
    by_when: date | None
    by: Byline
    at: datetime
    withdrawn_at: datetime | None
    turns: list[RequestTurn]
    url: str


def rows(viewpoint: Viewpoint) -> QuerySet[models.Request]:
    """Those of a community that the viewer may see."""
    return models.Request.objects.visible_to(viewpoint.person).filter(community=viewpoint.community).with_turns()


def tell(one: models.Request, viewpoint: Viewpoint) -> SponsorRequest:
    """A request with its turns."""
    return SponsorRequest(
        id=one.pk,
        community=viewpoint.community.slug,
        title=one.title,
        why=one.why,
        would_change=one.would_change,
        by_when=one.by_when,
        by=byline(viewpoint.byline_for(one.by)),
        at=one.at,
        withdrawn_at=one.withdrawn_at,
        turns=[
            RequestTurn(says=turn.says, words=turn.words, by=byline(viewpoint.byline_for(turn.by)), at=turn.at)
            for turn in one.turns.all()
        ],
        url=whole(one.url(viewpoint.community.slug)),
    )


REQUEST = Shape(
    KIND,
    "sponsor-requests",
    _("What a community asks of its sponsor and what came of it, the latest first"),
    SponsorRequest,
    rows,
    ("-at", "-id"),
    tell,
    order=48,
)
