"""How far someone has read, moved forward only."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import wraps

from django.db import InternalError, OperationalError
from django.utils import timezone

from commonplace.attention.models import ReadMark, Visit
from commonplace.communities.models import Community
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.store.bulk import write_rows

# Whoever comes back sooner than this has not been away.
A_VISIT = timedelta(hours=2)
# A mark is not moved more often than this.
A_MOMENT = timedelta(minutes=10)
# Whoever looks at a conversation again sooner than this goes on reading it.
A_SITTING = timedelta(minutes=30)
# What is new to someone who was never here before.
FIRST_LOOK_BACK = timedelta(days=14)

logger = logging.getLogger(__name__)


def _by_the_way[**Given](note: Callable[Given, None]) -> Callable[Given, None]:
    """A note that reading leaves: where a disk is full or another writes too long, reading goes on without it."""

    @wraps(note)
    def noted(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            note(*args, **kwargs)
        except (OperationalError, InternalError) as problem:
            logger.warning("How far somebody read was not noted: %s", problem)

    return noted


@_by_the_way
def mark_read(*, person: Person, conversation: Conversation, number: int, at: datetime | None = None) -> None:
    """Remember that posts up to `number` were shown, and when; neither goes back."""
    now = at or timezone.now()
    mark_all([(person.pk, conversation.pk, number, now)])


@_by_the_way
def note_shown(*, person: Person, conversation: Conversation, number: int, before: int, at: datetime) -> None:
    """The same of someone who looked at the page, and had read up to `before` when they came."""
    columns = ("person_id", "conversation_id", "number", "at", "before", "came_at")
    row = (person.pk, conversation.pk, number, at, before, at)
    write_rows(ReadMark, columns, [row], unique=columns[:2], highest=columns[2:4])


def read_before(
    *, read_to: int, before: int | None, came_at: datetime | None, is_anything_new: bool, now: datetime
) -> int:
    """Up to where someone had read when they came to a conversation, which they look at `now`; 0 for never.

    What was new stays new while they read on or load the page again. Whoever comes back after a while, and finds more,
    finds the new where that begins.
    """
    if before is None or came_at is None:
        return read_to
    return before if now - came_at < (A_SITTING if is_anything_new else A_VISIT) else read_to


def mark_all(rows: Iterable[tuple[int, int, int, datetime]]) -> None:
    """The batch form: persons, conversations (by their ids), numbers and moments; neither goes back."""
    furthest: dict[tuple[int, int], tuple[int, datetime]] = {}
    for person, conversation, number, at in rows:
        before = furthest.get((person, conversation), (number, at))
        furthest[person, conversation] = max(before[0], number), max(before[1], at)
    # In the order of their keys, so that two who write many never wait for each other.
    marks = sorted((person, conversation, number, at) for (person, conversation), (number, at) in furthest.items())
    columns = ("person_id", "conversation_id", "number", "at")
    write_rows(ReadMark, columns, marks, unique=columns[:2], highest=columns[2:])


def since_when(*, joined_at: datetime, visited_at: datetime | None, before: datetime | None, now: datetime) -> datetime:
    """From when on things are new to someone who looks at `now`: since the visit before this one ended."""
    if visited_at is None or before is None:
        return max(joined_at, now - FIRST_LOOK_BACK)
    return before if now - visited_at < A_VISIT else visited_at


@_by_the_way
def note_visit(
    *, person: Person, community: Community, since: datetime, visited_at: datetime | None, now: datetime
) -> None:
    """Remember that someone is here: next time 'new' begins where this visit ends. Written every ten minutes."""
    if visited_at is not None and now - visited_at < A_MOMENT:
        return
    Visit.objects.bulk_create(
        [Visit(person=person, community=community, at=now, before=since)],
        update_conflicts=True,
        unique_fields=["person", "community"],
        update_fields=["at", "before"],
    )
