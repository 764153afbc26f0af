"""What the worker does for gatherings: reminders, each once, and moments told anew where a zone's law has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from commonplace.gatherings.actions.telling import News, tell
from commonplace.gatherings.models import Answer, Gathering, Poll, PollTime, PollVote, Reminding
from commonplace.gatherings.models.gathering import State
from commonplace.lib.zones import NoSuchZone, moment
from commonplace.people.models import Person

LONGEST_LEAD = max(Reminding.SPANS.values())
REMINDED = (Answer.Says.YES, Answer.Says.MAYBE)
A_STEP = 200


def choose_reminder(*, person: Person, lead: str) -> None:
    """Be reminded so long before a gathering, or not at all."""
    Reminding.objects.update_or_create(person=person, defaults={"lead": Reminding.Lead(lead)})


def remind(*, now: datetime) -> int:
    """Remind everyone who comes or might, when they like to be; how many letters were written.

    The mark on the answer and the letter are written together, so that a worker who is killed leaves both or neither.
    """
    soon = Gathering.objects.convened().filter(starts_at__gt=now, starts_at__lte=now + LONGEST_LEAD)
    answers = Answer.objects.filter(gathering__in=soon, says__in=REMINDED).exclude(
        reminded_for=F("gathering__starts_at")
    )
    leads = dict(Reminding.objects.filter(person__in=answers.values("person")).values_list("person", "lead"))
    related = answers.select_related("person", "guest", "gathering__community", "gathering__space")
    return sum(_remind(answer, leads, now) for answer in related.order_by("gathering__starts_at", "pk"))


def _remind(answer: Answer, leads: Mapping[int, str], now: datetime) -> bool:
    span = Reminding.SPANS.get(leads.get(answer.person_id or 0, Reminding.Lead.DAY))
    starts_at = answer.gathering.starts_at
    if span is None or now < starts_at - span:
        return False
    with transaction.atomic():
        due = Answer.objects.filter(Q(reminded_for=None) | ~Q(reminded_for=starts_at), pk=answer.pk, says__in=REMINDED)
        if not due.update(reminded_for=starts_at):
            return False
        # Whoever has said yes within that time knows of it.
        if answer.at > starts_at - span:
            return False
        key = f"SOON:{int(starts_at.timestamp())}"
        return tell(News.SOON, answer, answer.gathering, key=key, at=now) is not None


def remind_of_polls(*, now: datetime) -> int:
    """Remind those who were asked by name when they can, and have not said, once before it closes, as long before as
    they like to be reminded of gatherings; how many letters were written.
    """
    soon = Poll.objects.filter(
        gathering__state=State.DRAFT, chosen=None, closes_at__gt=now, closes_at__lte=now + LONGEST_LEAD
    )
    voted = PollVote.objects.filter(time__poll__gathering=OuterRef("gathering"), person=OuterRef("person"))
    answers = Answer.objects.filter(
        ~Exists(voted), gathering__poll__in=soon, asked_at__isnull=False, person__isnull=False
    ).exclude(reminded_for=F("gathering__poll__closes_at"))
    leads = dict(Reminding.objects.filter(person__in=answers.values("person")).values_list("person", "lead"))
    related = answers.select_related("person", "guest", "gathering__community", "gathering__space", "gathering__poll")
    return sum(_remind_of_poll(answer, leads, now) for answer in related.order_by("gathering", "pk"))


def _remind_of_poll(answer: Answer, leads: Mapping[int, str], now: datetime) -> bool:
    span = Reminding.SPANS.get(leads.get(answer.person_id or 0, Reminding.Lead.DAY))
    closes_at = answer.gathering.poll.closes_at
    if span is None or now < closes_at - span:
        return False
    with transaction.atomic():
        due = Answer.objects.filter(Q(reminded_for=None) | ~Q(reminded_for=closes_at), pk=answer.pk)
        if not due.update(reminded_for=closes_at):
            return False
        # Whoever was asked within that time has the letter that asked them.
        if answer.asked_at is None or answer.asked_at > closes_at - span:
            return False
        key = f"CLOSING:{int(closes_at.timestamp())}"
        return tell(News.CLOSING, answer, answer.gathering, key=key, at=now) is not None


def tell_moments_anew(*, now: datetime) -> int:
    """Bring the moments of what lies ahead to what their clocks on the wall say by the zones' rules of today.

    Where a law has changed, a gathering stays at three o'clock and so is at another moment; where nobody knows its zone
    any more, it stays at the moment that was agreed. How many moved.
    """
    ahead = Gathering.objects.filter(ends_at__gt=now - timedelta(days=1)).exclude(state=State.CANCELLED)
    moved, last = 0, 0
    columns = ("pk", "wall_on", "wall_time", "zone", "minutes", "starts_at")
    while rows := list(ahead.filter(pk__gt=last).order_by("pk").only(*columns)[:A_STEP]):
        last = rows[-1].pk
        moved += sum(_anew(row) for row in rows)
    for time in PollTime.objects.filter(starts_at__gt=now, poll__chosen=None).select_related("poll__gathering"):
        starts_at = _moment(time.wall, time.poll.gathering.zone)
        if starts_at is None or PollTime.objects.filter(poll=time.poll_id, starts_at=starts_at).exists():
            continue
        PollTime.objects.filter(pk=time.pk).update(starts_at=starts_at)
    return moved


def _anew(row: Gathering) -> bool:
    starts_at = _moment(row.wall, row.zone)
    if starts_at is None or starts_at == row.starts_at:
        return False
    ends_at = starts_at + timedelta(minutes=row.minutes)
    # What was moved meanwhile has another clock on the wall, and stays.
    same = Gathering.objects.filter(pk=row.pk, wall_on=row.wall_on, wall_time=row.wall_time, zone=row.zone)
    return bool(same.update(starts_at=starts_at, ends_at=ends_at))


def _moment(wall: datetime, zone: str) -> datetime | None:
    try:
        return moment(wall, zone)
    except NoSuchZone:
        return None
