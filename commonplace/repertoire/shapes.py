"""What is kept, as programs and feeds read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from commonplace.communities.shapes import Byline, Entry, News, Shape, byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.repertoire import models
from commonplace.repertoire.kinds import shape_of
from commonplace.repertoire.queries.harvested import joined, quote_of


class Section(BaseModel):
    """One named part of a resource, as safe HTML."""

    key: str
    heading: str
    html: str


class Passage(BaseModel):
    """Words of others, as safe HTML; without `by` and `url` where whoever said them wished no name."""

    section: str
    html: str
    by: Byline | None
    url: str = Field(description="where it was said, if you may read that")


class Translation(BaseModel):
    """A resource said again in another language, by a member or as a machine’s draft."""

    language: str
    title: str
    good_for: str
    sections: list[Section]
    revision: int = Field(description="The revision of the original from which it was said.")
    is_draft: bool = Field(description="Whether it is a machine’s, and no member has read it yet.")
    by: Byline
    at: datetime


class Credit(BaseModel):
    """What it was made out of that another community of the house keeps, as both were called then."""

    title: str
    kept_in: str
    changed: str


class Resource(BaseModel):
    """Something that a practice keeps."""

    id: int
    community: str
    space: str
    kind: str = Field(
        description="case, story, template, guide, tool, recording, dataset, link or reading; sections differ by it."
    )
    title: str
    good_for: str
    state: str = Field(description="draft, reviewed, warranted, questioned, superseded or retired.")
    sections: list[Section]
    passages: list[Passage]
    translations: list[Translation]
    credit: Credit | None
    topics: list[str]
    address: str
    licence: str
    language: str
    revision: int
    steward: Byline | None
    review_on: date | None
    kept_by: Byline
    kept_at: datetime
    changed_at: datetime
    url: str


def rows(viewpoint: Viewpoint) -> QuerySet[models.Resource]:
    """Those of a community that the viewer may see."""
    seen = models.Resource.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    quoted = Prefetch("passages", joined(models.Passage.objects.visible_to(viewpoint.person), viewpoint.person))
    again = models.Translation.objects.visible_to(viewpoint.person).newest().select_related("by")
    return (
        seen.with_state(timezone.localdate())
        .with_faces()
        .select_related("credit")
        .prefetch_related("sections", "topics", quoted, Prefetch("translations", again.order_by("language")))
        .prefetch_related("translations__parts")
    )


def sections_of(kind: str, parts: Iterable[models.Section | models.TranslatedPart]) -> list[Section]:
    """These in the order of their kind."""
    said = {one.part: one.html for one in parts}
    return [
        Section(key=part.key, heading=str(part.heading), html=said[part.key])
        for part in shape_of(kind).parts
        if part.key in said
    ]


def _passages(one: models.Resource, viewpoint: Viewpoint) -> list[Passage]:
    quotes = [quote_of(passage, viewpoint) for passage in one.passages.all()]
    return [
        Passage(
            section=each.part,
            html=each.html,
            by=byline(each.byline) if each.byline is not None else None,
            url=whole(each.url) if each.url else "",
        )
        for each in quotes
    ]


def _again(one: models.Translation, kind: str, viewpoint: Viewpoint) -> Translation:
    return Translation(
        language=one.language,
        title=one.title,
        good_for=one.good_for,
        sections=sections_of(kind, one.parts.all()),
        revision=one.number,
        is_draft=one.is_unread_draft,
        by=byline(viewpoint.byline_for(one.by)),
        at=one.at,
    )


def _credit(one: models.Resource) -> Credit | None:
    credit = getattr(one, "credit", None)
    return None if credit is None else Credit(title=credit.title, kept_in=credit.kept_in, changed=credit.changed)


def _filed(one: models.Resource) -> list[str]:
    return [topic.name for topic in sorted(one.topics.all(), key=lambda each: (each.name, each.pk))]


def tell(one: models.Resource, viewpoint: Viewpoint) -> Resource:
    """A resource, joined to faces, with its state, its sections and topics."""
    return Resource(
        id=one.pk,
        community=viewpoint.community.slug,
        space=one.space.slug,
        kind=one.kind,
        title=one.title,
        good_for=one.good_for,
        state=one.state,  # type: ignore[attr-defined]
        sections=sections_of(one.kind, one.sections.all()),
        passages=_passages(one, viewpoint),
        translations=[_again(said, one.kind, viewpoint) for said in one.translations.all()],
        credit=_credit(one),
        topics=_filed(one),
        address=one.address,
        licence=one.licence,
        language=one.language,
        revision=one.revision,
        steward=byline(viewpoint.byline_for(one.steward)) if one.steward_id is not None else None,
        review_on=one.review_on,
        kept_by=byline(viewpoint.byline_for(one.kept_by)),
        kept_at=one.kept_at,
        changed_at=one.changed_at,
        url=whole(one.url(viewpoint.community.slug)),
    )


def entries(found: Sequence[models.Resource], viewpoint: Viewpoint) -> Sequence[Entry]:
    """These as a feed tells them."""
    return [_entry(one, viewpoint) for one in found]


def _entry(one: models.Resource, viewpoint: Viewpoint) -> Entry:
    said = [part.html for part in sections_of(one.kind, one.sections.all())]
    return Entry(
        "resource",
        one.pk,
        title=one.title,
        address=one.url(viewpoint.community.slug),
        byline=viewpoint.byline_for(one.kept_by),
        published=one.kept_at,
        updated=one.changed_at,
        html="".join(said + [part.html for part in _passages(one, viewpoint)]),
        topics=_filed(one),
        space=one.space,
    )


RESOURCE = Shape(
    "resource",
    "resources",
    _("What is kept, the one that changed last first"),
    Resource,
    rows,
    ("-changed_at", "-id"),
    tell,
    order=46,
    news=News(("-changed_at", "-id"), entries, page="repertoire"),
)
