"""A steward lays a report out and words it, the core group reads it first, and then it is released to sponsors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.lib.days import end_in_utc
from commonplace.people.models import Person
from commonplace.sponsorship.actions.telling import tell_of_report
from commonplace.sponsorship.models import CoreReading, Report, ReportStep
from commonplace.sponsorship.models.reports import FEWEST_DAYS, MOST_DAYS, MOST_LETTERS, MOST_STEPS, MOST_STORIES
from commonplace.sponsorship.who import core_of, may_release, require_steward
from commonplace.store.locks import lock
from commonplace.stories.models import Audience, Step

MOST_DRAFTS = 6


class TooMany(ValueError):
    """More drafts than anybody finishes."""


class BeginsAfterItEnds(ValueError):
    """A period begins before it ends, and is over."""


class IsReleased(ValueError):
    """Sponsors have it: its words stay as they are."""


class NotBeingRead(ValueError):
    """It does not lie before the core group."""


class NotOfTheCore(ValueError):
    """Stewards and whoever holds a role read it first."""


class NotReadYet(ValueError):
    """The core group has not had its days, or an objection has no reply."""


@dataclass(frozen=True)
class Worded:
    """What a steward says in a report, and which stories it tells, by their keys."""

    title: str
    opening: str
    closing: str
    stories: Sequence[int]


def lay_out(
    *,
    by: Person,
    community: Community,
    since: date,
    until: date,
    worded: Worded,
    kept: Mapping[str, Any],
    at: datetime | None = None,
) -> Report:
    """Begin a report over a period, with what is kept of it as it stands.

    Raises NotASteward, BeginsAfterItEnds, TooMany.
    """
    now = at or timezone.now()
    require_steward(by, community, at=now)
    if until < since or until > now.date():
        raise BeginsAfterItEnds(since, until)
    with transaction.atomic():
        ledger.changed([community.pk])
        mine = Report.objects.filter(community=community)
        same = mine.filter(since=since, until=until, title=worded.title, released_at=None).first()
        if same is not None:
            return same  # sent twice
        if mine.filter(released_at=None).count() >= MOST_DRAFTS:
            raise TooMany(community.pk)
        made = Report.objects.create(
            community=community,
            number=(mine.aggregate(last=Max("number"))["last"] or 0) + 1,
            since=since,
            until=until,
            title=worded.title,
            opening=worded.opening,
            closing=worded.closing,
            kept=dict(kept),
            by=by,
            at=now,
        )
        _tell(made, worded.stories)
    return made


def word(
    *, by: Person, report: Report, worded: Worded, kept: Mapping[str, Any] | None = None, at: datetime | None = None
) -> None:
    """Say it otherwise, tell other stories, or (with `kept`) keep anew what stands. Whoever of the core group had read
    it reads it once more. Raises NotASteward, IsReleased.
    """
    now = at or timezone.now()
    require_steward(by, report.community, at=now)
    with transaction.atomic():
        held = _held(report)
        before = (held.title, held.opening, held.closing, _told(held), held.kept)
        held.title, held.opening, held.closing = worded.title, worded.opening, worded.closing
        if kept is not None:
            held.kept = dict(kept)
        held.save(update_fields=["title", "opening", "closing", "kept"])
        held.steps.all().delete()
        _tell(held, worded.stories)
        if before != (held.title, held.opening, held.closing, _told(held), held.kept):
            CoreReading.objects.filter(report=held, says=CoreReading.Says.FINE).delete()


def drop(*, by: Person, report: Report, at: datetime | None = None) -> None:
    """Let a draft go. Raises NotASteward, IsReleased."""
    require_steward(by, report.community, at=at)
    with transaction.atomic():
        _held(report).delete()


def put_to_core(*, by: Person, report: Report, until: date, at: datetime | None = None) -> None:
    """Have the core group read it until a day is over. Raises NotASteward, IsReleased; ValueError for too few days."""
    now = at or timezone.now()
    require_steward(by, report.community, at=now)
    if not FEWEST_DAYS <= (until - now.date()).days <= MOST_DAYS:
        raise ValueError(until)
    with transaction.atomic():
        held = _held(report)
        Report.objects.filter(pk=held.pk).update(put_at=held.put_at or now, core_until=end_in_utc(until))
        ledger.record(verb="put_report_to_core", person=by, community=report.community, at=now)


def read(*, by: Person, report: Report, says: str, words: str = "", at: datetime | None = None) -> CoreReading:
    """Say as one of the core group that it may go, or what stands in the way; once more is instead.

    Raises NotOfTheCore, NotBeingRead.
    """
    now = at or timezone.now()
    if not core_of(report.community, at=now).filter(person=by).exists():
        raise NotOfTheCore(by.pk)
    with transaction.atomic():
        if not _held_or_none(report, being_read=True):
            raise NotBeingRead(report.pk)
        said, _made = CoreReading.objects.update_or_create(
            report=report, person=by, defaults={"says": says, "words": words, "at": now, "reply": "", "reply_by": None}
        )
    return said


def reply(*, by: Person, reading: CoreReading, words: str, at: datetime | None = None) -> None:
    """Say what became of an objection. Raises NotASteward, NotBeingRead."""
    report = reading.report
    require_steward(by, report.community, at=at)
    with transaction.atomic():
        if not _held_or_none(report, being_read=True):
            raise NotBeingRead(report.pk)
        CoreReading.objects.filter(pk=reading.pk, says=CoreReading.Says.OBJECTS).update(reply=words, reply_by=by)


def release(*, by: Person, report: Report, at: datetime | None = None) -> None:
    """Let sponsors have it, and all members. Raises NotASteward, IsReleased, NotReadYet."""
    now = at or timezone.now()
    require_steward(by, report.community, at=now)
    with transaction.atomic():
        held = _held(report)
        if not may_release(held, at=now):
            raise NotReadYet(held.pk)
        Report.objects.filter(pk=held.pk).update(released_at=now, released_by=by)
        ledger.record(verb="released_report", person=by, community=report.community, at=now)
        tell_of_report(held)


def _held(report: Report) -> Report:
    held = _held_or_none(report)
    if held is None:
        raise IsReleased(report.pk)
    return held


def _held_or_none(report: Report, *, being_read: bool = False) -> Report | None:
    ledger.changed([report.community_id])
    rows = Report.objects.being_read() if being_read else Report.objects.filter(released_at=None)
    found = lock(rows.filter(pk=report.pk))
    if not found:
        return None
    found[0].community = report.community
    return found[0]


def _told(report: Report) -> list[tuple[int, int, int | None]]:
    return list(report.steps.order_by("place", "number").values_list("place", "number", "step_id"))


def _tell(report: Report, stories: Sequence[int]) -> None:
    """The steps of these stories that may be shown to sponsors, in the order in which they are told."""
    steps = Step.objects.released_to(Audience.SPONSOR).filter(
        story__community=report.community_id, story__in=list(stories)
    )
    found: dict[int, list[Step]] = {}
    for step in steps.in_order():
        found.setdefault(step.story_id, []).append(step)
    shown = [key for key in dict.fromkeys(stories) if key in found][:MOST_STORIES]
    ReportStep.objects.bulk_create(
        ReportStep(report=report, place=place, number=number, story_id=key, step=step)
        for place, key in enumerate(shown, 1)
        for number, step in enumerate(_shortly(found[key]), 1)
    )


def _shortly(steps: Sequence[Step]) -> Sequence[Step]:
    """As many as two pages hold: how it began, and what came of it in the end."""
    told = [*steps[:1], *steps[1:][1 - MOST_STEPS :]]
    while len(told) > 1 and sum(len(one.words) for one in told) > MOST_LETTERS:
        told.pop(1 if len(told) > 2 else 0)
    return told
