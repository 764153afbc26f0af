"""Lessons of a benchmark: worded within its group, and told to the community once each of the group has said yes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.lib import markdown
from commonplace.people.models import Person
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.actions.beginning import TooMany
from commonplace.undertakings.actions.deeds import record
from commonplace.undertakings.actions.group import require_in_group
from commonplace.undertakings.actions.indexing import keep_in_index
from commonplace.undertakings.actions.responding import NothingSaid
from commonplace.undertakings.actions.rights import NotTheirs, held_still, may_carry
from commonplace.undertakings.models import Lesson, LessonYes, Participant, Undertaking

MOST_LESSONS = 60


class IsTold(ValueError):
    """It has been told in these words; whoever of the group takes their yes back takes it from there first."""


def word_lesson(
    *, by: Person, undertaking: Undertaking, text: str, lesson: Lesson | None = None, at: datetime | None = None
) -> Lesson:
    """Word a lesson, or word one otherwise: then each is asked for their yes anew. The same words are no second one.

    Raises NotInGroup, IsOver, IsTold, TooMany, NothingSaid and `markdown.TextTooLong`.
    """
    at = at or timezone.now()
    rendered = markdown.render(text)
    if rendered.is_blank:
        raise NothingSaid
    with transaction.atomic():
        standing = held_still(undertaking)
        part = require_in_group(by, standing)
        known = Lesson.objects.filter(benchmark=undertaking.pk)
        if same := known.filter(source=text).first():
            return same
        if lesson is None:
            if known.count() >= MOST_LESSONS:
                raise TooMany(undertaking.pk)
            row = Lesson.objects.create(benchmark_id=undertaking.pk, by=by, source=text, html=rendered.html, at=at)
        else:
            row = known.get(pk=lesson.pk)
            if row.told_at is not None:
                raise IsTold(row.pk)
            row.agreed.all().delete()
            row.source, row.html, row.wording = text, rendered.html, row.wording + 1
            row.save(update_fields=["source", "html", "wording"])
        LessonYes.objects.create(lesson=row, participant=part, at=at)
        beginning.changed(standing, at=at)
        tell_what_is_agreed(standing, at=at)
    return row


def agree(*, by: Person, undertaking: Undertaking, lesson: Lesson, on: int, at: datetime | None = None) -> bool:
    """Say yes to the wording of number `on` of a lesson; False where its words are others by now.

    Raises NotInGroup and IsOver.
    """
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_still(undertaking)
        part = require_in_group(by, standing)
        if not Lesson.objects.filter(pk=lesson.pk, benchmark=undertaking.pk, wording=on).exists():
            return False
        LessonYes.objects.get_or_create(lesson=lesson, participant=part, defaults={"at": at})
        tell_what_is_agreed(standing, at=at)
    return True


def take_yes_back(*, by: Person, undertaking: Undertaking, lesson: Lesson) -> None:
    """Take one's yes back, also of what has been told, after the end, and where one has left: it is told no more."""
    with transaction.atomic():
        if LessonYes.objects.filter(lesson=lesson, participant__person=by).delete()[0]:
            Lesson.objects.filter(pk=lesson.pk, benchmark=undertaking.pk).update(told_at=None)
            ledger.changed([undertaking.community_id])
            keep_in_index(undertaking.pk)


def strike_lesson(*, by: Person, undertaking: Undertaking, lesson: Lesson) -> None:
    """Strike a lesson: whoever worded it does, or one of the group who carries it. Raises NotInGroup and NotTheirs."""
    require_in_group(by, undertaking)
    if lesson.by_id != by.pk and not may_carry(by, undertaking):
        raise NotTheirs(lesson.pk)
    with transaction.atomic():
        Lesson.objects.filter(pk=lesson.pk, benchmark=undertaking.pk).delete()
        ledger.changed([undertaking.community_id])
        keep_in_index(undertaking.pk)


def tell_what_is_agreed(undertaking: Undertaking, *, at: datetime) -> None:
    """Tell the community each lesson to which everyone in the group has said yes; it is held still by whoever asks."""
    inside = set(Participant.objects.still_here(undertaking).values_list("pk", flat=True))
    waiting = Lesson.objects.filter(benchmark=undertaking.pk, told_at=None).select_related("by")
    said: dict[int, set[int]] = {}
    for lesson, participant in LessonYes.objects.filter(lesson__in=waiting).values_list("lesson", "participant"):
        said.setdefault(lesson, set()).add(participant)
    told = [one for one in waiting if inside and inside <= said.get(one.pk, set())]
    for one in told:
        Lesson.objects.filter(pk=one.pk).update(told_at=at)
        record("told_lesson", by=one.by, undertaking=undertaking, at=at, part_id=one.pk)
    if told:
        beginning.changed(undertaking, at=at)
        keep_in_index(undertaking.pk)
