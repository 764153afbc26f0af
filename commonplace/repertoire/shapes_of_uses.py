"""What came of what is kept, as programs and feeds read it: as far as whoever tells it allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, Field

from commonplace.communities.shapes import Byline, Entry, News, Shape, byline, whole
from commonplace.communities.viewpoint import Byline as Shown
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.direction import isolated
from commonplace.repertoire.models import How, Told
from commonplace.repertoire.models import Use as Row
from commonplace.repertoire.queries.uses import is_named_for, joined, page_of, seen_from


class Remedy(BaseModel):
    """What was done about a use, as whoever looks after the resource says."""

    words: str
    by: Byline
    at: datetime
    revision: int = Field(description="The revision that the resource had by then.")


class Use(BaseModel):
    """What happened when somebody used a resource; without `by` where they told it without their name."""

    id: int
    community: str
    space: str
    resource: int
    title: str = Field(description="What the resource is called.")
    revision: int = Field(description="The revision that was used.")
    how: str = Field(description="helped, nothing or harm.")
    text: str
    where: str
    changed: str
    told: str = Field(
        description="To whom it is told: steward (whoever looks after the resource alone), nameless or members."
    )
    by: Byline | None
    told_on: date
    remedy: Remedy | None
    url: str


def rows(viewpoint: Viewpoint) -> QuerySet[Row]:
    """Those of a community that the viewer may read."""
    seen = Row.objects.visible_to(viewpoint.person).filter(resource__community=viewpoint.community)
    return joined(seen, viewpoint).select_related("resource__space")


def tell(one: Row, viewpoint: Viewpoint) -> Use:
    """A use, joined to its resource, with what was done about it."""
    remedy = getattr(one, "remedy", None)
    shown = _byline(one, viewpoint)
    return Use(
        id=one.pk,
        community=viewpoint.community.slug,
        space=one.resource.space.slug,
        resource=one.resource_id,
        title=one.resource.title,
        revision=one.number,
        how=one.how,
        text=one.text,
        where=one.where,
        changed=one.changed,
        told=one.told,
        by=byline(shown) if shown is not None else None,
        told_on=timezone.localdate(one.at),
        remedy=Remedy(
            words=remedy.words, by=byline(viewpoint.byline_for(remedy.by)), at=remedy.at, revision=remedy.number
        )
        if remedy is not None
        else None,
        url=whole(page_of(one, viewpoint)),
    )


def _byline(one: Row, viewpoint: Viewpoint) -> Shown | None:
    return seen_from(one, viewpoint).byline_for(one.person) if is_named_for(one, viewpoint) else None


def entries(found: Sequence[Row], viewpoint: Viewpoint) -> Sequence[Entry]:
    """These as a feed tells them, but for what is told to whoever looks after the resource alone."""
    return [_entry(one, viewpoint) for one in found if one.told != Told.STEWARD]


def _entry(one: Row, viewpoint: Viewpoint) -> Entry:
    remedy = getattr(one, "remedy", None)
    shown = _byline(one, viewpoint)
    # The hour would tell who told something without a name.
    at = one.at if shown is not None else timezone.localtime(one.at).replace(hour=0, minute=0, second=0, microsecond=0)
    said = {"title": isolated(one.resource.title), "how": How(one.how).label}
    return Entry(
        "use",
        one.pk,
        title=_("“%(title)s” was used: %(how)s") % said,
        address=page_of(one, viewpoint),
        byline=shown or Shown(name=_("A member")),
        published=at,
        updated=remedy.at if remedy is not None else at,
        html=linebreaks("\n\n".join(filter(None, (one.text, one.changed, one.where))), autoescape=True),
        space=one.resource.space,
    )


USE = Shape(
    "use",
    "uses",
    gettext_lazy("What happened when people used what is kept, the latest first"),
    Use,
    rows,
    ("-at", "-id"),
    tell,
    order=47,
    news=News(("-at", "-id"), entries, page="repertoire", space="resource__space"),
)
