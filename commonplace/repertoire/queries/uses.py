"""Who used a resource and what happened, for whoever may read it: harm first, and then the latest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.repertoire.models import How, Resource, Told, Use

SHOWN = 5
# What whoever looks after it is told beside it, so that they keep it so.
KNOWN = {Told.STEWARD: _("told only to whoever looks after it"), Told.NAMELESS: _("told to others without a name")}


@dataclass(frozen=True)
class Done:
    """What was done about a use, and by whom."""

    byline: Byline
    words: str
    number: int
    at: datetime


@dataclass(frozen=True)
class Row:
    """One use as its reader may know it; nobody's `byline` where it was told without a name."""

    pk: int
    how: str
    tone: str
    text: str
    where: str
    changed: str
    at: datetime
    byline: Byline | None
    done: Done | None
    is_own: bool
    is_harm: bool
    told: str
    place: str = ""


@dataclass(frozen=True)
class Counts:
    """How many people have told of a resource and may be told of; how many of the uses did harm and wait."""

    people: int
    uses: int
    harmful: int


def uses_of(resource: Resource, viewpoint: Viewpoint) -> QuerySet[Use]:
    """The uses that the viewer may read, harm that waits first, then other harm, then the latest."""
    waits_first = Case(
        When(how=How.HARM, remedy=None, then=Value(0)),
        When(how=How.HARM, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    seen = Use.objects.visible_to(viewpoint.person).filter(resource=resource)
    return joined(seen, viewpoint).order_by(waits_first, "-at", "-pk")


def page_of(use: Use, viewpoint: Viewpoint) -> str:
    """Where it stands, joined to its resource."""
    return f"{use.resource.url(viewpoint.community.slug)}#use-{use.pk}"


def is_named_for(use: Use, viewpoint: Viewpoint, *, tends: bool = False) -> bool:
    """Whether the viewer learns who told it: all whom its teller lets know, they themselves, and whoever `tends` it."""
    own = viewpoint.person.pk if viewpoint.person is not None else 0
    # What is told to whoever looks after it is shown to nobody else.
    return tends or use.told in (Told.MEMBERS, Told.STEWARD) or own == use.person_id


def joined(uses: QuerySet[Use], viewpoint: Viewpoint) -> QuerySet[Use]:
    """Joined to whoever tells them and to what was done, and to the community where it was used elsewhere, of which the
    viewer may know or not.
    """
    known = Community.objects.visible_to(viewpoint.person).filter(pk=OuterRef("used_in_id"))
    faces = uses.select_related("person", "remedy__by", "used_in").annotate(knows_place=Exists(known))
    return faces.defer(*beyond_byline("person", "remedy__by"))


def counts_of(resource: Resource) -> Counts:
    """What anybody may know of its uses, as `besides` counted them; no query."""
    return Counts(resource.people_told, resource.uses_told, resource.harm_waits)  # type: ignore[attr-defined]


def rows_of(uses: Iterable[Use], viewpoint: Viewpoint, *, tends: bool) -> list[Row]:
    """These as the viewer reads them; whoever looks after the resource knows whose a nameless one is. No query."""
    own = viewpoint.person.pk if viewpoint.person is not None else 0
    return [_row(one, viewpoint, own=own, tends=tends) for one in uses]


def _row(one: Use, viewpoint: Viewpoint, *, own: int, tends: bool) -> Row:
    remedy = getattr(one, "remedy", None)
    is_own = one.person_id is not None and one.person_id == own
    how = How(one.how)
    return Row(
        pk=one.pk,
        how=str(how.label),
        tone=how.tone,
        text=one.text,
        where=one.where,
        changed=one.changed,
        at=one.at,
        byline=seen_from(one, viewpoint).byline_for(one.person) if is_named_for(one, viewpoint, tends=tends) else None,
        done=Done(viewpoint.byline_for(remedy.by), remedy.words, remedy.number, remedy.at) if remedy else None,
        is_own=is_own,
        is_harm=how == How.HARM,
        told=str(Told(one.told).label) if is_own else str(KNOWN.get(Told(one.told), "")) if tends else "",
        place=_place(one, viewpoint),
    )


def outside(viewpoint: Viewpoint, community: Community | None = None) -> Viewpoint:
    """The same person, looking at a community (else the same) from outside."""
    return Viewpoint(viewpoint.person, community or viewpoint.community, None)


def seen_from(one: Use, viewpoint: Viewpoint) -> Viewpoint:
    """From where the viewer sees whoever told it: who used it elsewhere has no page here."""
    return viewpoint if one.used_in_id in (None, viewpoint.community.pk) else outside(viewpoint)


def _place(one: Use, viewpoint: Viewpoint) -> str:
    if one.used_in is None or one.used_in_id == viewpoint.community.pk:
        return ""
    return one.used_in.name if one.knows_place else gettext("another community of this house")  # type: ignore[attr-defined]
