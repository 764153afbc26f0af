"""Whoever told a story, or a steward who may read it, says what a step of it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.stories.models import Step, Story
from commonplace.value.models import Indicator, Touch


class NotTheirs(ValueError):
    """It is for its teller to say, and for stewards of what they may read."""


class Elsewhere(ValueError):
    """What is looked at, and the story, are of two communities."""


def may_touch(person: Person, story: Story) -> bool:
    """Whether somebody may say what steps of a story are about: its teller, whoever wrote it down, and stewards."""
    if person.pk in (story.teller_id, story.written_by_id):
        return True
    standing = standing_of(person, story.community)
    return standing is not None and standing.is_steward


@transaction.atomic
def touch(*, by: Person, step: Step, indicators: Iterable[Indicator], at: datetime | None = None) -> None:
    """Say all that a step is about, in place of what was said before; nothing at all takes it back.

    It is no deed: where a story is not told yet, the ledger would tell that there is one. Raises NotTheirs, Elsewhere.
    """
    now = at or timezone.now()
    story = step.story
    if not may_touch(by, story) or not Step.objects.visible_to(by).filter(pk=step.pk).exists():
        raise NotTheirs(by.pk)
    wanted = {one.pk: one for one in indicators}
    if any(one.community_id != story.community_id for one in wanted.values()):
        raise Elsewhere(step.pk)
    lock(Step.objects.filter(pk=step.pk))
    kept = Touch.objects.filter(step=step, indicator__put_aside_at=None)
    kept.exclude(indicator__in=wanted).delete()
    for one in wanted.values():
        Touch.objects.get_or_create(step=step, indicator=one, defaults={"by": by, "at": now})
    ledger.changed([story.community_id])
