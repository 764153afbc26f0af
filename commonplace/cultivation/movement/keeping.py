"""Weeks kept once: where everyone stood at the end of each, written as people come to stand elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import partial

from django.db.models import QuerySet

from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Community, Membership, Role
from commonplace.communities.modules import is_on
from commonplace.communities.readers import catch_up
from commonplace.communities.standing import BESIDE
from commonplace.cultivation.models import Stood, ToldQuarter, WeeksRead
from commonplace.cultivation.movement.changes import CHANGES
from commonplace.cultivation.movement.flows import FEWEST, Place, flows, least_movers, stood, told
from commonplace.cultivation.movement.quarters import A_DAY, A_WEEK, Quarter, quarter_of
from commonplace.cultivation.movement.reading import as_flows, as_rows
from commonplace.cultivation.participation import WINDOW, Belonging, Deeds, Ring, places
from commonplace.cultivation.reading import TELL_NUMBERS, Row, as_deeds
from commonplace.lib.weeks import monday_of
from commonplace.people.models import Person
from commonplace.store.bulk import write_rows
from commonplace.store.steps import Steps

# What is older is not kept: an archive may begin in 1970, by its own word.
MOST_WEEKS = 20 * 52
# Weeks whose deeds are held in memory at once.
AT_ONCE = 13
MODULE = "cultivation"

Where = Mapping[int, Place]


def keep_weeks(*, now: datetime) -> int:
    """Keep the weeks that are over of every community that looks at how it is doing; how many communities had any."""
    catch_up(CHANGES.code)
    return sum(keep(community, now=now) for community in Community.objects.order_by("pk") if is_on(community, MODULE))


def keep(community: Community, *, now: datetime) -> bool:
    """Keep the weeks of one community that were not read yet, or changed since, and tell their quarters; whether there
    were any.

    What changes meanwhile is read again the next time, and so is everything where the process dies.
    """
    row, _is_new = WeeksRead.objects.get_or_create(community=community)
    last = monday_of(now.astimezone(UTC).date()) - A_WEEK
    first = max(monday_of(community.since.astimezone(UTC).date()), last - MOST_WEEKS * A_WEEK)
    begin = first if row.monday is None else row.monday + A_WEEK
    if row.again_from is not None:
        begin = max(min(begin, row.again_from), first)
    if begin > last:
        return False
    ends = _keep_since(community, begin, last)
    _tell(community, ends)
    WeeksRead.objects.filter(pk=row.pk).update(monday=last)
    # What was said to have changed meanwhile stays said.
    WeeksRead.objects.filter(pk=row.pk, changes=row.changes).update(again_from=None)
    return True


def _keep_since(community: Community, begin: date, last: date) -> dict[Quarter, Where]:
    """Write the weeks from one to another; where people stood at the end of each quarter among these, and before."""
    steps = Steps()
    before = _stood_before(community, begin)
    earlier = _quarter(begin).before
    ends: dict[Quarter, Where] = {earlier: _stood_before(community, earlier.last_week + A_WEEK)}
    while _gone(steps, Stood.objects.filter(community=community, monday__gte=begin)):
        pass
    for monday, where in _weeks(community, begin, last):
        changed = [(one, place) for one, place in where.items() if before.get(one) is not place]
        changed += [(one, Place.OUTSIDE) for one in before.keys() - where.keys()]
        steps.over(changed, partial(_write, community, monday))
        before = where
        if _quarter(monday).last_week == monday:
            ends[_quarter(monday)] = where
    return ends


def _quarter(monday: date) -> Quarter:
    """The quarter in which a week ends."""
    return quarter_of(monday + A_WEEK - A_DAY)


def _gone(steps: Steps, rows: QuerySet[Stood]) -> int:
    """Delete some of these rows; how many there were."""

    def some(size: int) -> int:
        keys = list(rows.values_list("pk", flat=True)[:size])
        Stood.objects.filter(pk__in=keys).delete()
        return len(keys)

    return steps.take(some)


def _write(community: Community, monday: date, changed: Sequence[tuple[int, Place]]) -> None:
    # Whoever is gone since it was read has no row.
    here = set(Person.objects.filter(pk__in=[one for one, _place in changed]).values_list("pk", flat=True))
    rows = [(community.pk, one, monday, place.value) for one, place in changed if one in here]
    unique = ("community_id", "person_id", "monday")
    if rows:
        write_rows(Stood, (*unique, "place"), rows, unique=unique)


def _stood_before(community: Community, monday: date) -> dict[int, Place]:
    """Where people stood at the end of the last week before this one, as it is kept."""
    rows = Stood.objects.filter(community=community, monday__lt=monday).order_by("monday")
    known = {one: Place(place) for one, place in rows.values_list("person_id", "place").iterator(chunk_size=5000)}
    return {one: place for one, place in known.items() if place is not Place.OUTSIDE}


@dataclass(frozen=True)
class People:
    """Who belongs or belonged: as the rings need them, with terms of roles; who can sign in, and who follows only."""

    members: Sequence[Belonging]
    terms: Sequence[tuple[int, date, date | None]]
    claimed: frozenset[int]
    following: frozenset[int]

    def on(self, day: date) -> list[Belonging]:
        """Those of a day."""
        holding = {one for one, since, until in self.terms if since <= day and (until is None or until >= day)}
        return [replace(one, has_live_role=True) if one.person_id in holding else one for one in self.members]


def people_of(community: Community) -> People:
    # Guests come for one thing and leave, sponsors stand beside: what they do is seen around the edge.
    rows = list(
        Membership.objects.filter(community=community)
        .exclude(standing__in=BESIDE)
        .values_list("person_id", "joined_at", "left_at", "person__claimed_at", "pace")
    )
    terms = Role.objects.filter(membership__community=community).values_list("membership__person_id", "since", "until")
    return People(
        [Belonging(one, joined.date(), left.date() if left else None) for one, joined, left, *_ in rows],
        list(terms),
        frozenset(one for one, _joined, _left, claimed, _pace in rows if claimed is not None),
        frozenset(one for one, *_, pace in rows if pace == Membership.Pace.FOLLOW),
    )


def _weeks(community: Community, begin: date, last: date) -> Iterator[tuple[date, dict[int, Place]]]:
    """Each week from one to another, with where those stand who are told apart; who is no member is outside."""
    people = people_of(community)
    monday = begin
    while monday <= last:
        until = min(monday + (AT_ONCE - 1) * A_WEEK, last)
        deeds = _deeds(community, monday - WINDOW, until + A_WEEK)
        while monday <= until:
            sunday = monday + A_WEEK - A_DAY
            found, _alumni = places(deeds, people.on(sunday), on=sunday)
            yield (
                monday,
                {
                    one: Place.FOLLOWING if one in people.following else Place(place.ring.value)
                    for one, place in found.items()
                    if place.ring is not Ring.TRANSACTIONAL and (place.deeds or one in people.claimed)
                },
            )
            monday += A_WEEK


def _deeds(community: Community, since: date, before: date) -> Deeds:
    """The deeds of these days, the last left out."""
    begin, end = (datetime.combine(day, time.min, tzinfo=UTC) for day in (since, before))
    rows = deeds_in_force().filter(
        community=community, person__isnull=False, happened_at__gte=begin, happened_at__lt=end
    )
    columns = ("person_id", "towards_id", "happened_at", "verb", "what_id")
    found: list[Row] = list(rows.order_by("happened_at", "id").values_list(*columns))
    return as_deeds(found)


def _tell(community: Community, ends: Mapping[Quarter, Where]) -> None:
    """Tell the quarters whose two ends are known; what was told stays as it is until five people or more have moved."""
    kept = {Quarter(one.year, one.number): one for one in ToldQuarter.objects.filter(community=community)}
    for quarter in sorted(ends):
        if quarter.before not in ends:
            continue
        before, after = ends[quarter.before], ends[quarter]
        counted: Counter[tuple[Place, Place]] = flows(before, after)
        old = kept.get(quarter)
        if old is not None and least_movers(as_flows(old.counted), counted) < FEWEST:
            continue
        is_small = max(len(before), len(after)) < TELL_NUMBERS
        beside = [_stood_by(kept.get(quarter.before), 1), _stood_by(kept.get(quarter.after), 0)]
        kept[quarter], _is_new = ToldQuarter.objects.update_or_create(
            community=community,
            year=quarter.year,
            number=quarter.number,
            defaults={
                "counted": as_rows(counted),
                "flows": [] if is_small else as_rows(told(counted, *beside)),
                "is_small": is_small,
            },
        )


def _stood_by(telling: ToldQuarter | None, side: int) -> dict[Place, int]:
    """How many stood in places by the telling of a quarter beside this one."""
    return stood(as_flows(telling.counted), as_flows(telling.flows), side) if telling is not None else {}
