"""Where a post stands: its number in the conversation, and the counts and moments that are kept rather than counted."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least

from commonplace.communities.models import Hold
from commonplace.conversations.models import Closure, Conversation, MeToo, Post, Thanks


class IsClosed(ValueError):
    """The conversation has come to its end and takes no more replies."""


class IsGone(LookupError):
    """The conversation was withdrawn as a whole, or joined to another."""


def is_a_reply(conversation: Conversation, author_id: int | None) -> bool:
    """Whether words by this author answer the one who opened; going on talking to oneself does not."""
    return conversation.author_id is None or author_id != conversation.author_id


def take_number(conversation: Conversation, *, author_id: int | None, at: datetime) -> int:
    """Reserve the next number for a reply and keep the counts; raises IsClosed and IsGone."""
    if Closure.objects.filter(conversation=conversation).exists():
        raise IsClosed(conversation.pk)
    moment = Value(at, output_field=DateTimeField())
    held = Hold.objects.standing().filter(kind="post", object_id=OuterRef("pk"))
    free = Post.objects.filter(~Exists(held), conversation=OuterRef("pk"), withdrawal__isnull=True)
    changes = {
        "last_number": F("last_number") + 1,
        # Where all that stands is held, the one that was counted for it was none (see `recount`).
        "post_count": Case(When(Exists(free), then=F("post_count") + 1), default=Value(1)),
        "last_post_at": Greatest(F("last_post_at"), moment),
    }
    if is_a_reply(conversation, author_id):
        changes["first_reply_at"] = Least(Coalesce(F("first_reply_at"), moment), moment)
    standing = Conversation.objects.filter(pk=conversation.pk, post_count__gt=0, merged_into__isnull=True)
    if not standing.update(**changes):
        raise IsGone(conversation.pk)
    # The update holds the row until this transaction ends, so the number read back is ours alone.
    return Conversation.objects.values_list("last_number", flat=True).get(pk=conversation.pk)


def recount(conversation_ids: Collection[int]) -> None:
    """Bring the counts and moments of these conversations to what their rows say; what is held does not count."""
    posts = Post.objects.filter(conversation=OuterRef("pk"), withdrawal__isnull=True)
    by_others = Q(author=None) | Q(conversation__author=None) | ~Q(author=F("conversation__author"))
    held = Hold.objects.standing().filter(kind="post", object_id=OuterRef("pk"))
    free = posts.filter(~Exists(held))
    replies = free.filter(by_others, number__gt=1)
    me_too = MeToo.objects.filter(conversation=OuterRef("pk"))
    Conversation.objects.filter(pk__in=sorted(conversation_ids)).update(
        # None says that all of it was withdrawn: what is held alone is still there, for those who may see it.
        post_count=Greatest(_count(free, "conversation"), Least(_count(posts, "conversation"), Value(1))),
        last_post_at=Coalesce(_over(free, Max("written_at"), DateTimeField()), F("opened_at")),
        first_reply_at=_over(replies, Min("written_at"), DateTimeField()),
        me_too_count=_count(me_too, "conversation"),
    )


def recount_thanks(post_ids: Collection[int]) -> None:
    """Bring the thanks of these posts to what their rows say."""
    thanks = Thanks.objects.filter(post=OuterRef("pk"))
    Post.objects.filter(pk__in=sorted(post_ids)).update(thanks_count=_count(thanks, "post"))


def _count(rows: QuerySet[Post] | QuerySet[MeToo] | QuerySet[Thanks], group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _over(posts: QuerySet[Post], of: Max | Min, field: "DateTimeField[datetime, datetime]") -> Subquery:
    return Subquery(posts.order_by().values("conversation").annotate(n=of).values("n"), output_field=field)
