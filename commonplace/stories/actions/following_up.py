"""Weeks later somebody is asked once what difference it made, and their answer is a step of a story of theirs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.stories.actions.asking_later import AGAIN
from commonplace.stories.actions.telling import Words, begin, change, tell
from commonplace.stories.models import Cycle, FollowUp, Step, Story, Worth
from commonplace.stories.queries.leads import said_of_loop

_WORTH = {
    FollowUp.Came.GOOD: Worth.POSITIVE,
    FollowUp.Came.NOTHING: Worth.NONE,
    FollowUp.Came.HARM: Worth.NEGATIVE,
}


class NotAsked(ValueError):
    """It is not theirs to answer, or nothing is asked."""


def answer(*, by: Person, follow_up: FollowUp, came: str, text: str = "", at: datetime | None = None) -> FollowUp:
    """Say what came of it. With words it is a step of a story that nobody else reads until they let it go.

    Said anew, the step gets the newer words. Raises NotAsked; WithoutWords.
    """
    now = at or timezone.now()
    if follow_up.person_id != by.pk:
        raise NotAsked(follow_up.pk)
    came = FollowUp.Came(came)
    with transaction.atomic():
        if not lock(FollowUp.objects.filter(pk=follow_up.pk)):
            raise NotAsked(follow_up.pk)
        row = FollowUp.objects.select_related("community", "step__story", "became").get(pk=follow_up.pk)
        if came == FollowUp.Came.LATER:
            row.ask_on, row.asked_at = timezone.localdate(now + AGAIN), None
            row.came, row.answered_at = "", None
        else:
            row.came, row.answered_at = came, now
            if came in _WORTH and text.strip():
                row.became = _step(by, row, _WORTH[came], text, now)
        row.save(update_fields=["ask_on", "asked_at", "came", "answered_at", "became"])
    return row


def _step(by: Person, row: FollowUp, worth: Worth, text: str, now: datetime) -> Step:
    words = Words(Cycle.REALIZED, text, worth=worth, happened=f"{timezone.localdate(now):%Y-%m}")
    if row.became is not None:
        change(by=by, step=row.became, words=words, at=now)
        return row.became
    begun = Story.objects.standing().filter(steps=row.step).first() if row.step is not None else None
    story = begun or _story(by, row, now)
    story.community = row.community
    return tell(by=by, story=story, words=words, at=now)


def _story(by: Person, row: FollowUp, now: datetime) -> Story:
    """A story of theirs that begins with what they told then, in their own words."""
    story = begin(by=by, community=row.community, at=now)
    said = said_of_loop(row.why, row.object_id, by)
    if said is not None and said.words.strip():
        words = Words(
            Cycle.APPLIED,
            said.words,
            worth=said.worth or Worth.POSITIVE,
            happened=f"{timezone.localdate(row.since):%Y-%m}",
        )
        tell(by=by, story=story, words=words, at=now)
    return story
