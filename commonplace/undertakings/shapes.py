"""Undertakings as programs read them: what they are and how they stand; never who said or supplied what."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from commonplace.communities.shapes import Byline, Shape, byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.undertakings import models


class Undertaking(BaseModel):
    """What several people carry together, over days or months."""

    id: int
    community: str
    space: str
    kind: str = Field(
        description="joint-response, help-desk, systematic-scan and so on, as the catalogue of activities names it."
    )
    title: str
    purpose: str
    begun_by: Byline
    begun_at: datetime
    ended_at: datetime | None
    url: str


def rows(viewpoint: Viewpoint) -> QuerySet[models.Undertaking]:
    """Those of a community that the viewer may see."""
    seen = models.Undertaking.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    return seen.with_faces()


def tell(one: models.Undertaking, viewpoint: Viewpoint) -> Undertaking:
    """An undertaking, joined to whoever began it and its space."""
    return Undertaking(
        id=one.pk,
        community=viewpoint.community.slug,
        space=one.space.slug,
        kind=one.kind,
        title=one.title,
        purpose=one.purpose,
        begun_by=byline(viewpoint.byline_for(one.begun_by)),
        begun_at=one.begun_at,
        ended_at=one.ended_at,
        url=whole(one.url(viewpoint.community.slug)),
    )


UNDERTAKING = Shape(
    "undertaking",
    "undertakings",
    _("Undertakings, the one that changed last first"),
    Undertaking,
    rows,
    ("-changed_at", "-id"),
    tell,
    order=45,
)
