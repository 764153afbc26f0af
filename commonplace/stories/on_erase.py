"""Someone is erased: what they told goes, or what they had let go stays without a name where they leave their words."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.stories.actions.half_typed import forget_half_typed
from commonplace.stories.actions.indexing import keep_in_index
from commonplace.stories.models import Audience, Objection, Release, Step, StepLink, Story, Withdrawal


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """What they let nobody read goes, and all of it with `withdraw`; of what others were shown it stays known that a
    story was withdrawn. What stays goes no further than to members, since nobody can take it back for them any more.

    A step about them to which they objected stays held back.
    """
    open_ones = Objection.objects.filter(by=person, settled_at=None)
    Release.objects.standing().filter(step__in=open_ones.values("step")).update(withdrawn_at=now)
    told = [one.pk for one in lock(Story.objects.filter(teller=person))]
    steps = Step.objects.filter(story__in=told)
    shown = set(Release.objects.filter(step__in=steps).values_list("step__story", flat=True))
    standing = Release.objects.standing().filter(step__in=steps, step__story__withdrawal=None)
    if withdraw:
        standing.update(withdrawn_at=now)
    else:
        _keep_among_members(standing, now)
    kept = Release.objects.standing().filter(step__in=steps, step__story__withdrawal=None)
    left = set(kept.values_list("step__story", flat=True))
    forget_half_typed(stories=told, steps=list(steps.values_list("pk", flat=True)))
    steps.exclude(pk__in=list(kept.values_list("step", flat=True))).delete()
    Story.objects.filter(pk__in=left).update(is_nameless=True, teller=None)
    emptied = shown - left
    Story.objects.filter(pk__in=emptied).update(title="", shown_at=None)
    Withdrawal.objects.bulk_create(
        [Withdrawal(story_id=one, was_shown=True, at=now) for one in emptied], ignore_conflicts=True
    )
    Story.objects.filter(pk__in=set(told) - shown).delete()
    keep_in_index(*told)
    StepLink.objects.filter(kind="person", object_id=person.pk).delete()
    if withdraw:
        # What they wrote down for somebody else is that person's story; what nobody confirmed is nobody's.
        Step.objects.filter(written_by=person, confirmed_at=None).delete()
        Story.objects.filter(written_by=person, steps=None, withdrawal=None).delete()


def _keep_among_members(standing: QuerySet[Release], now: datetime) -> None:
    wide = standing.filter(audience__in=(Audience.SPONSOR, Audience.PUBLIC))
    steps = list(wide.values_list("step", flat=True))
    Release.objects.filter(pk__in=list(wide.values_list("pk", flat=True))).update(withdrawn_at=now)
    Release.objects.bulk_create([Release(step_id=one, audience=Audience.MEMBERS, given_at=now) for one in steps])
