"""Somebody whom a step is about objects, and what becomes of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.people.models import Person
from commonplace.stories.actions.releasing import bring_up_to_date
from commonplace.stories.actions.rights import NotTheirs, held
from commonplace.stories.models import Objection, Release, Step

__all__ = ["IsSettled", "NotASteward", "NotTheirs", "keep_out", "let_stand", "object_to", "take_objection_back"]


class IsSettled(ValueError):
    """Something has become of the objection."""


def object_to(*, by: Person, step: Step, words: str, at: datetime | None = None) -> Objection:
    """Object to what a step tells about oneself: it is held from that moment on. Once more is the same objection.

    Off the ledger: it would say whom a story is about. Raises NotTheirs where it is one’s own, or nothing to see.
    """
    now = at or timezone.now()
    with transaction.atomic():
        own = held(step.story)
        if by.pk == own.teller_id or not Step.objects.visible_to(by).filter(pk=step.pk).exists():
            raise NotTheirs(by.pk)
        made, _is_new = Objection.objects.get_or_create(
            step=step, by=by, settled_at=None, defaults={"words": words, "at": now}
        )
        bring_up_to_date(own, at=now)
    return made


def take_objection_back(*, by: Person, objection: Objection, at: datetime | None = None) -> None:
    """Whoever objected does so no longer. Raises NotTheirs, IsSettled."""
    if objection.by_id != by.pk:
        raise NotTheirs(by.pk)
    _settle(by, objection, Objection.Became.TAKEN_BACK, "", at or timezone.now())


def let_stand(*, by: Person, objection: Objection, reply: str, at: datetime | None = None) -> None:
    """A steward lets the step stand, and says why to whoever objected. Raises NotASteward, IsSettled, NotTheirs.

    A steward who told the story, or who objects, leaves it to another.
    """
    now = at or timezone.now()
    story = objection.step.story
    require_steward(by, story.community, at=now)
    if by.pk in (story.teller_id, objection.by_id):
        raise NotTheirs(by.pk)
    _settle(by, objection, Objection.Became.STANDS, reply, now)


def keep_out(*, by: Person, objection: Objection, reply: str = "", at: datetime | None = None) -> None:
    """The teller, or a steward, takes the step back from everybody; it stays with its teller. Raises NotASteward,
    IsSettled.
    """
    now = at or timezone.now()
    story = objection.step.story
    if by.pk != story.teller_id:
        require_steward(by, story.community, at=now)
    _settle(by, objection, Objection.Became.TAKEN_OUT, reply, now)


def _settle(by: Person, objection: Objection, became: str, reply: str, at: datetime) -> None:
    with transaction.atomic():
        own = held(objection.step.story)
        open_ones = Objection.objects.filter(pk=objection.pk, settled_at=None)
        if not open_ones.update(became=became, settled_by=by, settled_at=at, reply=reply):
            raise IsSettled(objection.pk)
        if became == Objection.Became.TAKEN_OUT:
            Release.objects.standing().filter(step=objection.step_id).update(withdrawn_at=at)
        bring_up_to_date(own, at=at)
