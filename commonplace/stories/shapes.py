"""Stories as programs read them and feeds tell them: the steps that a reader may see, and no name that is withheld."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, Field

from commonplace.communities.shapes import Byline, Entry, News, Shape, byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.stories import models
from commonplace.stories.models.story import KIND
from commonplace.stories.queries.reading import shown_in, teller_of, with_faces


class Story(BaseModel):
    """What taking part changed, told by somebody."""

    id: int
    community: str
    title: str
    teller: Byline
    told_to_its_end: bool
    shown_at: datetime | None = Field(description="Since when members may read some of it.")
    url: str


def rows(viewpoint: Viewpoint) -> QuerySet[models.Story]:
    """Those of a community of which the viewer may read something, and members too."""
    return with_faces(shown_in(viewpoint))


def tell(one: models.Story, viewpoint: Viewpoint) -> Story:
    """A story, without its steps: each goes as far as its teller says, and the page tells them."""
    return Story(
        id=one.pk,
        community=viewpoint.community.slug,
        title=one.title,
        teller=byline(teller_of(one, viewpoint)),
        told_to_its_end=not one.is_half_told,
        shown_at=one.shown_at,
        url=whole(one.url(viewpoint.community.slug)),
    )


def entries(found: Sequence[Any], viewpoint: Viewpoint) -> list[Entry]:
    """What feeds tell of these, each with the steps that the reader may see; one query."""
    said: dict[int, list[tuple[str, str]]] = {}
    steps = models.Step.objects.visible_to(viewpoint.person).filter(story__in=[one.pk for one in found]).in_order()
    for story, cycle, html in steps.values_list("story", "cycle", "html"):
        said.setdefault(story, []).append((str(models.Cycle(cycle).heading), html))
    return [
        Entry(
            KIND,
            one.pk,
            one.title or _("A story without a name yet"),
            one.url(viewpoint.community.slug),
            teller_of(one, viewpoint),
            one.shown_at or one.begun_at,
            one.shown_at or one.begun_at,
            html=render_to_string("stories/feed.html", {"steps": said.get(one.pk, [])}),
        )
        for one in found
    ]


STORY = Shape(
    KIND,
    "stories",
    gettext_lazy("Stories of what taking part changed, the latest first"),
    Story,
    rows,
    ("-shown_at", "-id"),
    tell,
    order=55,
    news=News(by=("-shown_at", "-id"), entries=entries, page="stories", space=""),
)
