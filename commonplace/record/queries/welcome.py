"""What a newcomer is shown: three steps and which are done, and who of their craft would be at their side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.people.models import Affiliation, Person
from commonplace.record.models import Buddy, BuddyWilling, StepDone, WelcomePath, WelcomeSetAside
from commonplace.record.models.welcome import NEW_FOR
from commonplace.record.steps import Step, offered, written

PROPOSED = 3
LOOKED_AT = 200


@dataclass(frozen=True)
class Shown:
    """A step as somebody sees it."""

    step: Step
    is_done: bool
    url: str


@dataclass(frozen=True)
class Beside:
    """Somebody who would be at a newcomer's side, and what they do."""

    byline: Byline
    craft: str
    is_elsewhere: bool


def steps_of(community: Community) -> list[Step]:
    """The steps of a community: those that stewards wrote, or the house's own; one query."""
    path = WelcomePath.objects.filter(community=community).first()
    return written(path.steps) if path is not None else offered()


def is_new(membership: Membership | None, *, now: datetime) -> bool:
    """Whether somebody came lately, and to stay; whoever founded it came to nobody."""
    return (
        membership is not None
        and membership.standing in LASTING
        and membership.joined_at > now - NEW_FOR
        and membership.community.founded_by_id != membership.person_id
    )


def shown_to(person: Person, community: Community, *, since: datetime, steps: Sequence[Step]) -> list[Shown]:
    """The steps with what they did of them since they came, by deed or by their own word; at most two queries."""
    verbs = {verb for one in steps if one.known for verb in one.known.verbs}
    deeds = deeds_in_force().filter(person=person, community=community, verb__in=verbs, happened_at__gte=since)
    did = set(deeds.order_by().values_list("verb", flat=True).distinct()) if verbs else set()
    said = set(StepDone.objects.filter(person=person, community=community).values_list("words", flat=True))
    return [
        Shown(
            one,
            is_done=key_of(one) in said or bool(one.known and did & set(one.known.verbs)),
            url=one.url(community.slug),
        )
        for one in steps
    ]


def key_of(step: Step) -> str:
    """By what it is known that somebody said they did it: its code, or its words where it has none."""
    return step.code or step.words


def is_set_aside(person: Person, community: Community) -> bool:
    """Whether somebody wants to see them no more."""
    return WelcomeSetAside.objects.filter(person=person, community=community).exists()


def folded(said: str) -> str:
    """A craft, or where somebody belongs, as it is compared: its words alone."""
    return " ".join(re.findall(r"\w+", said.casefold()))


def beside(viewpoint: Viewpoint, *, now: datetime) -> Sequence[Beside]:
    """Who would be at the side of a newcomer: of their craft, from another unit first; three queries.

    Where nobody has their craft, nobody is proposed: they may ask anybody.
    """
    newcomer = viewpoint.person
    if newcomer is None or not folded(newcomer.craft):
        return ()
    people = [one for one in _free(viewpoint.community, newcomer, now) if _alike(one.craft, newcomer.craft)]
    units = _units([newcomer.pk, *(one.pk for one in people)])
    mine = units.get(newcomer.pk, "")
    found = [
        Beside(viewpoint.byline_for(one), one.craft, bool(units.get(one.pk)) and units.get(one.pk) != mine)
        for one in people
    ]
    return sorted(found, key=lambda one: not one.is_elsewhere)[:PROPOSED]


def _alike(one: str, other: str) -> bool:
    """The same craft, however it is written; or all words of the shorter stand in the longer."""
    here, there = set(folded(one).split()), set(folded(other).split())
    return bool(here and there) and (here <= there or there <= here)


def _free(community: Community, newcomer: Person, now: datetime) -> Sequence[Person]:
    """Members who would be a buddy and are nobody's just now, who have been so the longest first."""
    here = Membership.objects.filter(community=community, person=OuterRef("person"), standing__in=LASTING)
    busy = Buddy.objects.at_it(now).filter(community=community, buddy=OuterRef("person"))
    rows = BuddyWilling.objects.filter(Exists(here), ~Exists(busy), community=community, person__is_active=True)
    joined = rows.exclude(person=newcomer).select_related("person").defer(*beyond_byline("person"))
    return [one.person for one in joined.order_by("since", "pk")[:LOOKED_AT]]


def _units(people: Sequence[int]) -> dict[int, str]:
    rows = Affiliation.objects.filter(person__in=people).order_by("is_main", "-pk")
    return {
        person: folded(f"{organisation}, {unit}")
        for person, organisation, unit in rows.values_list("person_id", "organisation", "unit")
    }


def buddies_of(viewpoint: Viewpoint, *, now: datetime) -> Sequence[tuple[Buddy, Byline, bool]]:
    """Whom somebody has at their side here, or stands beside, with whether they are the newcomer; one query."""
    person = viewpoint.person
    if person is None:
        return ()
    lately = Q(newcomer=person) | Q(pk__in=Buddy.objects.at_it(now).filter(buddy=person).values("pk"))
    rows = Buddy.objects.visible_to(person).filter(lately, community=viewpoint.community)
    joined = rows.select_related("newcomer", "buddy").defer(*beyond_byline("newcomer", "buddy"))
    return [
        (
            one,
            viewpoint.byline_for(one.buddy if one.newcomer_id == person.pk else one.newcomer),
            one.newcomer_id == person.pk,
        )
        for one in joined.order_by("-since", "pk")[:20]
    ]
