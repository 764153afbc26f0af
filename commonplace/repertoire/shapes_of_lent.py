"""What other communities of the house lend to the members of this one, as programs and feeds read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from commonplace.communities.shapes import Byline, Entry, News, Shape, byline, whole
from commonplace.communities.viewpoint import Byline as Shown
from commonplace.communities.viewpoint import Viewpoint
from commonplace.repertoire.models import Resource, Translation
from commonplace.repertoire.queries.lent import keeper_of, lent_to
from commonplace.repertoire.shapes import Section, sections_of
from commonplace.ui.addresses import address


class SaidAgain(BaseModel):
    """The same in another language, by a member of the community that keeps it or as a machine’s draft."""

    language: str
    title: str
    good_for: str
    sections: list[Section]
    revision: int = Field(description="The revision of the original from which it was said.")
    is_draft: bool = Field(description="Whether it is a machine’s, and no member has read it yet.")


class Lent(BaseModel):
    """Something that another community of the house keeps and lends."""

    id: int
    community: str = Field(description="the one to whose members it is lent")
    kept_in: str = Field(description="what the community is called that keeps it")
    kind: str = Field(
        description="case, story, template, guide, tool, recording, dataset, link or reading; sections differ by it."
    )
    title: str
    good_for: str
    state: str = Field(description="draft, reviewed, warranted or questioned.")
    sections: list[Section]
    translations: list[SaidAgain]
    address: str
    licence: str
    language: str
    revision: int
    steward: Byline | None = Field(description="Whoever looks after it where it is kept.")
    changed_at: datetime
    lent_at: datetime
    url: str


def rows(viewpoint: Viewpoint) -> QuerySet[Resource]:
    """What is lent to the viewer as a member of their community, with when it was lent or changed last (`told_at`)."""
    again = Translation.objects.lent_to(viewpoint.person).newest().order_by("language").prefetch_related("parts")
    found = lent_to(viewpoint).with_state(timezone.localdate()).with_tended().with_faces()
    return (
        found.annotate(told_at=Greatest("lending__at", "changed_at"))
        .select_related("community", "lending")
        .prefetch_related("sections", Prefetch("translations", again))
    )


def tell(one: Resource, viewpoint: Viewpoint) -> Lent:
    """What is lent, joined to its community and its keeper, with its state, its sections and translations."""
    keeper = keeper_of(one, viewpoint)
    return Lent(
        id=one.pk,
        community=viewpoint.community.slug,
        kept_in=one.community.name,
        kind=one.kind,
        title=one.title,
        good_for=one.good_for,
        state=one.state,  # type: ignore[attr-defined]
        sections=sections_of(one.kind, one.sections.all()),
        translations=[
            SaidAgain(
                language=said.language,
                title=said.title,
                good_for=said.good_for,
                sections=sections_of(one.kind, said.parts.all()),
                revision=said.number,
                is_draft=said.is_unread_draft,
            )
            for said in one.translations.all()
        ],
        address=one.address,
        licence=one.licence,
        language=one.spoken,
        revision=one.revision,
        steward=byline(keeper) if keeper is not None else None,
        changed_at=one.changed_at,
        lent_at=one.lending.at,
        url=whole(address("resource_lent", viewpoint.community.slug, one.pk)),
    )


def entries(found: Sequence[Resource], viewpoint: Viewpoint) -> Sequence[Entry]:
    """These as a feed tells them, but for those whose words no letter of their own community carries."""
    return [_entry(one, viewpoint) for one in found if one.space.sends_words]


def _entry(one: Resource, viewpoint: Viewpoint) -> Entry:
    return Entry(
        "lending",
        one.lending.pk,
        title=one.title,
        address=address("resource_lent", viewpoint.community.slug, one.pk),
        byline=keeper_of(one, viewpoint) or Shown(name=one.community.name),
        published=one.lending.at,
        updated=one.told_at,  # type: ignore[attr-defined]
        html="".join(part.html for part in sections_of(one.kind, one.sections.all())),
    )


LENT = Shape(
    "lending",
    "lent",
    _("What other communities of the house lend, the one that was lent or changed last first"),
    Lent,
    rows,
    ("-told_at", "-id"),
    tell,
    order=48,
    news=News(("-told_at", "-id"), entries, page="resources_lent"),
)
