"""Coming in for coffee and going out, the draw of a month, and what came of it; all of it off the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.weaving.actions.telling import tell_of_coffee
from commonplace.weaving.lots import Lots, draw
from commonplace.weaving.models import AtCoffee, Came, Coffee, CoffeeDraw, CoffeeSeat
from commonplace.weaving.queries.coffee import MODULE, had_within_a_year, in_for_it
from commonplace.weaving.queries.finding import units_of

# The draw is in the first week of a month: whoever comes in later is drawn with the next.
LAST_DAY = 7


class NotAMember(ValueError):
    """Members have coffee; a guest is here for one thing."""


class NotDrawn(LookupError):
    """They were not drawn for it."""


def come_in(*, by: Person, community: Community, at: datetime | None = None) -> None:
    """Be drawn each month from now on; raises NotAMember."""
    now = at or timezone.now()
    standing = standing_of(by, community, now=now)
    if standing is None or standing.is_guest:
        raise NotAMember(by.pk)
    AtCoffee.objects.get_or_create(community=community, person=by, defaults={"since": now})


def go_out(*, by: Person, community: Community) -> None:
    """Be drawn no more; coffees that were drawn stay."""
    AtCoffee.objects.filter(community=community, person=by).delete()


def draw_coffees(*, now: datetime) -> int:
    """Draw for every community that has coffee and was not drawn this month; how many coffees there are."""
    today = now.astimezone(UTC).date()
    if today.day > LAST_DAY:
        return 0
    month = today.replace(day=1)
    waiting = Community.objects.filter(pk__in=AtCoffee.objects.values("community"))
    waiting = waiting.exclude(pk__in=CoffeeDraw.objects.filter(month=month).values("community"))
    return sum(len(draw_in(one, month=month, now=now).tables) for one in waiting.order_by("pk") if is_on(one, MODULE))


def draw_in(community: Community, *, month: date, now: datetime) -> Lots:
    """Draw for one community, once a month; nothing where it was drawn already."""
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        row, is_new = CoffeeDraw.objects.get_or_create(community=community, month=month, defaults={"at": now})
        if not is_new:
            return Lots()
        had = had_within_a_year(community, now=now)
        lots = draw(in_for_it(community), had=had, unit=units_of(community), seed=f"{community.pk} {month}")
        people = Person.objects.in_bulk([one for table in lots.tables for one in table])
        for table in lots.tables:
            coffee = Coffee.objects.create(draw=row)
            CoffeeSeat.objects.bulk_create(CoffeeSeat(coffee=coffee, person_id=one) for one in table)
            for one in table:
                tell_of_coffee(coffee, people[one], [people[other] for other in table if other != one])
    return lots


def say_of_coffee(*, by: Person, coffee: Coffee, came: str) -> None:
    """Say what came of it, once or anew; read by nobody else. Raises NotDrawn."""
    word = Came(came)
    if not CoffeeSeat.objects.filter(coffee=coffee, person=by).update(came=word):
        raise NotDrawn(coffee.pk)
