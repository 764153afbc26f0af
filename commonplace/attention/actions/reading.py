"""How far someone has read, moved forward only; when they did is kept as a day, never as a moment.

The days are those of the reader's own zone. Why positions do the work of minutes: docs/decisions/0041.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import wraps

from django.db import InternalError, OperationalError
from django.utils import timezone

from commonplace.attention.models import ReadMark, Visit
from commonplace.attention.queries import last_told
from commonplace.communities.models import Community
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.store.anew import blur
from commonplace.store.bulk import write_rows

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
    """Remember that posts up to `number` were shown, with what concerned them by then; neither goes back."""
    mark_all([(person.pk, conversation.pk, number, at or timezone.now())])


@_by_the_way
def note_shown(
    *,
    person: Person,
    conversation: Conversation,
    number: int,
    told_to: datetime | None,
    before: int,
    there: int,
    on: date,
) -> None:
    """The same of someone who looked at the page, and had read up to `before` when they came and it went up to `there`.

    `told_to` is when something in it last came to concern them.
    """
    columns = ("person_id", "conversation_id", "number", "told_to", "before", "there", "came_on")
    row = (person.pk, conversation.pk, number, told_to, before, there, on)
    write_rows(ReadMark, columns, [row], unique=columns[:2], highest=columns[2:4])


def is_reading_on(*, there: int | None, came_on: date | None, new_from: int | None, today: date) -> bool:
    """Whether someone who looks at a conversation goes on with what was new when they came: that same day, and nothing
    is new that was not there by then. What was new stays new to them.
    """
    if there is None or came_on is None or came_on < today:
        return False
    return new_from is None or new_from <= there


def mark_all(rows: Iterable[tuple[int, int, int, datetime | None]]) -> None:
    """The batch form: persons, conversations (by their ids), numbers, and moments by which they had seen what concerns
    them there; neither goes back. Of the moments nothing is kept, but which of others' deeds came before them.
    """
    furthest: dict[tuple[int, int], int] = {}
    looks: dict[tuple[int, int], datetime] = {}
    for person, conversation, number, at in rows:
        key = (person, conversation)
        furthest[key] = max(number, furthest.get(key, number))
        if at is not None:
            looks[key] = max(at, looks.get(key, at))
    told = last_told(looks)
    # In the order of their keys, so that two who write many never wait for each other.
    marks = [(*key, number, told.get(key)) for key, number in sorted(furthest.items())]
    columns = ("person_id", "conversation_id", "number", "told_to")
    write_rows(ReadMark, columns, marks, unique=columns[:2], highest=columns[2:])


def since_when(*, joined_at: datetime, came_on: date | None, before_on: date | None, now: datetime) -> datetime:
    """From when on things are new to someone who looks at `now`: since the day on which they were here before today."""
    if came_on is None or before_on is None:
        return max(joined_at, now - FIRST_LOOK_BACK)
    day = before_on if came_on >= timezone.localdate(now) else came_on
    return timezone.make_aware(datetime.combine(day, time.min))


@_by_the_way
def note_visit(*, person: Person, community: Community, since: datetime, came_on: date | None, now: datetime) -> None:
    """Remember that someone is here today: on another day 'new' begins with this one. Written once a day."""
    today = timezone.localdate(now)
    if came_on is not None and came_on >= today:
        return
    Visit.objects.bulk_create(
        [Visit(person=person, community=community, came_on=today, before_on=timezone.localdate(since))],
        update_conflicts=True,
        unique_fields=["person", "community"],
        update_fields=["came_on", "before_on"],
    )


def blur_marks(*, now: datetime) -> int:
    """Leave nothing beside the rows of those who read that tells between which deeds of others they were here."""
    return blur(ReadMark, Visit)
