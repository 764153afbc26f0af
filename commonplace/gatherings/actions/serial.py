"""Series: a rule, the dates that follow from it for a year ahead, and what is changed for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Membership, Space
from commonplace.communities.viewpoint import standing_of
from commonplace.gatherings.actions.changing import call_off
from commonplace.gatherings.actions.convening import ImpossibleTime, Plan, said_in, seat_hosts
from commonplace.gatherings.actions.deeds import WHAT
from commonplace.gatherings.actions.indexing import keep_in_index
from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.gatherings.models import Gathering, Series
from commonplace.gatherings.models.series import as_id
from commonplace.gatherings.models.terms import CARRIED
from commonplace.gatherings.rooms import new_room
from commonplace.lib.recurrence import NotARule, first_wall, tidy_rule, walls
from commonplace.lib.zones import NoSuchZone, moment, wall_at
from commonplace.people.models import Person
from commonplace.search import index
from commonplace.store.locks import lock

__all__ = [
    "NotARule",
    "become_series",
    "begin_series",
    "end_series",
    "make_dates",
    "make_dates_of_all",
    "may_lead",
]

HORIZON = timedelta(days=366)
# A date a day for a year is as often as people meet; a rule that gives more is made as far as this.
MOST_DATES = 400


def begin_series(
    *,
    by: Person,
    space: Space,
    plan: Plan,
    rule: str,
    exdates: Iterable[datetime] = (),
    idempotency_key: str | None = None,
    at: datetime | None = None,
    origin: str = "",
) -> Gathering:
    """Convene a gathering that comes again by a rule, from the first time on at which the rule comes true.

    `exdates` are left out, as clocks on walls show them. Gives its first date; sent twice with the same
    `idempotency_key` it is one. Raises NotARule, ImpossibleTime and `zones.NoSuchZone`.
    """
    at = at or timezone.now()
    rule = tidy_rule(rule)
    first = first_wall(rule, plan.wall, zone=plan.zone)
    if first is None:
        raise ImpossibleTime(rule)
    plan = Plan(**{**vars(plan), "wall": first})
    said = {name: value for name, value in said_in(plan, space).items() if name not in ("starts_at", "ends_at")}
    key = idempotency_key or None
    if key and (made := Gathering.objects.filter(convener=by, idempotency_key=key).first()) is not None:
        return made
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        if key and (made := Gathering.objects.filter(convener=by, idempotency_key=key).first()) is not None:
            return made
        series = Series.objects.create(
            community=space.community,
            space=space,
            convener=by,
            rule=rule,
            exdates=sorted(as_id(one) for one in exdates),
            made_at=at,
            changed_at=at,
            **said,
        )
        make_dates(series=series, now=at, hosts=plan)
        begun = series.gatherings.order_by("starts_at", "pk").first()
        if begun is None:
            raise ImpossibleTime(rule)
        Gathering.objects.filter(pk=begun.pk).update(idempotency_key=key)
        ledger.record(
            verb="convened",
            person=by,
            community=space.community,
            space=space,
            at=at,
            what=WHAT,
            what_id=begun.pk,
            origin=origin,
        )
    begun.community, begun.space = space.community, space
    return begun


def become_series(*, gathering: Gathering, rule: str, at: datetime) -> Series:
    """Have a gathering come again by a rule, of which it is the first date; within a transaction that holds it.

    Raises NotARule, and ImpossibleTime where by the rule it would not be then.
    """
    rule = tidy_rule(rule)
    if first_wall(rule, gathering.wall, zone=gathering.zone) != gathering.wall:
        raise ImpossibleTime(rule)
    said = {name: getattr(gathering, name) for name in CARRIED}
    series = Series.objects.create(**said, wall_on=gathering.wall_on, rule=rule, made_at=at, changed_at=at)
    gathering.series, gathering.recurrence_id = series, as_id(gathering.wall)
    gathering.save(update_fields=["series", "recurrence_id"])
    make_dates(series=series, now=at)
    return series


def make_dates(*, series: Series, now: datetime, hosts: Plan | None = None) -> int:
    """Make the dates of a series that are missing for the year ahead; how many were made. Doing it again makes none."""
    with transaction.atomic():
        found = lock(Series.objects.filter(pk=series.pk, ended_at=None))
        if not found:
            return 0
        standing = found[0]
        try:
            until = wall_at(now, standing.zone).replace(hour=0, minute=0, second=0, microsecond=0) + HORIZON
        except NoSuchZone:
            # Nobody can tell when it would be: the dates that were made stay.
            return 0
        after = standing.wall
        if standing.made_until is not None:
            after = datetime.combine(standing.made_until, datetime.min.time())
        there = set(standing.gatherings.values_list("recurrence_id", flat=True))
        coming = walls(standing.rule, standing.wall, after=after, before=until, zone=standing.zone)
        wanted = [
            wall for wall in islice(coming, MOST_DATES) if as_id(wall) not in there and not standing.leaves_out(wall)
        ]
        made = Gathering.objects.bulk_create([_date(standing, wall, now) for wall in wanted])
        _with_hosts(standing, made, hosts, now)
        keep_in_index(made)
        # What was cut off goes on from the day of the last one.
        reached = wanted[-1].date() if len(wanted) >= MOST_DATES else until.date()
        Series.objects.filter(pk=standing.pk).update(made_until=reached)
    return len(made)


def _date(series: Series, wall: datetime, now: datetime) -> Gathering:
    starts_at = moment(wall, series.zone)
    return Gathering(
        **{name: getattr(series, name) for name in CARRIED},
        series=series,
        recurrence_id=as_id(wall),
        wall_on=wall.date(),
        room=new_room() if series.room else "",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=series.minutes),
        made_at=now,
        changed_at=now,
    )


def _with_hosts(series: Series, made: list[Gathering], plan: Plan | None, now: datetime) -> None:
    """New dates are held by whoever holds the latest that was there before, and is here."""
    if plan is not None:
        hosts = list(plan.hosts)
    else:
        earlier = series.gatherings.exclude(pk__in=[one.pk for one in made]).order_by("-starts_at", "-pk").first()
        rows = earlier.hosts.select_related("person").order_by("pk") if earlier is not None else None
        # Whoever has left holds no date that is made from here on.
        here = Membership.objects.current(now).filter(community=series.community_id).values("person")
        hosts = [(host.person, host.part) for host in rows.filter(person__in=here)] if rows is not None else []
    if hosts:
        for one in made:
            seat_hosts(one, hosts)


def make_dates_of_all(*, now: datetime) -> int:
    """Make the dates of every series that goes on, a year ahead; how many were made."""
    return sum(make_dates(series=series, now=now) for series in Series.objects.going_on().order_by("pk"))


def may_lead(person: Person | None, series: Series) -> bool:
    """Whether `person` convened the series or tends its community."""
    standing = standing_of(person, series.community)
    return person is not None and standing is not None and (standing.is_steward or series.convener_id == person.pk)


def end_series(*, by: Person, series: Series, why: str, at: datetime | None = None) -> int:
    """End a series: dates ahead that people answered are called off with the reason, others go; how many were ahead.

    What has been stays. Raises NotTheirs.
    """
    at = at or timezone.now()
    if not may_lead(by, series):
        raise NotTheirs(f"{by} does not lead {series.pk}")
    with transaction.atomic():
        if not lock(Series.objects.filter(pk=series.pk, ended_at=None)):
            return 0
        ahead = series.gatherings.convened().filter(starts_at__gt=at).select_related("community", "space")
        told, left = 0, []
        for one in ahead.order_by("pk"):
            if one.answers.exists() or one.conversation_id is not None:
                call_off(by=by, gathering=one, why=why, at=at, is_one_of_many=True)
                told += 1
            else:
                left.append(one.pk)
        index.drop("gathering", left)
        Gathering.objects.filter(pk__in=left).delete()
        Series.objects.filter(pk=series.pk).update(ended_at=at, changed_at=at, sequence=series.sequence + 1)
    return told + len(left)
