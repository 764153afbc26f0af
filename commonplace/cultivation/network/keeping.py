"""What is kept of networks: read once a week, for stewards' care anew each time, for everyone once five have moved."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import batched, islice
from typing import Any

import igraph
import numpy as np
from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Community, Membership
from commonplace.communities.modules import is_on
from commonplace.cultivation.models import Drawable, Network, NetworkDot, NetworkKnot
from commonplace.cultivation.movement.flows import Place
from commonplace.cultivation.movement.reading import standing_now
from commonplace.cultivation.network import layout, shape, told
from commonplace.cultivation.network.deeds import Columns, deeds_of_both
from commonplace.cultivation.network.reading import Reading, read
from commonplace.cultivation.network.ties import Ints
from commonplace.lib.weeks import monday_of

SPOKE = ("opened", "replied")
# A bridge leads from a unit of so many people in the network to another: of fewer, every tie would be one.
A_UNIT = 3
MOST_KNOTS = 300
# People who are asked for at once.
AT_ONCE = 500
MOST_LINES = 6_000
A_YEAR = timedelta(days=365)
A_QUARTER = 13  # weeks
CHARTER, PRACTICE = ("revised_charter",), ("kept", "used", "adapted")


def keep_networks(*, now: datetime) -> int:
    """Read the networks of communities that this week has not seen yet; how many."""
    done = Network.objects.filter(monday__gte=monday_of(now.date())).values("community")
    due = [one for one in Community.objects.exclude(pk__in=done).order_by("pk") if is_on(one, "cultivation")]
    for community in due:
        keep_network(community=community, now=now)
    return len(due)


def keep_network(*, community: Community, now: datetime) -> Network:
    """Keep what is read of a network now; what everyone is told stays as it was while fewer than five have moved."""
    told_at = Network.objects.filter(community=community).values_list("told_at", flat=True).first()
    # What was told is looked at again by the deeds of today, which are loaded once for both.
    deeds, deeds_then = deeds_of_both(community, now, min(told_at or now, now))
    reading = read(community, now=now, deeds=deeds)
    drawable = dict(Drawable.objects.filter(community=community, at__lte=now).values_list("person", "at"))
    monday = monday_of(now.date())
    with transaction.atomic():
        kept, _is_new = Network.objects.get_or_create(community=community, defaults={"monday": monday})
        kept.monday = monday
        kept.past = [
            {"on": week.day.isoformat(), "tied": week.tied, "ties": week.ties, "cut_people": week.cut_people}
            for week in reading.weeks[::-A_QUARTER]
        ]
        kept.knots.all().delete()
        NetworkKnot.objects.bulk_create(_knots(kept, reading), batch_size=500)
        if reading.network.people.size < told.TELL_FROM:
            kept.told_at, kept.whole = None, {}
            kept.dots.all().delete()
        elif kept.told_at is None or _has_moved(community, kept.told_at, reading, drawable, deeds_then):
            _tell(kept, reading, drawable, now)
        kept.save()
    return kept


def _has_moved(
    community: Community, told_at: datetime, reading: Reading, drawable: Mapping[int, datetime], deeds_then: Columns
) -> bool:
    """Whether five people or more have moved since, by what the ledger says of both moments today."""
    then = read(community, now=told_at, deeds=deeds_then)
    before = told.facts_of(then.network, then.belongs, (one for one, at in drawable.items() if at <= told_at))
    after = told.facts_of(reading.network, reading.belongs, drawable)
    return told.least_movers(before, after) >= told.FEWEST


def _tell(kept: Network, reading: Reading, drawable: Collection[int], now: datetime) -> None:
    """Write what everyone is told, and the dots of those who may be drawn."""
    circles, rest, of = told.circles(reading.network, reading.groups.of)
    before = {person: (x, y) for person, x, y in kept.dots.values_list("person", "x", "y")}
    kept.dots.all().delete()
    drawn = _drawn(reading, drawable)
    ties = _ties_among(drawn, reading)
    where = layout.stand(ties, {at: before[one] for at, one in enumerate(drawn.tolist()) if one in before})
    places = np.searchsorted(reading.network.people, drawn)
    NetworkDot.objects.bulk_create(
        [
            NetworkDot(network=kept, person_id=person, place=at, circle=circle, x=x, y=y)
            for at, (person, circle, (x, y)) in enumerate(
                zip(drawn.tolist(), of[places].tolist(), where.tolist(), strict=True)
            )
        ],
        batch_size=500,
    )
    kept.told_at = now
    kept.whole = {
        **_numbers(reading, rest),
        "circles": [vars(one) for one in circles],
        "rest": vars(rest) if rest else None,
        "drawn": int(drawn.size),
        "lines": [list(line) for line in ties.get_edgelist()],
        **_besides(kept.community, now),
    }


def _drawn(reading: Reading, drawable: Collection[int]) -> Ints:
    """The ids of those who are drawn: who said so and can sign in, those with the most ties where they are too many;
    nobody where they are so few that one would know who is who.
    """
    network = reading.network
    may = np.flatnonzero(reading.is_claimed & np.isin(network.people, list(drawable)))
    if may.size < told.TELL_FROM:
        return network.people[:0]
    kept = may[np.argsort(-network.degree[may], kind="stable")[: layout.MOST_DRAWN]]
    return np.sort(network.people[kept])


def _ties_among(drawn: Ints, reading: Reading) -> igraph.Graph:
    """The ties between those who are drawn, the strongest where there are more than a picture has room for."""
    ties, people = reading.network.ties, reading.network.people
    among = np.flatnonzero(np.isin(people[ties.one], drawn) & np.isin(people[ties.other], drawn))
    among = np.sort(among[np.argsort(-ties.weight[among], kind="stable")[:MOST_LINES]])
    ends = [np.searchsorted(drawn, people[side[among]]) for side in (ties.one, ties.other)]
    return igraph.Graph(n=drawn.size, edges=np.column_stack(ends))


def _numbers(reading: Reading, rest: told.Circle | None) -> dict[str, Any]:
    """The numbers that everyone may read; null where one would rest on fewer than five people."""
    shape_, network = reading.shape, reading.network
    others = rest.people - shape_.isolates if rest else 0
    sides = {"units": reading.units.of, "countries": reading.countries.of, "languages": reading.languages.of}
    return {
        "people": shape_.people,
        "ties": shape_.ties,
        "isolates": told.few_or(shape_.isolates, shape_.people) if others == 0 or others >= told.FEWEST else None,
        "cut_people": told.few_or(shape_.cut_people, shape_.people),
        "reciprocity": _of_a_hundred(shape_.reciprocity),
        "reach": _of_a_hundred(shape_.reach.share if shape_.reach else None),
        "across": {side: told.across(network.ties, said) for side, said in sides.items()},
        "modularity": round(reading.groups.modularity, 2) if len(network.ties) else None,
        "likeness": _like_units(reading),
    }


def _like_units(reading: Reading) -> float | None:
    """How much the circles are the units that people told, where enough told one."""
    known = np.count_nonzero((reading.units.of >= 0) & (reading.network.degree > 0))
    likeness = reading.likeness if known >= told.TELL_FROM else None
    return None if likeness is None else round(likeness, 2)


def _of_a_hundred(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _besides(community: Community, now: datetime) -> dict[str, Any]:
    """What makes a community of a network: a charter that people changed, a practice in use, newcomers in the core."""
    year = deeds_in_force().filter(community=community, happened_at__gt=now - A_YEAR, happened_at__lte=now)
    people = dict(
        year.filter(verb__in=(*PRACTICE, *CHARTER), person__isnull=False)
        .order_by()
        .values_list("verb")
        .annotate(Count("person", distinct=True))
    )
    core = [one for one, place in standing_now(community).items() if place is Place.CORE]
    came = Membership.objects.filter(community=community, joined_at__gt=now - A_YEAR)
    new = len(set(core).intersection(came.values_list("person", flat=True)))
    return {
        "charter": max((people.get(verb, 0) for verb in CHARTER), default=0),
        "practice": {verb: number if number >= told.FEWEST else None for verb, number in sorted(people.items())},
        "new_in_core": new if new >= told.FEWEST else None,
    }


def _knots(kept: Network, reading: Reading) -> Iterator[NetworkKnot]:
    """Whom a steward might think of, of those who can sign in."""
    network, units = reading.network, reading.units
    people, claimed = network.people.tolist(), reading.is_claimed.tolist()
    cut = ((at, parted) for at, parted in sorted(shape.cut_people(reading.graph).items()) if claimed[at])
    for at, parted in islice(cut, MOST_KNOTS):
        yield NetworkKnot(network=kept, person_id=people[at], kind=NetworkKnot.Kind.CUT, parted=parted)
    for person in islice(_quiet(kept.community, reading), MOST_KNOTS):
        yield NetworkKnot(network=kept, person_id=person, kind=NetworkKnot.Kind.QUIET)
    sizes = np.bincount(units.of[units.of >= 0], minlength=len(units.names))
    said = np.where((units.of >= 0) & (sizes[units.of] >= A_UNIT), units.of, -1) if len(units.names) else units.of
    bridges = (one for one in shape.lone_bridges(network.ties, said) if claimed[one.person])
    for one in islice(bridges, MOST_KNOTS):
        between = " – ".join((units.names[one.one], units.names[one.other]))
        yield NetworkKnot(
            network=kept, person_id=people[one.person], kind=NetworkKnot.Kind.BRIDGE, between=between[:500]
        )


def _quiet(community: Community, reading: Reading) -> Iterator[int]:
    """Who belongs, once said something here, has no tie, and has not chosen to follow only; in the order of ids."""
    spoke = deeds_in_force().filter(community=community, verb__in=SPOKE, person=OuterRef("person"))
    here = Membership.objects.filter(Exists(spoke), community=community).exclude(pace=Membership.Pace.FOLLOW)
    alone = reading.network.people[reading.belongs & (reading.network.degree == 0)]
    for some in batched(np.sort(alone).tolist(), AT_ONCE, strict=False):
        yield from here.filter(person__in=some).order_by("person").values_list("person", flat=True)
