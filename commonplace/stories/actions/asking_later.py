"""Whoever closed a loop, or hopes for something, is asked weeks later what difference it made."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.stories.models import FollowUp, Kind, Step
from commonplace.stories.models.asking import AFTER, AT_THE_LATEST
from commonplace.stories.queries.loops import Closed

AGAIN = timedelta(weeks=6)


def ask_after(community: Community, closed: Closed, *, now: datetime) -> None:
    """Note that whoever closed a loop is asked in eight weeks; once for each loop, and not of what is long past."""
    if closed.person_id is None or now - closed.happened_at > AT_THE_LATEST:
        return
    FollowUp.objects.get_or_create(
        why=closed.why,
        object_id=closed.object_id,
        defaults={
            "community": community,
            "person_id": closed.person_id,
            "since": closed.happened_at,
            "ask_on": timezone.localdate(closed.happened_at + AFTER),
        },
    )


def ask_after_hope(step: Step, *, now: datetime) -> None:
    """The same of a hope, whose teller is asked whether it came true; what is no hope any more is not asked about."""
    teller = step.story.teller_id
    if teller is None or step.kind != Kind.HOPE:
        FollowUp.objects.filter(step=step, answered_at=None).delete()
        return
    FollowUp.objects.get_or_create(
        step=step,
        defaults={
            "community": step.story.community,
            "person_id": teller,
            "since": now,
            "ask_on": timezone.localdate(now + AFTER),
        },
    )
