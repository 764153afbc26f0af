"""Gatherings as programs read them: never who comes, only how many."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from commonplace.communities.shapes import Byline, Shape, byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings import models
from commonplace.gatherings.models import Answer, PollTime, PollVote, State
from commonplace.ui.addresses import address

Can = PollVote.Can


class Proposed(BaseModel):
    """A time that it could be."""

    starts_at: datetime
    yes: int = Field(description="How many can; who they are is told to no program.")
    if_need_be: int = Field(description="How many can if need be.")
    no: int = Field(description="How many cannot.")


class Gathering(BaseModel):
    """People meeting, at a time."""

    id: int
    uid: str
    community: str
    space: str
    title: str
    purpose: str
    convener: Byline
    state: str = Field(
        description="draft (its date is open: it stands at the first of its times), convened, or cancelled."
    )
    times: list[Proposed] = Field(description="While its date is open: when it could be.")
    why: str = Field(description="Why it was called off.")
    starts_at: datetime
    ends_at: datetime
    local: str = Field(description="What the clock on the wall shows in its zone as it begins.")
    zone: str
    place: str
    confidence: str
    capacity: int | None
    coming: int = Field(description="How many have said yes and have a seat; who they are is told to no program.")
    series: int | None
    url: str


def rows(viewpoint: Viewpoint) -> QuerySet[models.Gathering]:
    """Those of a community that the viewer may see, with how many come."""
    seen = models.Gathering.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    times = PollTime.objects.filter(poll__gathering__state=State.DRAFT).order_by("starts_at", "pk")
    counted = times.annotate(
        yes=Count("votes", filter=Q(votes__can=Can.YES)),
        if_need_be=Count("votes", filter=Q(votes__can=Can.IF_NEED_BE)),
        no=Count("votes", filter=Q(votes__can=Can.NO)),
    )
    seen = seen.prefetch_related(Prefetch("poll__times", counted, to_attr="proposed"))
    return (
        seen.with_faces()
        .select_related("poll")
        .annotate(coming=Count("answers", filter=Q(answers__says=Answer.Says.YES)))
    )


def tell(one: models.Gathering, viewpoint: Viewpoint) -> Gathering:
    """A gathering, joined to its convener and space, with how many come."""
    return Gathering(
        id=one.pk,
        uid=str(one.uid),
        community=viewpoint.community.slug,
        space=one.space.slug,
        title=one.title,
        purpose=one.purpose,
        convener=byline(viewpoint.byline_for(one.convener)),
        state=one.state,
        times=[
            Proposed(starts_at=time.starts_at, yes=time.yes, if_need_be=time.if_need_be, no=time.no)
            for time in getattr(getattr(one, "poll", None), "proposed", ())
        ],
        why=one.why,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        local=f"{one.wall:%Y-%m-%dT%H:%M}",
        zone=one.zone,
        place=one.place,
        confidence=one.confidence,
        capacity=one.capacity,
        coming=getattr(one, "coming", 0),
        series=one.series_id,
        url=whole(address("gathering", viewpoint.community.slug, one.pk)),
    )


GATHERING = Shape(
    "gathering", "gatherings", _("Gatherings, the latest first"), Gathering, rows, ("-starts_at", "-id"), tell, order=40
)
