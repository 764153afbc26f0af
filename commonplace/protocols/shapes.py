"""A community's own protocols as programs read them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from commonplace.communities.shapes import Byline, Shape, byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.protocols.models import Adaptation
from commonplace.protocols.models.adaptation import KIND
from commonplace.protocols.protocol import OWN
from commonplace.ui.addresses import address


class Step(BaseModel):
    """One step of a protocol."""

    title: str
    minutes: int
    days: int = Field(description="For how long it is open; 0 where it goes by the clock.")
    speaks: str
    prompt: str
    captures: list[str]


class Protocol(BaseModel):
    """A form of meeting that a community has made its own."""

    id: int
    community: str
    space: str
    title: str
    line: str
    by: Byline
    like: str = Field(description="The code of the catalogue's protocol that it is a form of.")
    after: int | None = Field(description="The community's own that it was made after.")
    minutes: int
    steps: list[Step]
    made_at: datetime
    changed_at: datetime
    url: str


def rows(viewpoint: Viewpoint) -> QuerySet[Adaptation]:
    """Those of a community that the viewer may see."""
    seen = Adaptation.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    return seen.select_related("space", "by", "after")


def tell(one: Adaptation, viewpoint: Viewpoint) -> Protocol:
    """An adaptation, joined to its space and its maker."""
    protocol = one.as_protocol()
    return Protocol(
        id=one.pk,
        community=viewpoint.community.slug,
        space=one.space.slug,
        title=one.title,
        line=one.line,
        by=byline(viewpoint.byline_for(one.by)),
        like=one.protocol,
        # In another space it may be one that the reader cannot see.
        after=one.after_id if one.after is not None and one.after.space_id == one.space_id else None,
        minutes=protocol.minutes,
        steps=[
            Step(
                title=phase.title,
                minutes=phase.minutes,
                days=phase.days,
                speaks=phase.speaks.value,
                prompt=phase.prompt,
                captures=[each.value for each in phase.captures],
            )
            for phase in protocol.phases
        ],
        made_at=one.made_at,
        changed_at=one.changed_at,
        url=whole(address("protocol", viewpoint.community.slug, f"{OWN}{one.pk}")),
    )


ADAPTATION = Shape(
    KIND,
    "protocols",
    _("The community’s own protocols, the latest first"),
    Protocol,
    rows,
    ("-made_at", "-id"),
    tell,
    order=45,
)
