"""Where a post stands: its number in the conversation, and the counts and moments that are kept rather than counted."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    Expression,
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
from commonplace.conversations.models import Closure, Conversation, MeToo, Post, Thanks, was_said
from commonplace.store.locks import lock, locking
from commonplace.store.prepared import Change, in_parts, prepared, prepared_change


class IsClosed(ValueError):
    """The conversation has come to its end and takes no more replies."""


class IsGone(LookupError):
    """The conversation was withdrawn as a whole, or joined to another."""


def is_a_reply(conversation: Conversation, author_id: int | None, alias: str = "") -> bool:
    """Whether words by this author, or under this sign, answer the one who opened; going on talking to oneself does
    not.
    """
    if conversation.alias:
        return alias != conversation.alias
    return conversation.author_id is None or author_id != conversation.author_id


def keep_to_oneself(conversation: Conversation) -> Conversation:
    """The conversation as it stands now, changed by nobody else until the transaction ends; one that was joined to
    another leads there.
    """
    rows = Conversation.objects.select_related("community", "space", "author")
    pk = conversation.pk
    while True:
        # Those joined to another are not waited for: mergers lock by the key, and this would be another order.
        pk = Conversation.objects.values_list("merged_into", flat=True).get(pk=pk) or pk
        (standing,) = lock(Conversation.objects.filter(pk=pk))
        if standing.merged_into_id is None:
            return rows.get(pk=pk)


def keep_with_its_conversation(post: Post) -> Post:
    """The post as it stands now, in its conversation, which nobody else changes until the transaction ends."""
    rows = Post.objects.select_related("author")
    standing = rows.get(pk=post.pk)
    while True:
        conversation = keep_to_oneself(Conversation(pk=standing.conversation_id))
        standing = rows.get(pk=post.pk)
        if standing.conversation_id == conversation.pk:
            standing.conversation = conversation
            return standing


def take_number(conversation: Conversation, *, author_id: int | None, at: datetime, alias: str = "") -> Conversation:
    """Reserve a number for a reply and keep the counts: the conversation as it stands now, its `last_number` the
    reply's. Raises IsClosed and IsGone.
    """
    # Whether it is closed or held, and what else stands in it, is asked once nobody else can change it.
    (standing,) = _kept_to_oneself(conversation=conversation)
    if _closures(conversation=conversation):
        raise IsClosed(conversation.pk)
    if not standing.post_count or standing.merged_into_id:
        raise IsGone(conversation.pk)
    _replied_to(conversation=conversation, at=at, is_answer=is_a_reply(standing, author_id, alias))
    standing.last_number += 1
    return standing


@prepared
def _kept_to_oneself(*, conversation: Conversation) -> QuerySet[Conversation]:
    return locking(Conversation.objects.filter(pk=conversation.pk))


@prepared
def _closures(*, conversation: Conversation) -> QuerySet[Closure, int]:
    return Closure.objects.filter(conversation=conversation).values_list("pk", flat=True)


@prepared_change
def _replied_to(*, conversation: Conversation, at: datetime, is_answer: bool) -> Change:
    moment = Value(at, output_field=DateTimeField())
    held = Hold.objects.in_force().filter(kind="post", object_id=OuterRef("pk"))
    free = Post.objects.filter(was_said(), ~Exists(held), conversation=OuterRef("pk"))
    changes = {
        "last_number": F("last_number") + 1,
        # Where all that stands is held, the one that was counted for it was none (see `recount`).
        "post_count": Case(When(Exists(free), then=F("post_count") + 1), default=Value(1)),
        "last_post_at": Greatest(F("last_post_at"), moment),
    }
    if is_answer:
        changes["first_reply_at"] = Least(Coalesce(F("first_reply_at"), moment), moment)
    return Conversation.objects.filter(pk=conversation.pk), changes


def recount(conversation_ids: Collection[int]) -> None:
    """Bring the counts and moments of these conversations to what their rows say; what is held does not count."""
    for some in in_parts(conversation_ids):
        # On PostgreSQL an update that had to wait for a row counts by what stood before it waited.
        keep_these_to_oneself(conversations=some)
        _recounted(conversations=some)


@prepared
def keep_these_to_oneself(*, conversations: list[int]) -> QuerySet[Conversation, int]:
    """Have nobody else change these until the transaction ends."""
    return locking(Conversation.objects.filter(pk__in=conversations)).values_list("pk", flat=True)


@prepared_change
def _recounted(*, conversations: list[int]) -> Change:
    return Conversation.objects.filter(pk__in=conversations), what_rows_say()


def what_rows_say() -> dict[str, Expression | Subquery]:
    """Everything that a conversation keeps of its posts and of those who had it too, as an update or a query asks."""
    # What went after its days was said all the same: its place stays, and so does that somebody answered.
    posts = Post.objects.filter(was_said(), conversation=OuterRef("pk"))
    by_others = Q(author=None) | Q(conversation__author=None) | ~Q(author=F("conversation__author"))
    by_others &= Q(alias="") | ~Q(alias=F("conversation__alias"))
    held = Hold.objects.in_force().filter(kind="post", object_id=OuterRef("pk"))
    free = posts.filter(~Exists(held))
    replies = free.filter(by_others, number__gt=1, is_automatic=False)
    me_too = MeToo.objects.filter(conversation=OuterRef("pk"))
    return {
        # None says that all of it was withdrawn: what is held alone is still there, for those who may see it.
        "post_count": Greatest(_count(free, "conversation"), Least(_count(posts, "conversation"), Value(1))),
        "last_post_at": Coalesce(_over(free, Max("written_at"), DateTimeField()), F("opened_at")),
        "first_reply_at": _over(replies, Min("written_at"), DateTimeField()),
        "me_too_count": _count(me_too, "conversation"),
    }


def recount_thanks(post_ids: Collection[int]) -> None:
    """Bring the thanks of these posts to what their rows say."""
    lock(Post.objects.filter(pk__in=post_ids))
    Post.objects.filter(pk__in=sorted(post_ids)).update(thanks_count=thanks_of_rows())


def thanks_of_rows() -> Coalesce:
    """How many thanked for a post, as an update or a query asks."""
    return _count(Thanks.objects.filter(post=OuterRef("pk")), "post")


def _count(rows: QuerySet[Post] | QuerySet[MeToo] | QuerySet[Thanks], group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _over(posts: QuerySet[Post], of: Max | Min, field: "DateTimeField[datetime, datetime]") -> Subquery:
    return Subquery(posts.order_by().values("conversation").annotate(n=of).values("n"), output_field=field)
