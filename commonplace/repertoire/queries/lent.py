"""What other communities of the house lend, and what became of it here and there, as far as its reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonplace.communities import access
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.people.models import Person
from commonplace.repertoire.models import Credit, Lending, Resource, Use
from commonplace.repertoire.models.resource import ResourceQuerySet
from commonplace.repertoire.queries.languages import heard_first_of_lent
from commonplace.repertoire.queries.uses import outside
from commonplace.repertoire.standing import State
from commonplace.ui.addresses import address

MODULE = "repertoire"
MOST = 20  # adaptations that a page names, and uses that somebody told


@dataclass(frozen=True)
class Lent:
    """One thing that another community lends, in a list: what it is, whose, and how it stands in words."""

    kind: str
    title: str
    good_for: str
    language: str
    url: str
    kept_in: str
    changed_at: datetime
    state: str
    tone: str


@dataclass(frozen=True)
class Made:
    """What was made out of it in another community: by whom, where, and what was changed."""

    title: str
    url: str
    byline: Byline
    kept_in: str
    changed: str
    language: str


@dataclass(frozen=True)
class Credited:
    """What a resource was made out of that another community keeps; without an address where no way leads there."""

    title: str
    kept_in: str
    changed: str
    url: str


@dataclass(frozen=True)
class OwnUse:
    """What somebody told of a thing that another community keeps; without its title where that is lent no more."""

    title: str
    url: str
    at: datetime
    how: str


def may_borrow(viewpoint: Viewpoint) -> bool:
    """Whether whoever looks is a member here, to whom other communities lend where things are kept; no query."""
    is_member = viewpoint.membership is not None and not viewpoint.membership.is_guest
    return is_member and is_on(viewpoint.community, MODULE)


def lent_to(viewpoint: Viewpoint) -> ResourceQuerySet:
    """What other communities lend to the members of this one, joined to the community that keeps it."""
    found = Resource.objects.lent_to(viewpoint.person) if may_borrow(viewpoint) else Resource.objects.none()
    return found.exclude(community=viewpoint.community).select_related("community")


def lendings_for(person: Person | None) -> QuerySet[Lending]:
    """What is lent, as far as `person` may read it: where it is kept, or as a member of another community."""
    there = Q(pk__in=Resource.objects.visible_to(person).values("pk"))
    elsewhere = access.is_member_elsewhere(person, "community_id", module=MODULE)
    return Lending.objects.filter(resource__in=Resource.objects.lent().filter(there | elsewhere))


def rows_of(found: Iterable[Resource], viewpoint: Viewpoint) -> list[Lent]:
    """These as rows of a list, with their state and their community, in their reader's language where they are said in
    it; one query.
    """
    slug, found = viewpoint.community.slug, list(found)
    heard = heard_first_of_lent(found, viewpoint)
    return [
        Lent(
            kind=one.kind_words,
            title=(said := heard.get(one.pk, one)).title,
            good_for=said.good_for,
            language=said.language or one.spoken,
            url=address("resource_lent", slug, one.pk),
            kept_in=one.community.name,
            changed_at=one.changed_at,
            state=str((state := State(one.state)).label),  # type: ignore[attr-defined]
            tone=state.tone,
        )
        for one in found
    ]


def keeper_of(resource: Resource, viewpoint: Viewpoint) -> Byline | None:
    """Whoever looks after it where it is kept, as the viewer sees them from outside; no query."""
    is_tended: bool = resource.is_tended  # type: ignore[attr-defined]
    return outside(viewpoint, resource.community).byline_for(resource.steward) if is_tended else None


def credited(resource: Resource, viewpoint: Viewpoint) -> Credited | None:
    """What it was made out of elsewhere, with a way there for whoever may read it; one query where there is one."""
    credit = getattr(resource, "credit", None)
    return None if credit is None else _credited(credit, viewpoint)


def _credited(credit: Credit, viewpoint: Viewpoint) -> Credited:
    url = ""
    if credit.parent_id is not None:
        seen = Resource.objects.visible_to(viewpoint.person).filter(pk=OuterRef("pk"))
        lent = lent_to(viewpoint).filter(pk=OuterRef("pk"))
        parents = Resource.objects.filter(pk=credit.parent_id).select_related("community")
        for parent in parents.annotate(at_home=Exists(seen), is_lent_here=Exists(lent)):
            if parent.at_home and is_on(parent.community, MODULE):  # type: ignore[attr-defined]
                url = parent.url(parent.community.slug)
            elif parent.is_lent_here:  # type: ignore[attr-defined]
                url = address("resource_lent", viewpoint.community.slug, parent.pk)
    return Credited(credit.title, credit.kept_in, credit.changed, url)


def made_elsewhere(resource: Resource, viewpoint: Viewpoint) -> Sequence[Made]:
    """What other communities made out of it, as far as the viewer may see that; one query where there is any."""
    if not getattr(resource, "has_credits", True):
        return []
    seen = Resource.objects.visible_to(viewpoint.person).filter(pk=OuterRef("resource_id"))
    rows = Credit.objects.filter(Exists(seen), parent=resource).select_related("by", "resource__community")
    found = rows.defer(*beyond_byline("by")).order_by("pk")[:MOST]
    return [
        Made(
            title=one.resource.title,
            url=one.resource.url(one.resource.community.slug),
            byline=outside(viewpoint, one.resource.community).byline_for(one.by),
            kept_in=one.resource.community.name,
            changed=one.changed,
            language=one.resource.spoken,
        )
        for one in found
        if is_on(one.resource.community, MODULE)
    ]


def told_here(resource: Resource, viewpoint: Viewpoint) -> QuerySet[Use]:
    """What members of this community told of what another keeps, the latest first."""
    found = Use.objects.told_in(viewpoint.community, viewpoint.person).filter(resource=resource)
    return found.order_by("-at", "-pk")


def own_uses(viewpoint: Viewpoint) -> Sequence[OwnUse]:
    """What the viewer told here of things that others keep, also where those are lent no more; one query."""
    if viewpoint.person is None:
        return []
    lent = lent_to(viewpoint).filter(pk=OuterRef("resource_id"))
    found = Use.objects.told_in(viewpoint.community, viewpoint.person).filter(person=viewpoint.person)
    rows = found.annotate(is_lent=Exists(lent)).select_related("resource").order_by("-at", "-pk")[:MOST]
    return [
        OwnUse(
            one.resource.title if one.is_lent else "",  # type: ignore[attr-defined]
            address("resource_lent_use", viewpoint.community.slug, one.resource_id, one.pk),
            one.at,
            one.get_how_display(),
        )
        for one in rows
    ]
