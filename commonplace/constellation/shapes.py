"""The constellation as programs read it: which communities are around one, and what its host is told of it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from commonplace.communities.shapes import Byline, Shape, byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.constellation import models
from commonplace.ui.addresses import address


class RelatedCommunity(BaseModel):
    """A community that this one names as related, once the stewards of both said so."""

    id: int
    community: str
    related: str = Field(description="The slug of the other one.")
    name: str
    what: str = Field(description="What the other one is to this: related, mother, daughter, predecessor or successor.")
    words: str = Field(description="Why, in their words.")
    since: datetime
    url: str


class ToldToHost(BaseModel):
    """A line that the stewards have the host told, or had it told until they ended it."""

    id: int
    community: str
    line: str = Field(description="exists, domain, stage, next, readiness, successes or requests.")
    words: str = Field(description="Of readiness, in the stewards' own words; empty for all else.")
    by: Byline
    at: datetime
    ended_by: Byline | None
    ended_at: datetime | None
    url: str


# What the second is to the first, and the first to the second, as programs say it.
_SECOND = {models.Bond.RELATED: "related", models.Bond.DAUGHTER: "daughter", models.Bond.SUCCESSOR: "successor"}
_FIRST = {models.Bond.RELATED: "related", models.Bond.DAUGHTER: "mother", models.Bond.SUCCESSOR: "predecessor"}


def _related(viewpoint: Viewpoint) -> QuerySet[models.Relation]:
    seen = models.Relation.objects.of(viewpoint.community).agreed().known_to(viewpoint.person)
    return seen.select_related("one", "other")


def _tell_related(one: models.Relation, viewpoint: Viewpoint) -> RelatedCommunity:
    here = viewpoint.community
    other, what = one.beyond(here), _SECOND if one.one_id == here.pk else _FIRST
    return RelatedCommunity(
        id=one.pk,
        community=here.slug,
        related=other.slug,
        name=other.name,
        what=what[models.Bond(one.kind)],
        words=one.words,
        since=one.agreed_at or one.at,
        url=whole(address("about", other.slug)),
    )


def _told(viewpoint: Viewpoint) -> QuerySet[models.Told]:
    rows = (
        models.Told.objects.filter(community=viewpoint.community) if viewpoint.is_member else models.Told.objects.none()
    )
    return rows.select_related("by", "ended_by")


def _tell_told(one: models.Told, viewpoint: Viewpoint) -> ToldToHost:
    return ToldToHost(
        id=one.pk,
        community=viewpoint.community.slug,
        line=one.line,
        words=one.words,
        by=byline(viewpoint.byline_for(one.by)),
        at=one.at,
        ended_by=byline(viewpoint.byline_for(one.ended_by)) if one.ended_at else None,
        ended_at=one.ended_at,
        url=whole(address("told_to_host", viewpoint.community.slug)),
    )


SHAPES = (
    Shape(
        "related_community",
        "related-communities",
        _("Communities that this one is related to and that you may know of, the latest first"),
        RelatedCommunity,
        _related,
        ("-agreed_at", "-id"),
        _tell_related,
        order=63,
    ),
    Shape(
        "told_to_host",
        "told-to-host",
        _("What its stewards have the host told, and had, for people with a standing, the latest first"),
        ToldToHost,
        _told,
        ("-at", "-id"),
        _tell_told,
        order=64,
    ),
)
