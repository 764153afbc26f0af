"""A date is looked for: times are proposed, people say when they can, and one of the times is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.gatherings.actions.answering import IsOff, IsOver, Says, answer, forget_votes, held_still
from commonplace.gatherings.actions.convening import ImpossibleTime, Plan, convene
from commonplace.gatherings.actions.deeds import record
from commonplace.gatherings.actions.indexing import keep_in_index
from commonplace.gatherings.actions.rights import require_hand
from commonplace.gatherings.actions.serial import become_series
from commonplace.gatherings.actions.telling import News, tell
from commonplace.gatherings.models import Answer, Gathering, Poll, PollTime, PollVote, State
from commonplace.lib.zones import moment, wall_at
from commonplace.people.models import Person

MOST_TIMES = 20
# Where nobody says until when it is asked, that is so long before the first of the times.
BEFORE = timedelta(days=1)
SAID_BACK = {Says.YES: News.KEPT, Says.WAITING: News.IN_LINE}


class TimeIsGone(LookupError):
    """The time was taken out meanwhile, or has begun."""


class LastTime(ValueError):
    """Without a time nothing is asked: it is called off instead."""


class TooManyTimes(ValueError):
    """More times than anyone looks through."""


def ask_when(
    *,
    by: Person,
    space: Space,
    plan: Plan,
    walls: Sequence[datetime],
    until: datetime | None = None,
    asks_everyone: bool = True,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Gathering:
    """Convene a gathering whose date is open, and ask when it could be; sent twice with the same key it is one.

    `walls` are what clocks in the plan's zone would show. Raises ImpossibleTime, TooManyTimes and `zones.NoSuchZone`.
    """
    at = at or timezone.now()
    found = moments_of(walls, plan.zone, now=at)
    if not found:
        raise ImpossibleTime("none of these")
    first = min(found, key=lambda wall: found[wall])
    with transaction.atomic():
        made = convene(
            by=by,
            space=space,
            plan=Plan(**{**vars(plan), "wall": first}),
            idempotency_key=idempotency_key,
            at=at,
            state=State.DRAFT,
        )
        if not hasattr(made, "poll"):
            ends = closing(found.values(), until=until, now=at)
            poll = Poll.objects.create(gathering=made, by=by, asked_at=at, closes_at=ends, asks_everyone=asks_everyone)
            _write(poll, found)
    return made


def moments_of(walls: Iterable[datetime], zone: str, *, now: datetime) -> dict[datetime, datetime]:
    """Each of these clocks with its moment, the earliest first; raises ImpossibleTime for what is past or never comes,
    TooManyTimes and `zones.NoSuchZone`.
    """
    found: dict[datetime, datetime] = {}
    for wall in sorted(set(walls)):
        found[wall] = moment_of(wall, zone, now=now)
    if len(found) > MOST_TIMES:
        raise TooManyTimes(len(found))
    return found


def moment_of(wall: datetime, zone: str, *, now: datetime) -> datetime:
    """When clocks in `zone` show this; raises ImpossibleTime where that has been, or no clock there ever shows it."""
    starts_at = Plan(title="", wall=wall, zone=zone).starts_at
    if wall_at(starts_at, zone) != wall:
        raise NoSuchHour(wall)
    if starts_at <= now:
        raise IsPast(wall)
    return starts_at


class NoSuchHour(ImpossibleTime):
    """The clock is put forward across this hour on that day."""


class IsPast(ImpossibleTime):
    """It has begun, or has been."""


def closing(moments: Iterable[datetime], *, until: datetime | None, now: datetime) -> datetime:
    """Until when it is asked: as was said, yet not after the last of the times has begun; else a day before the first,
    or, where that is past, until it begins.
    """
    ahead = sorted(one for one in moments if one > now)
    if not ahead:
        return now
    if until is not None and until > now:
        return min(until, ahead[-1])
    return ahead[0] - BEFORE if ahead[0] - BEFORE > now else ahead[0]


def end_of_day(day: datetime, zone: str) -> datetime:
    """The moment at which this day ends by the clock of a zone; raises `zones.NoSuchZone`."""
    return moment(datetime.combine(day.date() + timedelta(days=1), datetime.min.time()), zone)


def held_open(gathering: Gathering, *, at: datetime, even_closed: bool = False) -> tuple[Gathering, Poll]:
    """The gathering whose date is open, kept to this transaction, and its poll; raises IsOff and, once nobody is asked
    any more, IsOver.
    """
    standing = held_still(gathering, at=at, state=State.DRAFT)
    poll = Poll.objects.filter(gathering=standing).first()
    if poll is None:
        raise IsOff(gathering.pk)
    if not even_closed and not poll.takes_answers(at):
        raise IsOver(gathering.pk)
    poll.gathering = standing
    return standing, poll


def say_when(
    *,
    gathering: Gathering,
    person: Person,
    can: Mapping[int, str],
    comes_if_can: bool = False,
    at: datetime | None = None,
) -> int:
    """Say of some of the times whether one can; how many of them are kept, for one may have been taken out meanwhile.

    What is not said of stays as it was; with `comes_if_can` one comes if it is a time at which one can. No deed tells
    of it, for no reading counts it. Raises IsOff and IsOver.
    """
    at = at or timezone.now()
    with transaction.atomic():
        standing, poll = held_open(gathering, at=at)
        row, _new = Answer.objects.get_or_create(gathering=standing, person=person, defaults={"at": at})
        if row.comes_if_can != comes_if_can:
            row.comes_if_can = comes_if_can
            row.save(update_fields=["comes_if_can"])
        there = set(poll.times.values_list("pk", flat=True))
        said = {pk: PollVote.Can(one) for pk, one in can.items() if pk in there}
        before = dict(PollVote.objects.filter(time__poll=poll, person=person).values_list("time", "can"))
        # What stays as it was keeps its moment: of those who can, the first to say so has the first seat.
        new = [PollVote(time_id=pk, person=person, can=one, at=at) for pk, one in said.items() if before.get(pk) != one]
        PollVote.objects.bulk_create(
            new, update_conflicts=True, unique_fields=["time", "person"], update_fields=["can", "at"]
        )
    return len(said)


def propose(
    *,
    by: Person,
    gathering: Gathering,
    walls: Sequence[datetime],
    until: datetime | None = None,
    at: datetime | None = None,
) -> int:
    """Propose more times; how many are new. Raises NotTheirs, IsOff, ImpossibleTime and TooManyTimes."""
    at = at or timezone.now()
    require_hand(by, gathering)
    with transaction.atomic():
        standing, poll = held_open(gathering, at=at, even_closed=True)
        there = set(poll.times.values_list("starts_at", flat=True))
        found = moments_of(walls, standing.zone, now=at)
        new = {wall: starts_at for wall, starts_at in found.items() if starts_at not in there}
        if len(there) + len(new) > MOST_TIMES:
            raise TooManyTimes(len(there) + len(new))
        _write(poll, new)
        if until is not None or poll.closes_at <= at:
            poll.closes_at = closing([*there, *new.values()], until=until, now=at)
            poll.save(update_fields=["closes_at"])
        _stand_at_first(standing, poll)
    return len(new)


def take_out(*, by: Person, gathering: Gathering, time: int, at: datetime | None = None) -> None:
    """Take a time out, with what was said of it; taking it out twice is taking it out once.

    Raises NotTheirs, IsOff and LastTime.
    """
    at = at or timezone.now()
    require_hand(by, gathering)
    with transaction.atomic():
        standing, poll = held_open(gathering, at=at, even_closed=True)
        if not poll.times.exclude(pk=time).exists():
            raise LastTime(time)
        poll.times.filter(pk=time).delete()
        last = poll.times.order_by("-starts_at").values_list("starts_at", flat=True)[0]
        if poll.closes_at > last:
            poll.closes_at = last
            poll.save(update_fields=["closes_at"])
        _stand_at_first(standing, poll)


def choose(*, by: Person, gathering: Gathering, time: int, rule: str = "", at: datetime | None = None) -> Gathering:
    """Have it be at one of the times, from then on by a `rule` where there is one; whoever said when they can is told.

    Who can and said that they then come, comes, in the order in which they said it, while there are seats; the others
    are asked. Raises NotTheirs, IsOff, TimeIsGone, NotARule and, where the rule leaves the time out, ImpossibleTime.
    """
    at = at or timezone.now()
    require_hand(by, gathering)
    with transaction.atomic():
        standing, poll = held_open(gathering, at=at, even_closed=True)
        chosen = poll.times.filter(pk=time, starts_at__gt=at).first()
        if chosen is None:
            raise TimeIsGone(time)
        _stand_at(standing, chosen)
        standing.state, standing.changed_at = State.CONVENED, at
        standing.save(update_fields=["state", "changed_at"])
        poll.chosen, poll.chosen_at = chosen, at
        poll.save(update_fields=["chosen", "chosen_at"])
        if rule:
            become_series(gathering=standing, rule=rule, at=at)
        record("chose_when", by=by, gathering=standing, at=at)
        keep_in_index([standing])
        _seat_and_tell(standing, poll, by=by, at=at)
        if standing.names_are_kept:
            forget_votes(standing)
    return standing


def _seat_and_tell(gathering: Gathering, poll: Poll, *, by: Person, at: datetime) -> None:
    rows = gathering.answers.filter(person__in=PollVote.objects.filter(time__poll=poll).values("person"))
    can = {
        vote.person_id: vote
        for vote in PollVote.objects.filter(time=poll.chosen_id, can=PollVote.Can.YES).order_by("at", "pk")
    }
    wished = {row.person_id: row for row in rows.filter(comes_if_can=True).select_related("person")}
    by_wish = [wished[pk] for pk in can if pk in wished]
    for row in by_wish:
        said = answer(gathering=gathering, says=Says.YES, person=row.person, at=at)
        if row.person_id != by.pk:
            tell(SAID_BACK[Says(said.says)], said, gathering, key="DATED", at=at)
    seated = {row.pk for row in by_wish}
    others = rows.exclude(pk__in=seated).exclude(person=by).select_related("person").order_by("pk")
    for row in others:
        if row.asked_at is None and row.person_id in can:
            # Those who can are asked, and it waits for them until they say so.
            row.asked_by, row.asked_at = by, at
            row.save(update_fields=["asked_by", "asked_at"])
        tell(News.DATED, row, gathering, key="DATED", by=by, at=at)


def _write(poll: Poll, found: Mapping[datetime, datetime]) -> None:
    PollTime.objects.bulk_create(
        PollTime(poll=poll, wall_on=wall.date(), wall_time=wall.time(), starts_at=starts_at)
        for wall, starts_at in found.items()
    )


def _stand_at_first(gathering: Gathering, poll: Poll) -> None:
    """While its date is open it stands at the first of the times, for lists in order and for search."""
    _stand_at(gathering, poll.times.order_by("starts_at", "pk")[0])
    keep_in_index([gathering])


def _stand_at(gathering: Gathering, time: PollTime) -> None:
    gathering.wall_on, gathering.wall_time, gathering.starts_at = time.wall_on, time.wall_time, time.starts_at
    gathering.ends_at = time.starts_at + timedelta(minutes=gathering.minutes)
    gathering.save(update_fields=["wall_on", "wall_time", "starts_at", "ends_at"])
