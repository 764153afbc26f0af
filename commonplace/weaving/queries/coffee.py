"""Who is in for coffee, and the coffees for which somebody was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Prefetch, Q

from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.people.models import Person
from commonplace.weaving.lots import Pair, pairs_in
from commonplace.weaving.models import AtCoffee, Coffee, CoffeeDraw, CoffeeSeat

MODULE = "coffee"
# Stewards are told how many are in from this many on.
FEWEST: Final = 5
A_YEAR: Final = timedelta(days=366)
SHOWN: Final = 12
_WITH = Prefetch("seats", CoffeeSeat.objects.select_related("person").order_by("person__name", "pk"), to_attr="drawn")


@dataclass(frozen=True)
class Drawn:
    """A coffee as one of its people sees it: with whom, and what they said came of it."""

    coffee: Coffee
    others: Sequence[Byline]
    seat: CoffeeSeat

    @property
    def has_others(self) -> bool:
        """Whether somebody else is still at it."""
        return bool(self.others)


def in_for_it(community: Community) -> Sequence[int]:
    """Members who are in, by their keys."""
    here = Membership.objects.filter(community=community, standing__in=LASTING, person__claimed_at__isnull=False)
    rows = AtCoffee.objects.filter(community=community, person__in=here.values("person")).order_by("person")
    return list(rows.values_list("person_id", flat=True))


def had_within_a_year(community: Community, *, now: datetime) -> set[Pair]:
    """Everyone with everyone of each coffee of a year."""
    rows = CoffeeSeat.objects.filter(coffee__draw__community=community, coffee__draw__at__gt=now - A_YEAR)
    return pairs_in(rows.values_list("coffee_id", "person_id"))


def coffees_of(viewpoint: Viewpoint) -> Sequence[Drawn]:
    """Those for which the viewer was drawn, the latest first; two queries."""
    found = Coffee.objects.visible_to(viewpoint.person).filter(draw__community=viewpoint.community)
    rows = found.select_related("draw").prefetch_related(_WITH).order_by("-draw__month", "-pk")[:SHOWN]
    return [seen(one, viewpoint) for one in rows]


def seen(one: Coffee, viewpoint: Viewpoint) -> Drawn:
    """A coffee whose seats were fetched, as one of its people sees it."""
    assert viewpoint.person is not None  # one of them
    seats: Sequence[CoffeeSeat] = one.drawn  # type: ignore[attr-defined]
    own = next(seat for seat in seats if seat.person_id == viewpoint.person.pk)
    return Drawn(one, [viewpoint.byline_for(seat.person) for seat in seats if seat is not own], own)


def was_left(person: Person, community: Community) -> bool:
    """Whether somebody who was in was drawn with nobody the last time."""
    last = CoffeeDraw.objects.filter(community=community).order_by("-month").first()
    if last is None or not AtCoffee.objects.filter(community=community, person=person, since__lte=last.at).exists():
        return False
    return not CoffeeSeat.objects.filter(Q(coffee__draw=last), person=person).exists()
