"""What stands in the way is written down, put to somebody who could move it, and answered, or cleared away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.launch.actions.interviewing import NotAStarter
from commonplace.launch.models import Launch, Obstacle
from commonplace.launch.strands import STRANDS
from commonplace.people.models import Person
from commonplace.store.locks import lock

__all__ = ["NotAStarter", "clear", "follow", "note"]
SENT_AGAIN = timedelta(days=1)


class NotAsked(ValueError):
    """An answer has somebody who gave it."""


def note(*, by: Person, launch: Launch, strand: str, words: str, at: datetime | None = None) -> Obstacle:
    """Write down what stands in the way; pressed twice it is one. Raises NotAStarter, KeyError for another strand."""
    now = at or timezone.now()
    _require_starter(by, launch)
    code = STRANDS[strand].code
    with transaction.atomic():
        lock(Launch.objects.filter(pk=launch.pk))
        same = Obstacle.objects.filter(launch=launch, strand=code, words=words, at__gt=now - SENT_AGAIN)
        if made := same.first():
            return made
        made = Obstacle.objects.create(launch=launch, strand=code, words=words, by=by, at=now)
        ledger.record(verb="noted_obstacle", person=by, community=launch.community, space=launch.space, at=now)
    return made


def follow(
    *, by: Person, obstacle: Obstacle, words: str, asked_of: str, answer: str, at: datetime | None = None
) -> None:
    """Say it otherwise, to whom it was put, and what they answered; the days are those on which it was said first.

    Raises NotAStarter, NotAsked.
    """
    today = (at or timezone.now()).date()
    _require_starter(by, obstacle.launch)
    if answer and not asked_of:
        raise NotAsked(obstacle.pk)
    with transaction.atomic():
        for row in lock(Obstacle.objects.filter(pk=obstacle.pk)):
            row.words, row.asked_of, row.answer = words, asked_of, answer
            row.asked_on = (row.asked_on or today) if asked_of else None
            row.answered_on = (row.answered_on or today) if answer else None
            row.save()
        ledger.changed([obstacle.launch.community_id])


def clear(*, by: Person, obstacle: Obstacle) -> None:
    """It stands in the way no more; raises NotAStarter."""
    _require_starter(by, obstacle.launch)
    with transaction.atomic():
        Obstacle.objects.filter(pk=obstacle.pk).delete()
        ledger.changed([obstacle.launch.community_id])


def _require_starter(person: Person, launch: Launch) -> None:
    if not Launch.objects.started_by(person).filter(pk=launch.pk).exists():
        raise NotAStarter(person.pk)
