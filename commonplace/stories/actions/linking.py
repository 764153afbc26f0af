"""A step points at what it came from: a gathering, an answer, something kept, a use, a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.people.models import Person
from commonplace.stories.actions.rights import NotTheirs, held
from commonplace.stories.models import Step, StepLink
from commonplace.stories.queries.sources import LINKED, is_in_confidence, names, seen
from commonplace.stories.rights import may_change

MOST_LINKS = 8


class NothingThere(LookupError):
    """There is no such thing, or it is not for whoever points at it to see."""


class InConfidence(ValueError):
    """It was said in confidence, candidly or without a name, or it says who tells what is told without a name."""


def link(*, by: Person, step: Step, kind: str, object_id: int, at: datetime | None = None) -> StepLink:
    """Point at something; once more is the same. Raises NotTheirs, NothingThere, InConfidence."""
    now = at or timezone.now()
    with transaction.atomic():
        own = held(step.story)
        row = Step.objects.filter(pk=step.pk, story=own).first()
        if row is None or not may_change(by, own, row):
            raise NotTheirs(by.pk)
        if kind not in LINKED or object_id not in seen(kind, [object_id], by):
            raise NothingThere(kind, object_id)
        gives_away = own.is_nameless and own.teller_id is not None and names(own.teller_id, kind, object_id)
        if gives_away or is_in_confidence(kind, object_id):
            raise InConfidence(kind, object_id)
        if StepLink.objects.filter(step=row).count() >= MOST_LINKS:
            raise NothingThere(MOST_LINKS)
        made, _is_new = StepLink.objects.get_or_create(step=row, kind=kind, object_id=object_id)
        Step.objects.filter(pk=row.pk).update(changed_at=now)
    return made


def unlink(*, by: Person, step: Step, pk: int) -> None:
    """Point at it no more. Raises NotTheirs, NothingThere."""
    with transaction.atomic():
        own = held(step.story)
        row = Step.objects.filter(pk=step.pk, story=own).first()
        if row is None or not may_change(by, own, row):
            raise NotTheirs(by.pk)
        if not StepLink.objects.filter(pk=pk, step=row).delete()[0]:
            raise NothingThere(pk)


def drop_what_names(own_id: int, teller: int) -> None:
    """Of a story whose teller is named to nobody, point no more at what says who they are."""
    for one in StepLink.objects.filter(step__story=own_id):
        if names(teller, one.kind, one.object_id):
            one.delete()
