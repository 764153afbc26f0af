"""What is new to someone in what they read; asked by that person alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from commonplace.attention.models import Budget, Follow, Kept, PushDevice, ReadMark, SearchFollow
from commonplace.communities.access import is_not_held
from commonplace.communities.models import Community, Deed, LedgerMark, Membership
from commonplace.communities.viewpoint import beyond_byline
from commonplace.conversations.actions.deeds import WHAT
from commonplace.conversations.models import Conversation, Mention, Outcome, Post
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

NAME = "follows"  # of the reader of the ledger that takes in what people write
WRITING = ("opened", "replied")


@dataclass(frozen=True)
class Unread:
    """Posts in one conversation that someone has not read: the number of the first, and how many (others' alone)."""

    first: int
    count: int


@dataclass(frozen=True)
class ReadState:
    """How someone stands to one conversation; `told_at` is when something in it last came to concern them that may
    stand in posts they had read before: what came of their words, or their name.

    What is new begins with the post numbered `new_from`, and began with `was_new_from` when they last came.
    """

    read_to: int
    told_to: datetime | None
    is_following: bool
    told_at: datetime | None
    before: int | None = None
    there: int | None = None
    came_on: date | None = None
    new_from: int | None = None
    was_new_from: int | None = None
    note: str | None = None  # to oneself, on what one keeps; None where it is not kept


def read_to(person: Person) -> Coalesce:
    """An annotation for conversations: the number of the last post that was shown to `person`, 0 for none."""
    mark = ReadMark.objects.filter(person=person, conversation=OuterRef("pk")).values("number")
    return Coalesce(Subquery(mark, output_field=IntegerField()), Value(0))


def unread_in(person: Person, conversation_ids: Collection[int]) -> Mapping[int, Unread]:
    """What is unread in those of these conversations that `person` has opened before; one query for all."""
    if not conversation_ids:
        return {}
    rows = _unread(person=person, conversation_ids=list(conversation_ids))
    return {row[0]: Unread(row[1], row[2]) for row in rows}


@prepared
def _unread(*, person: Person, conversation_ids: list[int]) -> QuerySet[ReadMark, tuple[int, int, int]]:
    # From each mark on, so that what was read long ago costs nothing.
    after = "conversation__posts"
    return (
        ReadMark.objects.filter(
            person=person, conversation__in=Conversation.objects.visible_to(person).filter(pk__in=conversation_ids)
        )
        .annotate(post=F(after), n=F(f"{after}__number"), author=F(f"{after}__author"), gone=F(f"{after}__withdrawal"))
        .filter(
            is_not_held(person, kind="post", object_id="post", author="author", community="conversation__community_id"),
            ~Q(author=person.pk) | Q(author=None),
            n__gt=F("number"),
            gone=None,
        )
        .order_by()
        .values("conversation_id")
        .annotate(first=Min("n"), unread=Count("post"))
        .values_list("conversation_id", "first", "unread")
    )


def first_unread(person: Person, conversation: Conversation) -> int:
    """The number of the first post of somebody else that `person` has not been shown, or of the last when none is."""
    standing = read_state_of(conversation, person)
    following = Post.objects.not_kept_back_from(person).filter(
        ~Q(author=person) | Q(author=None), conversation=conversation, number__gt=standing.read_to
    )
    return following.aggregate(n=Min("number"))["n"] or conversation.last_number


def read_state_of(conversation: Conversation, person: Person) -> ReadState:
    """How `person` stands to a conversation; one query."""
    (row,) = _standing(conversation=conversation, person=person)
    read_to, told_to, is_following, outcome_at, named_at, *rest = row
    told_at = max(filter(None, (outcome_at, named_at)), default=None)
    return ReadState(read_to or 0, told_to, is_following, told_at, *rest)


@prepared
def _standing(*, conversation: Conversation, person: Person) -> QuerySet[Conversation, Any]:
    mark = ReadMark.objects.filter(person=person, conversation=OuterRef("pk"))
    kept = Kept.objects.filter(person=person, kind="conversation", object_id=OuterRef("pk"))
    told = (
        Outcome.objects.filter(conversation=OuterRef("pk"), post__author=person)
        .order_by()
        .values("conversation")
        .annotate(last=Max("at"))
        .values("last")
    )
    named = (
        Mention.objects.standing()
        .filter(person=person, post__conversation=OuterRef("pk"))
        .order_by()
        .values("post__conversation")
        .annotate(last=Max("named_at"))
        .values("last")
    )
    return (
        Conversation.objects.filter(pk=conversation.pk)
        .annotate(
            read_to=Subquery(mark.values("number")),
            told_to=Subquery(mark.values("told_to")),
            before=Subquery(mark.values("before")),
            there=Subquery(mark.values("there")),
            came_on=Subquery(mark.values("came_on")),
            new_from=Subquery(_others_after("read_to", person)),
            was_new_from=Subquery(_others_after("before", person)),
            told_at=Subquery(told),
            named_at=Subquery(named),
            note=Subquery(kept.values("note")),
            # Whatever one writes in is followed at once, before its deed is taken in.
            is_following=Exists(Follow.objects.filter(person=person, conversation=OuterRef("pk")))
            | Exists(not_taken_in(person).filter(what_id=OuterRef("pk"))),
        )
        .values_list(
            "read_to",
            "told_to",
            "is_following",
            "told_at",
            "named_at",
            "before",
            "there",
            "came_on",
            "new_from",
            "was_new_from",
            "note",
        )
    )


def last_told(looks: Mapping[tuple[int, int], datetime]) -> Mapping[tuple[int, int], datetime]:
    """Of persons and conversations (by their ids), looked at in a moment each: when something there had last come to
    concern them by then; see `ReadState`.
    """
    last: dict[tuple[int, int], datetime] = {}
    for some in batched(looks, 500, strict=False):
        people, talks = {person for person, _ in some}, {talk for _, talk in some}
        outcomes = Outcome.objects.filter(conversation__in=talks, post__author__in=people)
        mentions = Mention.objects.filter(post__conversation__in=talks, person__in=people)
        for told in (
            outcomes.values_list("post__author_id", "conversation_id", "at"),
            mentions.values_list("person_id", "post__conversation_id", "named_at"),
        ):
            for person, talk, at in told:
                look = looks.get((person, talk))
                if look is not None and at <= look:
                    last[person, talk] = max(at, last.get((person, talk), at))
    return last


def _others_after(number: str, person: Person) -> QuerySet[Post, Any]:
    """The number of the first post after this one that somebody else wrote, for `person` to read."""
    others = Post.objects.not_kept_back_from(person).filter(~Q(author=person) | Q(author=None))
    return (
        others.filter(conversation=OuterRef("pk"), number__gt=OuterRef(number)).order_by("number").values("number")[:1]
    )


def new_to(person: Person, *, where: Q) -> QuerySet[Conversation]:
    """Conversations (those that `where` names) in which somebody else has written what `person` has not been shown."""
    # What hides a conversation is asked of it below, once, and not again of each of its posts.
    unread = Post.objects.not_kept_back_from(person).filter(
        ~Q(author=person) | Q(author=None), conversation=OuterRef("pk"), number__gt=OuterRef("read_to")
    )
    count = unread.order_by().values("conversation").annotate(n=Count("pk")).values("n")
    return (
        Conversation.objects.visible_to(person)
        .filter(where)
        .annotate(read_to=read_to(person))
        .filter(last_number__gt=F("read_to"))
        .annotate(unread_from=Subquery(unread.order_by("number").values("number")[:1]))
        .filter(unread_from__isnull=False)
        .annotate(unread=Subquery(count, output_field=IntegerField()))
        .select_related("author", "space")
        .defer(*beyond_byline("author"))
        .order_by("-last_post_at", "-pk")
    )


def not_taken_in(person: Person) -> QuerySet[Deed]:
    """What `person` wrote a moment ago, whose follow is not written yet and stands all the same."""
    read_to = LedgerMark.objects.filter(name=NAME).values("sequence")[:1]
    return Deed.objects.alias(undoes=Coalesce("reverses_id", 0)).filter(
        Q(sequence=None) | Q(sequence__gt=Coalesce(Subquery(read_to), 0)),
        person=person,
        verb__in=WRITING,
        what=WHAT,
        # Hardly any deed reverses another; asked for as none, SQLite would begin with all that do not.
        origin="",
        undoes=0,
    )


def follows_anything(person: Person) -> bool:
    """Whether `person` follows a conversation or a search, or has written in a conversation a moment ago."""
    follows = Exists(Follow.objects.filter(person=person)) | Exists(SearchFollow.objects.filter(person=person))
    return Person.objects.filter(follows | Exists(not_taken_in(person)), pk=person.pk).exists()


def has_devices(person: Person) -> bool:
    """Whether a browser tells `person` when something waits."""
    return PushDevice.objects.filter(person=person).exists()


def new_in_followed(person: Person) -> QuerySet[Conversation]:
    """What is new in the conversations that `person` follows, latest first; `has_written` where they wrote in it."""
    words = Post.objects.filter(author=person, conversation=OuterRef("pk"), withdrawal__isnull=True)
    followed = Follow.objects.filter(person=person).values("conversation_id")
    written = not_taken_in(person).values("what_id")
    new = new_to(person, where=Q(pk__in=followed.union(written))).annotate(has_written=Exists(words))
    return new.select_related("author", "space", "community")


def minutes_given(community: Community, now: datetime) -> list[int]:
    """The minutes a week that each member who said so gives, for whoever adds them up; without a name."""
    here = Membership.objects.current(now).filter(community=community)
    return list(Budget.objects.filter(person__in=here.values("person")).values_list("minutes", flat=True))
