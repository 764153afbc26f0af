"""What this room keeps rather than counts, and how it is told from the rows."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import DateTimeField, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from commonplace.conversations.actions.counters import recount, recount_thanks, thanks_of_rows, what_rows_say
from commonplace.conversations.models import Conversation, Post
from commonplace.store.kept import Kept, in_steps
from commonplace.store.locks import lock

_NEVER = Value(datetime(1, 1, 2, tzinfo=UTC), output_field=DateTimeField())


def _conversations_are_off(now: datetime) -> Iterator[int]:
    # What was joined to another stands empty, and its moments are asked by nobody.
    empty = Q(post_count=0, me_too_count=0)
    said = {f"told_{name}": rows for name, rows in what_rows_say().items()}
    same = Q(
        post_count=F("told_post_count"),
        me_too_count=F("told_me_too_count"),
        last_post_at=F("told_last_post_at"),
        first=F("told_first"),
    )
    for some in in_steps(Conversation.objects.order_by("pk")):
        joined = some.filter(merged_into__isnull=False).exclude(empty)
        yield from joined.values_list("pk", flat=True)
        told = some.filter(merged_into__isnull=True).annotate(**said)
        # Two that are unknown are the same, which the database does not think.
        told = told.annotate(
            first=Coalesce("first_reply_at", _NEVER), told_first=Coalesce("told_first_reply_at", _NEVER)
        )
        yield from told.exclude(same).values_list("pk", flat=True)


def _mend_conversations(keys: Collection[int]) -> None:
    with transaction.atomic():
        recount(keys)


def _thanks_are_off(now: datetime) -> Iterator[int]:
    for some in in_steps(Post.objects.order_by("pk")):
        yield from some.annotate(told=thanks_of_rows()).exclude(thanks_count=F("told")).values_list("pk", flat=True)


def _mend_thanks(keys: Collection[int]) -> None:
    with transaction.atomic():
        recount_thanks(keys)


def _numbers_are_behind(now: datetime) -> Iterator[int]:
    for some in in_steps(Conversation.objects.order_by("pk")):
        yield from some.annotate(highest=_highest()).filter(last_number__lt=F("highest")).values_list("pk", flat=True)


def _mend_numbers(keys: Collection[int]) -> None:
    with transaction.atomic():
        lock(Conversation.objects.filter(pk__in=keys))
        Conversation.objects.filter(pk__in=keys).update(last_number=Coalesce(_highest(), F("last_number")))


def _highest() -> Subquery:
    rows = Post.objects.filter(conversation=OuterRef("pk")).order_by().values("conversation")
    return Subquery(rows.annotate(highest=Max("number")).values("highest"))


KEPT = (
    Kept(
        "conversations",
        "the replies, last moments and “me too” of conversations",
        _conversations_are_off,
        _mend_conversations,
    ),
    Kept("thanks", "the thanks of posts", _thanks_are_off, _mend_thanks),
    Kept("numbers", "the last numbers of conversations", _numbers_are_behind, _mend_numbers),
)
