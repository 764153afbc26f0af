"""Which posts a page of a long conversation shows, of all that its reader may see; and where a day begins in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Count, Max, Q, QuerySet, Subquery
from django.utils import timezone

from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

SIZE = 50


@dataclass(frozen=True)
class Span:
    """A page among all the posts that its reader may see; posts themselves are named by their numbers.

    What was withdrawn keeps its place and counts; what is held is there for those alone who may see it.
    """

    start: int
    total: int
    before: int = 0  # how many stand before the page
    earlier: int | None = None  # where the page before begins
    last_before: int | None = None
    later: int | None = None  # where the page after begins
    last: int = 1

    @property
    def first_place(self) -> int:
        """Which of them is the first of the page, counted from 1."""
        return self.before + 1

    @property
    def last_place(self) -> int:
        """Which of them is the last of the page."""
        return min(self.total, self.before + SIZE)


def span_of(conversation: Conversation, person: Person | None, wanted: int) -> Span:
    """The page that shows the post numbered `wanted`, or the next that stands: it begins there, but is a full page
    where there is one.

    No query where everything is on one page (see `whole`), one else, and one more where the last page has gaps.
    """
    last = conversation.last_number
    if last <= SIZE:
        return Span(1, 0)
    start = 1 if wanted <= SIZE else min(wanted, last - SIZE + 1)
    found, at_most = _span(conversation, person, start)
    if found.start > at_most:
        found, _ = _span(conversation, person, at_most)
    return found


def whole(numbers: Sequence[int]) -> Span:
    """The page on which all of these posts stand, and no more than these are to be seen."""
    return Span(1, len(numbers), last=numbers[-1] if numbers else 1)


def _span(conversation: Conversation, person: Person | None, start: int) -> tuple[Span, int]:
    """The page that begins with the post numbered `start`, and where the last full page begins."""
    ask = _members_span if person is not None else _guests_span
    rows: Iterable[tuple[int | None, ...]]
    rows = ask(conversation_id=conversation.pk, start=start, **({"person": person} if person is not None else {}))
    for total, before, last, last_before, earlier, later, full in rows:
        back = (earlier or 1) if before else None
        return Span(start, total or 0, before or 0, back, last_before, later, last or 1), full or 1
    return Span(start, 0), start


@prepared
def _guests_span(*, conversation_id: int, start: int) -> QuerySet[Post, tuple[int | None, ...]]:
    return _rows(conversation_id, start, None)


@prepared
def _members_span(*, conversation_id: int, start: int, person: Person) -> QuerySet[Post, tuple[int | None, ...]]:
    return _rows(conversation_id, start, person)


def _rows(conversation_id: int, start: int, person: Person | None) -> QuerySet[Post, tuple[int | None, ...]]:
    posts = Post.objects.in_thread(Conversation(pk=conversation_id), person)
    before, numbers = Q(number__lt=start), posts.order_by("-number").values("number")
    return (
        posts.order_by()
        .values("conversation_id")
        .annotate(
            total=Count("pk"),
            before=Count("pk", filter=before),
            last=Max("number"),
            last_before=Max("number", filter=before),
        )
        .annotate(
            earlier=Subquery(numbers.filter(before)[SIZE - 1 : SIZE]),
            later=Subquery(posts.filter(number__gte=start).values("number")[SIZE : SIZE + 1]),
            full=Subquery(numbers[SIZE - 1 : SIZE]),
        )
        .values_list("total", "before", "last", "last_before", "earlier", "later", "full")
    )


def first_since(day: date, conversation: Conversation, person: Person | None) -> int | None:
    """The number of the first post written on a day, in the reader's time zone, or after it; None for none."""
    posts = Post.objects.in_thread(conversation, person).filter(withdrawal__isnull=True, written_at__gte=_begins(day))
    # By when they were written: what was joined to a conversation stands behind what was said since.
    return posts.order_by("written_at", "number").values_list("number", flat=True).first()


def _begins(day: date) -> datetime:
    midnight = datetime.combine(day, time())
    try:
        return timezone.make_aware(midnight).astimezone(UTC)
    except OverflowError:  # the first day that there is begins, east of Greenwich, a day before it
        return midnight.replace(tzinfo=UTC)
