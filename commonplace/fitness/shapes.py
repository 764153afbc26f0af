"""Closed rounds as programs read them: the same that every member may see."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from commonplace.communities.shapes import Shape, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.fitness import models
from commonplace.gatherings.models import Gathering
from commonplace.ui.addresses import address


class FitnessCell(BaseModel):
    """One sentence as one circle sees it; without numbers where fewer than five said one."""

    circle: str
    item: str
    words: str
    low: int | None = Field(description="The middle half lies from here, 1 being not at all,")
    high: int | None = Field(description="to here, 5 being entirely.")
    people_at_least: int


class FitnessComment(BaseModel):
    """A comment, on its own; without a circle where one of them is small."""

    item: str
    circle: str | None
    words: str


class FitnessTalk(BaseModel):
    """A gathering that was called to talk about one sentence."""

    item: str
    gathering: int
    title: str
    url: str


class FitnessRound(BaseModel):
    """A round that is closed."""

    id: int
    community: str
    number: int
    instrument: str
    title: str
    until: date
    closed_at: datetime
    cells: list[FitnessCell]
    comments: list[FitnessComment]
    talks: list[FitnessTalk] = Field(description="Which gatherings that you may see talk about it.")
    decisions: list[str]
    url: str


def rows(viewpoint: Viewpoint) -> QuerySet[models.Round]:
    """Those of a community that the viewer may see."""
    seen = models.Round.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    meetings = Gathering.objects.visible_to(viewpoint.person).exclude(state="cancelled")
    talks = models.Talk.objects.filter(gathering__in=meetings).select_related("gathering").order_by("pk")
    told = ("cells", "comments", "decisions", Prefetch("talks", queryset=talks))
    return seen.exclude(closed_at=None).prefetch_related(*told)


def tell(one: models.Round, viewpoint: Viewpoint) -> FitnessRound:
    """A round with what is told of it."""
    words = {item.code: str(item.words) for item in one.what.items}
    slug, closed_at = viewpoint.community.slug, one.closed_at
    assert closed_at is not None  # others are no rows
    cells: list[Any] = sorted(one.cells.all(), key=lambda cell: cell.pk)
    return FitnessRound(
        id=one.pk,
        community=slug,
        number=one.number,
        instrument=one.instrument,
        title=one.title,
        until=one.until,
        closed_at=closed_at,
        cells=[
            FitnessCell(
                circle=cell.circle,
                item=cell.item,
                words=words.get(cell.item, ""),
                low=cell.low,
                high=cell.high,
                people_at_least=cell.people,
            )
            for cell in cells
        ],
        comments=[
            FitnessComment(item=said.item, circle=said.circle or None, words=said.words)
            for said in sorted(one.comments.all(), key=lambda said: said.pk)
        ],
        talks=[
            FitnessTalk(
                item=said.item,
                gathering=said.gathering_id,
                title=said.gathering.title,
                url=whole(address("gathering", slug, said.gathering_id)),
            )
            for said in one.talks.all()
        ],
        decisions=[said.words for said in sorted(one.decisions.all(), key=lambda said: (said.at, said.pk))],
        url=whole(address("fitness_round", slug, one.number)),
    )


ROUND = Shape(
    "fitness_round",
    "fitness-rounds",
    _("Rounds in which the community asked how it is doing, as members are told them, the latest first"),
    FitnessRound,
    rows,
    ("-closed_at", "-id"),
    tell,
    order=62,
)
