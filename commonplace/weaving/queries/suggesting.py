"""Of whom a member could say that they should meet, and of whom they said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.people.models import Person
from commonplace.weaving.models import ASKED_FOR, Introduction, Side
from commonplace.weaving.queries.introductions import WITH

# More names than this nobody looks through; whoever stands further down is found on their own page.
MOST_NAMES: Final = 500


@dataclass(frozen=True)
class Suggested:
    """A pair of which one said that they should meet."""

    introduction: Introduction
    one: Byline
    other: Byline


def could_meet(community: Community, *, beside: Person) -> QuerySet[Person]:
    """Everybody who is here and can sign in, but for `beside`; whether they want to be asked is told to nobody."""
    here = Membership.objects.filter(community=community, person=OuterRef("pk"), standing__in=LASTING)
    return Person.objects.filter(Exists(here), claimed_at__isnull=False).exclude(pk=beside.pk)


def names_of_others(viewpoint: Viewpoint, person: Person) -> list[tuple[int, str]]:
    """Whom somebody could meet, by name; one query."""
    if viewpoint.person is None:
        return []
    others = could_meet(viewpoint.community, beside=viewpoint.person).exclude(pk=person.pk)
    return [(one.pk, viewpoint.name_of(one)) for one in others.order_by("name", "pk")[:MOST_NAMES]]


def suggested(viewpoint: Viewpoint, *, now: datetime) -> Sequence[Suggested]:
    """One's own of lately; neither whether they were asked nor what they said is in it. Two queries."""
    if viewpoint.person is None:
        return ()
    own = Introduction.objects.suggested_by(viewpoint.person).filter(
        community=viewpoint.community, put_aside_at=None, proposed_at__gt=now - ASKED_FOR
    )
    told = []
    for one in own.order_by("-proposed_at", "-pk").prefetch_related(WITH):
        both: Sequence[Side] = one.both  # type: ignore[attr-defined]
        if len(both) == 2:
            first, second = (viewpoint.byline_for(side.person) for side in both)
            told.append(Suggested(one, first, second))
    return told
