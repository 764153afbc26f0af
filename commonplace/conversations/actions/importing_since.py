"""What happened to imported posts where they were said: thanks, what settled it, other words; in batches, silent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from commonplace.communities import ledger
from commonplace.conversations.actions.counters import recount_thanks
from commonplace.conversations.actions.deeds import WHAT
from commonplace.conversations.actions.indexing import index_posts
from commonplace.conversations.models import Conversation, Post, Revision, Settlement, Thanks
from commonplace.people.models import Person
from commonplace.store.bulk import write_column
from commonplace.store.locks import lock


@dataclass(frozen=True, slots=True)
class Thanked:
    """Somebody thanked for a post (its key)."""

    post: int
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Settles:
    """A post (its key) settled its conversation."""

    post: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Reworded:
    """A post (its key) was given other words, or what it opens another title, where one is told; `stood` says whether
    the words that stand here are still what came before, `was_called` whether the title is.
    """

    post: int
    source: str
    html: str
    at: datetime
    stood: Callable[[str], bool]
    title: str
    was_called: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Led:
    """In a post (its key), of which `before` is the source, addresses lead elsewhere: its source and HTML since."""

    post: int
    before: str
    source: str
    html: str


def import_thanks(*, thanks: Sequence[Thanked], origin: str) -> None:
    """Keep who thanked for what, each once and with its deed; nobody thanks for their own words."""
    with transaction.atomic():
        posts = kept_to_oneself({one.post for one in thanks})
        there = set(Thanks.objects.filter(post__in=posts).values_list("post", "person"))
        new: dict[tuple[int, int], Thanked] = {}
        for one in thanks:
            post = posts.get(one.post)
            if post is not None and post.author_id != one.by.pk and (one.post, one.by.pk) not in there:
                new.setdefault((one.post, one.by.pk), one)
        Thanks.objects.bulk_create(
            [Thanks(post_id=one.post, person=one.by, at=one.at) for one in new.values()], batch_size=500
        )
        recount_thanks({post for post, _person in new})
        ledger.record_all(_line("thanked", one.by, posts[one.post], one.at, origin) for one in new.values())


def import_thanks_elsewhere(*, numbers: Mapping[int, int]) -> dict[int, int]:
    """Say of posts (their keys) how often they were thanked for where nobody's name is told; what was said before, of
    those that are here. Nobody did that here: there is no deed, and no reading counts it.
    """
    with transaction.atomic():
        posts = kept_to_oneself(numbers.keys())
        before = {pk: post.thanks_elsewhere for pk, post in posts.items()}
        changed = {pk: numbers[pk] for pk, number in before.items() if numbers[pk] != number}
        write_column(Post, "thanks_elsewhere", changed)
        ledger.changed({posts[pk].conversation.community_id for pk in changed})
    return before


def import_settlements(*, settled: Sequence[Settles], origin: str) -> set[int]:
    """Keep what settled each conversation, by whoever asked; the posts that do now. What people said here stays, and
    neither an opening nor what was withdrawn settles anything.
    """
    done: set[int] = set()
    with transaction.atomic():
        posts = kept_to_oneself({one.post for one in settled})
        taken = set(
            Settlement.objects.filter(conversation__in={post.conversation_id for post in posts.values()}).values_list(
                "conversation", flat=True
            )
        )
        rows, lines = [], []
        for one in settled:
            post = posts.get(one.post)
            if post is None or post.number == 1 or hasattr(post, "withdrawal") or post.conversation_id in taken:
                continue
            taken.add(post.conversation_id)
            done.add(post.pk)
            asker = post.conversation.author
            rows.append(Settlement(conversation=post.conversation, post=post, by=asker, at=one.at))
            lines.append(_line("settled", asker, post, one.at, origin))
        Settlement.objects.bulk_create(rows, batch_size=500)
        ledger.record_all(lines)
    return done


def import_words(*, reworded: Sequence[Reworded], origin: str) -> dict[int, bool]:
    """Give posts the words, and conversations the titles, that they have where they were said; the posts that are
    others now, and whether their words are. What stood becomes a state; what people changed or withdrew here stays.
    """
    done: dict[int, bool] = {}
    with transaction.atomic():
        posts = kept_to_oneself({one.post for one in reworded})
        states, lines = [], []
        for one in reworded:
            post = posts.get(one.post)
            if post is None or hasattr(post, "withdrawal"):
                continue
            title = post.conversation.title if post.number == 1 else ""
            is_called = bool(title and one.title and title != one.title and one.was_called(title))
            is_reworded = post.source != one.source and one.stood(post.source)
            if not (is_called or is_reworded):
                continue
            by, at = post.edited_by_id or post.author_id, post.edited_at or post.written_at
            states.append(
                Revision(post=post, number=post.revision, title=title, source=post.source, by_id=by, at=at)
            )  # fmt: skip
            if is_reworded:
                post.source, post.html = one.source, one.html
            if is_called:
                post.conversation.title = one.title
                Conversation.objects.filter(pk=post.conversation_id).update(title=one.title)
            Post.objects.filter(pk=post.pk).update(
                source=post.source,
                html=post.html,
                revision=F("revision") + 1,
                edited_at=one.at,
                edited_by=post.author_id,
            )
            lines.append(_line("edited", post.author, post, one.at, origin))
            done[post.pk] = is_reworded
        Revision.objects.bulk_create(states, batch_size=500)
        ledger.record_all(lines)
        index_posts([posts[pk] for pk in done])
    return done


def import_addresses(*, led: Sequence[Led]) -> None:
    """Have addresses in posts lead here: no other words, so no state is kept, and a change meanwhile goes first."""
    with transaction.atomic():
        posts = kept_to_oneself({one.post for one in led})
        for one in led:
            Post.objects.filter(pk=one.post, source=one.before).update(source=one.source, html=one.html)
        ledger.changed({post.conversation.community_id for post in posts.values()})


def kept_to_oneself(posts: Collection[int]) -> dict[int, Post]:
    """The posts by their keys, in conversations that nobody else changes meanwhile."""
    homes = set(Post.objects.filter(pk__in=posts).values_list("conversation", flat=True))
    lock(Conversation.objects.filter(pk__in=homes).only("pk"))
    lock(Post.objects.filter(pk__in=posts).only("pk"))
    joined = ("author", "withdrawal", "conversation__author", "conversation__space", "conversation__community")
    return {post.pk: post for post in Post.objects.filter(pk__in=posts).select_related(*joined)}


def _line(verb: str, by: Person | None, post: Post, at: datetime, origin: str) -> ledger.Line:
    home, to = post.conversation, None if verb == "edited" else post.author
    return ledger.Line(verb, by, home.community, at, home.space, WHAT, home.pk, post.pk, to, origin)


__all__ = [
    "Led",
    "Reworded",
    "Settles",
    "Thanked",
    "import_addresses",
    "import_settlements",
    "import_thanks",
    "import_thanks_elsewhere",
    "import_words",
    "kept_to_oneself",
]
