"""The agenda as programs read it: what stands on it and what came of it; never for whom it matters."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from commonplace.agenda import models
from commonplace.communities.shapes import Byline, Shape, byline, whole
from commonplace.communities.viewpoint import Viewpoint


class AgendaItem(BaseModel):
    """An issue or inquiry that members chose to learn about."""

    id: int
    community: str
    space: str
    kind: str = Field(description="issue or inquiry.")
    title: str
    why: str
    form: str = Field(description="The protocol that would suit it, by its code in the catalogue, or nothing.")
    by: Byline
    at: datetime
    ended_at: datetime | None
    came_of: str
    url: str


def rows(viewpoint: Viewpoint) -> QuerySet[models.Item]:
    """Those of a community that the viewer may see."""
    return models.Item.objects.visible_to(viewpoint.person).filter(community=viewpoint.community).with_faces()


def tell(one: models.Item, viewpoint: Viewpoint) -> AgendaItem:
    """An item, joined to whoever put it there and its space."""
    return AgendaItem(
        id=one.pk,
        community=viewpoint.community.slug,
        space=one.space.slug,
        kind=one.kind,
        title=one.title,
        why=one.why,
        form=one.form,
        by=byline(viewpoint.byline_for(one.by)),
        at=one.at,
        ended_at=one.ended_at,
        came_of=one.came_of,
        url=whole(one.url(viewpoint.community.slug)),
    )


ITEM = Shape(
    "agenda_item",
    "agenda",
    _("The learning agenda, the latest first"),
    AgendaItem,
    rows,
    ("-at", "-id"),
    tell,
    order=46,
)
