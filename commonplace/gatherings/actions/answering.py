"""Saying whether one comes: exactly as many as there are seats, and a line in order behind them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Deed, Membership
from commonplace.gatherings.actions.deeds import WHAT, record
from commonplace.gatherings.actions.telling import News, tell
from commonplace.gatherings.models import Answer, Gathering, Invited, PollVote, State
from commonplace.people.models import Person
from commonplace.store.locks import lock

Says = Answer.Says
MOST_WORDS = 400
AT_ONCE = 100


class IsOver(ValueError):
    """It has ended; nobody comes to it any more."""


class IsOff(ValueError):
    """It does not take place, or has no date yet."""


def answer(
    *,
    gathering: Gathering,
    says: str,
    person: Person | None = None,
    guest: Invited | None = None,
    words: str | None = None,
    at: datetime | None = None,
) -> Answer:
    """Say whether a person, or a guest from outside, comes; whoever says yes when all seats are taken waits in line.

    `words` are two lines for whoever cannot come; None leaves what was said. Saying it twice is saying it once. Raises
    IsOver and IsOff.
    """
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_still(gathering, at=at)
        (row, _new) = Answer.objects.get_or_create(gathering=standing, person=person, guest=guest, defaults={"at": at})
        before = row.says
        now_says = _seated(standing, row) if says == Says.YES else Says(says)
        if now_says == Says.WAITING and before != Says.WAITING:
            last = standing.answers.aggregate(last=Max("place"))["last"] or 0
            row.place = last + 1
        if now_says != before:
            row.says, row.at = now_says, at
        if words is not None:
            row.words = words[:MOST_WORDS]
        row.save(update_fields=["says", "at", "place", "words"])
        _keep_deed(standing, row, before=before, at=at)
        if before == Says.YES and now_says != Says.YES:
            move_up(standing, at=at)
    return row


def held_still(gathering: Gathering, *, at: datetime, state: str = State.CONVENED) -> Gathering:
    """The gathering as it stands, kept to this transaction; raises IsOver and, where it is in another state, IsOff."""
    found = lock(Gathering.objects.filter(pk=gathering.pk))
    if not found or found[0].state != state:
        raise IsOff(gathering.pk)
    if state == State.CONVENED and found[0].is_over(at):
        raise IsOver(gathering.pk)
    found[0].community, found[0].space = gathering.community, gathering.space
    return found[0]


def _seated(gathering: Gathering, row: Answer) -> Answer.Says:
    """Whether there is a seat for a yes. Nobody passes those who wait: a seat that is free is theirs first."""
    if gathering.capacity is None or row.says == Says.YES:
        return Says.YES
    others = gathering.answers.exclude(pk=row.pk)
    if row.says != Says.WAITING and others.waiting().exists():
        return Says.WAITING
    return Says.YES if others.coming().count() < gathering.capacity else Says.WAITING


def move_up(gathering: Gathering, *, at: datetime) -> int:
    """Give free seats to those who wait, the first of them first, and tell them; how many came off the line.

    The gathering is held by the caller.
    """
    free = None if gathering.capacity is None else gathering.capacity - gathering.answers.coming().count()
    waiting = gathering.answers.waiting().select_related("person", "guest")
    moved = 0
    for row in waiting if free is None else waiting[: max(0, free)]:
        row.says, row.at = Says.YES, at
        row.save(update_fields=["says", "at"])
        _keep_deed(gathering, row, before=Says.WAITING, at=at)
        tell(News.SEAT, row, gathering, key=f"SEAT:{row.place}", at=at)
        moved += 1
    return moved


def take_back(*, answer: Answer, at: datetime | None = None) -> None:
    """Take an answer out altogether, as when its person goes; whoever waits moves up while that still helps."""
    at = at or timezone.now()
    with transaction.atomic():
        gathering = answer.gathering
        found = lock(Gathering.objects.filter(pk=gathering.pk))
        row = Answer.objects.filter(pk=answer.pk).first()
        if not found or row is None:
            return
        had_seat = row.says == Says.YES
        _keep_deed(gathering, Answer(says=Says.NOTHING, person=row.person), before=row.says, at=at)
        row.delete()
        PollVote.objects.filter(time__poll__gathering=gathering, person=answer.person).delete()
        if had_seat and found[0].state == "convened" and not found[0].is_over(at):
            found[0].community, found[0].space = gathering.community, gathering.space
            move_up(found[0], at=at)


def forget_votes(gathering: Gathering) -> None:
    """Of what is held in confidence nothing is left of who could when, once that is not asked any more."""
    PollVote.objects.filter(time__poll__gathering=gathering).delete()


def free_seats_of_who_left(*, now: datetime) -> int:
    """Take out the answers, to what lies ahead, of people who stand in its community no more; how many there were."""
    standing = Membership.objects.current(now).filter(
        person=OuterRef("person"), community=OuterRef("gathering__community")
    )
    ahead = Answer.objects.filter(gathering__ends_at__gt=now, person__isnull=False).exclude(says=Says.NO)
    gone = ahead.exclude(Exists(standing)).select_related("person", "gathering__community", "gathering__space")
    taken = 0
    for row in gone.order_by("gathering", "place", "pk")[:AT_ONCE]:
        take_back(answer=row, at=now)
        taken += 1
    return taken


def _keep_deed(gathering: Gathering, row: Answer, *, before: str, at: datetime) -> None:
    """A yes is a deed, and one that was taken back is none; of what is held in confidence nobody can read it."""
    if row.person is None or gathering.names_are_kept:
        return
    if row.says == Says.YES and before != Says.YES:
        record("said_yes", by=row.person, gathering=gathering, at=at)
    elif before == Says.YES and row.says != Says.YES:
        said = Deed.objects.filter(verb="said_yes", what=WHAT, what_id=gathering.pk, person=row.person)
        ledger.reverse_deeds(said, at=at)
