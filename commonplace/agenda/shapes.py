"""The agenda as programs read it: what stands on it and what came of it; never for whom it matters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from commonplace.agenda import models
from commonplace.communities.shapes import Byline, Shape, byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.ui.addresses import address


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


class NeedOfSeason(BaseModel):
    """A need that five people and more have, what is done about it, and whether that helped."""

    need: str = Field(description="By its code in the chooser of protocols.")
    words: str
    people_at_least: int
    bringing_at_least: int = Field(description="So many could help others with it; 0 where they are fewer than five.")
    answer: str
    low: int | None = Field(description="The middle half of those who had asked for it found it so relevant, 0 to 2,")
    high: int | None = Field(description="to so relevant; nothing before the season is over.")


class SeasonAskedAbout(BaseModel):
    """A season before which members said what would help them, as members are told it."""

    id: int
    community: str
    until: date
    lasts_to: date
    needs: list[NeedOfSeason]
    in_own_words: list[str]
    url: str


def seasons(viewpoint: Viewpoint) -> QuerySet[models.Asking]:
    """Those of a community that the viewer may know of and that are told."""
    seen = models.Asking.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    return seen.exclude(closed_at=None).prefetch_related("needs__answer", "words")


def tell_season(one: models.Asking, viewpoint: Viewpoint) -> SeasonAskedAbout:
    """A season with the needs that are told of it."""
    slug = viewpoint.community.slug
    needs: list[Any] = sorted(one.needs.all(), key=lambda need: need.pk)
    return SeasonAskedAbout(
        id=one.pk,
        community=slug,
        until=one.until,
        lasts_to=one.lasts_to,
        needs=[
            NeedOfSeason(
                need=need.need,
                words=str(need.sentence),
                people_at_least=need.people,
                bringing_at_least=need.bringing,
                answer=need.answer.words if hasattr(need, "answer") else "",
                low=need.low,
                high=need.high,
            )
            for need in needs
        ],
        in_own_words=[said.words for said in sorted(one.words.all(), key=lambda said: said.pk)],
        url=whole(address("agenda_season", slug, one.pk)),
    )


SEASON = Shape(
    "season_asked_about",
    "seasons-asked-about",
    _("What would help members, season by season, as they are told it, the latest first"),
    SeasonAskedAbout,
    seasons,
    ("-closed_at", "-id"),
    tell_season,
    order=47,
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
