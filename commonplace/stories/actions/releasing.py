"""Its teller lets a step go as far as they like, takes it back, and takes the whole story back or brings it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Deed
from commonplace.people.models import Person
from commonplace.store.wiping import to_be_wiped
from commonplace.stories.actions.half_typed import forget_half_typed
from commonplace.stories.actions.indexing import keep_in_index
from commonplace.stories.actions.rights import held, require_standing, require_teller
from commonplace.stories.models import Audience, Objection, Release, Step, Story, Withdrawal
from commonplace.stories.models.story import KIND

NOBODY = ""


class NotConfirmed(ValueError):
    """Its teller has not said yet that these are their words."""


class IsObjectedTo(ValueError):
    """Somebody whom it is about objects: it goes nowhere until that is settled."""


def let_go(*, by: Person, story: Story, reach: Mapping[int, str], at: datetime | None = None) -> None:
    """Say of steps, by their keys, how far each may go; `NOBODY` takes it back. Steps that are not named stay.

    Raises NotTheirs, IsWithdrawn, NotConfirmed, IsObjectedTo; ValueError where there is no such audience.
    """
    now = at or timezone.now()
    with transaction.atomic():
        own = held(story)
        require_teller(by, own)
        require_standing(own)
        steps = Step.objects.filter(story=own, pk__in=reach)
        standing = {one.step_id: one for one in Release.objects.standing().filter(step__in=steps)}
        objected = set(Objection.objects.filter(step__in=steps, settled_at=None).values_list("step", flat=True))
        for step in steps:
            audience = reach[step.pk] and Audience(reach[step.pk])
            before = standing.get(step.pk)
            if (before.audience if before else NOBODY) == audience:
                continue
            if audience and step.confirmed_at is None:
                raise NotConfirmed(step.pk)
            if audience and step.pk in objected:
                raise IsObjectedTo(step.pk)
            if before:
                Release.objects.filter(pk=before.pk).update(withdrawn_at=now)
            if audience:
                Release.objects.create(step=step, audience=audience, by=by, given_at=now)
        bring_up_to_date(own, at=now)


def bring_up_to_date(story: Story, *, at: datetime) -> None:
    """Say on the ledger that a story is told, once members read of it; a nameless one stands there without a person.

    What is taken back is not told any more there either, and search and lists follow.
    """
    shown = Step.objects.released_to(Audience.MEMBERS).filter(story=story).exists()
    if shown and story.shown_at is None:
        Story.objects.filter(pk=story.pk).update(shown_at=at)
        teller = None if story.is_nameless else story.teller
        ledger.record(verb="told_story", person=teller, community=story.community, at=at, what=KIND, what_id=story.pk)
    elif not shown and story.shown_at is not None:
        Story.objects.filter(pk=story.pk).update(shown_at=None)
        ledger.reverse_deeds(Deed.objects.filter(verb="told_story", what=KIND, what_id=story.pk), at=at)
    keep_in_index(story.pk)


def withdraw(*, by: Person, story: Story, at: datetime | None = None) -> None:
    """Take the whole story back: nobody else reads any of it, and reports that hold it say that one was withdrawn.

    Nothing is lost: its teller can bring it back. Raises NotTheirs.
    """
    now = at or timezone.now()
    with transaction.atomic():
        own = held(story)
        require_teller(by, own)
        _take_back(own, now)


def bring_back(*, by: Person, story: Story, at: datetime | None = None) -> None:
    """Undo that: each step goes as far as it did. Raises NotTheirs."""
    now = at or timezone.now()
    with transaction.atomic():
        own = held(story)
        require_teller(by, own)
        Withdrawal.objects.filter(story=own).delete()
        own = Story.objects.get(pk=own.pk)
        own.community = story.community
        bring_up_to_date(own, at=now)


def throw_away(*, by: Person, story: Story, at: datetime | None = None) -> None:
    """Erase every word of it. Where others were shown some of it, that there was one stays. Raises NotTheirs."""
    now = at or timezone.now()
    with transaction.atomic():
        own = held(story)
        require_teller(by, own)
        steps = list(Step.objects.filter(story=own).values_list("pk", flat=True))
        forget_half_typed(stories=[own.pk], steps=steps)
        if _take_back(own, now):
            Step.objects.filter(story=own).delete()
            Story.objects.filter(pk=own.pk).update(title="", teller=None, written_by=None, is_nameless=True)
        else:
            Story.objects.filter(pk=own.pk).delete()
        to_be_wiped(now=now)


def _take_back(own: Story, at: datetime) -> bool:
    """Whether others had been shown some of it."""
    was_shown = Release.objects.filter(step__story=own).exists()
    made, _is_new = Withdrawal.objects.get_or_create(story=own, defaults={"at": at, "was_shown": was_shown})
    bring_up_to_date(own, at=at)
    return made.was_shown


def after_hold(pk: int) -> None:
    """What is held is not told, and what is released again is."""
    story = Story.objects.filter(pk=pk).select_related("community").first()
    if story is not None:
        bring_up_to_date(story, at=timezone.now())
