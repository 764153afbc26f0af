"""The rota of a help desk: weeks shared out among those who carry it, and swapped by the two concerned."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonplace.communities import access
from commonplace.people.models import Person
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.actions.deeds import record
from commonplace.undertakings.actions.rights import NotTheirs, held_still, require_hand
from commonplace.undertakings.actions.telling import News, tell_all
from commonplace.undertakings.models import HelpDesk, Shift, Swap, Undertaking
from commonplace.undertakings.models.help_desk import A_WEEK

MOST_WEEKS = 26
TOLD_WITHIN = timedelta(days=3)  # of a week that has begun: later, nobody needs to be told any more


class NobodyThere(ValueError):
    """Nobody has a hand in the desk who could have a week."""


class OwnWeek(ValueError):
    """Both weeks are one person's; there is nothing to swap."""


class IsPast(ValueError):
    """The week is over."""


def week_of(moment: datetime) -> datetime:
    """The beginning of the week of a moment: Monday, midnight in UTC."""
    day = moment.astimezone(UTC).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), tzinfo=UTC)


def share_out(*, by: Person, undertaking: Undertaking, weeks: int, at: datetime | None = None) -> int:
    """Give each of the coming weeks that nobody has to somebody who carries the desk, in turn; how many were given.

    Whoever has waited longest for a turn comes first. Weeks that somebody has stay theirs. Raises NotTheirs, IsOver and
    NobodyThere.
    """
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        standing = held_still(undertaking)
        people = _on_the_rota(standing)
        if not people:
            raise NobodyThere(undertaking.pk)
        last = {pk: datetime.min.replace(tzinfo=UTC) for pk in people}
        for shift in Shift.objects.filter(desk=undertaking.pk, person__in=people).order_by("starts_at"):
            last[shift.person_id] = shift.starts_at
        ahead = [week_of(at) + n * A_WEEK for n in range(min(max(weeks, 0), MOST_WEEKS))]
        taken = set(
            Shift.objects.filter(desk=undertaking.pk, starts_at__gte=week_of(at)).values_list("starts_at", flat=True)
        )
        given = []
        for week in ahead:
            if week not in taken:
                turn = min(people, key=lambda pk: (last[pk], people.index(pk)))
                last[turn] = week
                given.append(Shift(desk_id=undertaking.pk, person_id=turn, starts_at=week))
        Shift.objects.bulk_create(given)
        if given:
            record("shared_out", by=by, undertaking=standing, at=at)
            beginning.changed(standing, at=at)
    return len(given)


def _on_the_rota(undertaking: Undertaking) -> list[int]:
    """The keys of those who carry it and still read it, whoever began it first."""
    hands = list(undertaking.hands.order_by("since", "pk").values_list("person", flat=True))
    carriers = [pk for pk in dict.fromkeys([undertaking.begun_by_id, *hands]) if pk is not None]
    found = Person.objects.filter(access.is_here_and_reads(undertaking.space), pk__in=carriers)
    here = set(found.values_list("pk", flat=True))
    return [pk for pk in carriers if pk in here]


def ask_to_swap(
    *, by: Person, undertaking: Undertaking, given: Shift, wanted: Shift, at: datetime | None = None
) -> Swap:
    """Ask whoever has the week `wanted` to take one's own, `given`, for it. Raises NotTheirs, OwnWeek and IsPast."""
    at = at or timezone.now()
    with transaction.atomic():
        held_still(undertaking)
        mine, theirs = (Shift.objects.get(pk=one.pk, desk=undertaking.pk) for one in (given, wanted))
        if mine.person_id != by.pk:
            raise NotTheirs(given.pk)
        if theirs.person_id == by.pk:
            raise OwnWeek(wanted.pk)
        if min(mine.starts_at, theirs.starts_at) < week_of(at):
            raise IsPast(undertaking.pk)
        (swap, is_new) = Swap.objects.get_or_create(given=mine, wanted=theirs, defaults={"at": at})
        if is_new:
            key = f"SWAP:{swap.pk}"
            until = min(mine.starts_at, theirs.starts_at) + A_WEEK
            tell_all(
                News.SWAP, undertaking, to=[theirs.person_id], by=by, key=key, until=mine.starts_at,
                useful_until=until, at=at,
            )  # fmt: skip
    return swap


def answer_swap(*, by: Person, undertaking: Undertaking, swap: Swap, yes: bool, at: datetime | None = None) -> None:
    """Say yes or no to a swap; with a yes each has the other's week. Whoever asked can let it be.

    What else was asked about either week is settled with it. Raises NotTheirs, IsOver and IsPast.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held_still(undertaking)
        standing = Swap.objects.filter(pk=swap.pk, given__desk=undertaking.pk).select_related("given", "wanted").first()
        if standing is None:
            return
        mine, theirs = standing.given, standing.wanted
        if by.pk not in ((theirs.person_id,) if yes else (theirs.person_id, mine.person_id)):
            raise NotTheirs(swap.pk)
        if not yes:
            standing.delete()
            return
        if min(mine.starts_at, theirs.starts_at) < week_of(at):
            raise IsPast(swap.pk)
        Shift.objects.filter(pk=mine.pk).update(person=theirs.person_id, told_at=None)
        Shift.objects.filter(pk=theirs.pk).update(person=mine.person_id, told_at=None)
        both = [mine.pk, theirs.pk]
        Swap.objects.filter(Q(given__in=both) | Q(wanted__in=both)).delete()
        record("swapped_weeks", by=by, undertaking=undertaking, at=at, towards=Person(pk=mine.person_id))


def tell_of_weeks(*, now: datetime) -> int:
    """Tell those whose week has begun that they have the desk, each once; how many were told."""
    begun = Shift.objects.filter(
        told_at=None, starts_at__lte=now, starts_at__gt=now - TOLD_WITHIN, desk__undertaking__ended_at=None
    )
    found = begun.select_related("desk__undertaking__community", "desk__undertaking__space")
    return sum(_tell(shift, now) for shift in found.order_by("starts_at", "pk"))


def _tell(shift: Shift, now: datetime) -> int:
    with transaction.atomic():
        if not Shift.objects.filter(pk=shift.pk, person=shift.person_id, told_at=None).update(told_at=now):
            return 0
        key = f"WEEK:{shift.pk}:{shift.person_id}"
        until = shift.starts_at + A_WEEK
        return tell_all(
            News.WEEK, shift.desk.undertaking, to=[shift.person_id], key=key, until=until, useful_until=until, at=now
        )


def holder_of(desk: HelpDesk | int, *, at: datetime) -> int | None:
    """The key of whoever has the desk in the week of a moment; one query."""
    found = Shift.objects.filter(desk=desk, starts_at=week_of(at)).values_list("person", flat=True)
    return found.first()
