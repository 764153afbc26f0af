"""The batch form of opening and replying, for importers: the same rows, counts and deeds, one transaction a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from commonplace.communities import ledger
from commonplace.communities.models import Space
from commonplace.communities.topics.actions import name_topics
from commonplace.conversations.actions.attaching import attach
from commonplace.conversations.actions.counters import keep_these_to_oneself, recount
from commonplace.conversations.actions.deeds import WHAT
from commonplace.conversations.actions.indexing import index_posts
from commonplace.conversations.actions.opening import MOST_TOPICS
from commonplace.conversations.actions.replying import FromElsewhere
from commonplace.conversations.actions.wording import Wording, name_people, one_line, word_all
from commonplace.conversations.enclosures import enclosed
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Post
from commonplace.files.models import StoredFile
from commonplace.people.models import Person
from commonplace.store.bulk import give_keys, write_new
from commonplace.store.prepared import Change, in_parts, prepared, prepared_change


@dataclass(frozen=True)
class Arrival:
    """One contribution on its way in.

    Without `html` the source is Markdown; an int points at an earlier arrival of the batch.
    """

    author: Person | None
    at: datetime
    source: str
    html: str | None = None
    form: str = Post.Form.MARKDOWN
    title: str = ""
    kind: str = Kind.DISCUSSION
    into: Conversation | int | None = None
    reply_to: Post | int | None = None
    idempotency_key: str | None = None
    attachments: Sequence[StoredFile] = ()
    topics: Sequence[str] = ()
    is_automatic: bool = False  # whether a program wrote it: then it is nobody's deed
    words: str | None = None  # those of `html` for search, where they were worked out before
    edited_at: datetime | None = None  # when its author changed it there; what stood before is not known


def import_posts(*, space: Space, arrivals: Sequence[Arrival], origin: str) -> list[Post]:
    """Take contributions in at their own moments; one post for each arrival, in order, made now or before (`once`).

    They were said elsewhere already, so a conversation closed here takes them too, and one joined to another leads
    there. Raises FromElsewhere, NothingSaid and `markdown.TextTooLong`, and then nothing of the batch is kept.
    """
    with transaction.atomic():
        return _Batch(space, arrivals, origin).import_posts()


class _Batch:
    """The arrivals on their way: what was there already, what is new, and where each new one goes."""

    def __init__(self, space: Space, arrivals: Sequence[Arrival], origin: str) -> None:
        self.space, self.arrivals, self.origin = space, arrivals, origin
        self.posts: dict[int, Post] = {}
        self.homes: dict[int, Conversation] = {}
        self.new: list[int] = []
        self.same_as: dict[int, int] = {}

    def import_posts(self) -> list[Post]:
        self._recognise()
        wordings = self._worded()
        opened = self._find_homes()
        self._number(opened)
        write_new(opened)
        self._file(opened)
        self._keep(wordings)
        return [self.posts[self.same_as.get(place, place)] for place in range(len(self.arrivals))]

    def _recognise(self) -> None:
        """Find what this house took in before, and what the batch holds twice."""
        known: dict[tuple[int | None, str], Post] = {}
        by = [one.author.pk for one in self.arrivals if one.idempotency_key and one.author]
        marks = [one.idempotency_key for one in self.arrivals if one.idempotency_key and one.author]
        for authors, keys in product(in_parts(by), in_parts(marks)):
            for post in _known(authors=authors, idempotency_keys=keys):
                known[post.author_id, post.idempotency_key or ""] = post
        seen: dict[tuple[int, str], int] = {}
        for place, one in enumerate(self.arrivals):
            mark = (one.author.pk, one.idempotency_key) if one.author and one.idempotency_key else None
            if mark in known:
                self.posts[place] = known[mark]
                self.homes[place] = known[mark].conversation
            elif mark is not None and mark in seen:
                self.same_as[place] = seen[mark]
            else:
                self.new.append(place)
                if mark is not None:
                    seen[mark] = place

    def _worded(self) -> dict[int, Wording]:
        typed = [place for place in self.new if self.arrivals[place].html is None]
        texts = [self.arrivals[place].source for place in typed]
        worded = dict(zip(typed, word_all(texts, space=self.space, slug=self.space.community.slug), strict=True))
        for place in self.new:
            one = self.arrivals[place]
            if one.html is not None:
                worded[place] = Wording(source=one.source, html=one.html)
        return worded

    def _find_homes(self) -> list[Conversation]:
        """Give every new arrival its conversation: made before, that of an earlier arrival, or new; the new ones."""
        opened: list[Conversation] = []
        joined = self._where_they_are_now()
        for place in self.new:
            one = self.arrivals[place]
            if one.into is None:
                self.homes[place] = Conversation(
                    community=self.space.community,
                    space=self.space,
                    kind=Kind(one.kind).value,
                    title=one_line(one.title),
                    author=one.author,
                    opened_at=one.at,
                    last_post_at=one.at,
                    last_number=0,
                    post_count=0,
                    origin=self.origin,
                    is_automatic=one.is_automatic,
                )
                opened.append(self.homes[place])
            elif isinstance(one.into, int):
                self.homes[place] = self.homes[self.same_as.get(one.into, one.into)]
            else:
                self.homes[place] = joined[one.into.pk]
        give_keys(opened)
        return opened

    def _where_they_are_now(self) -> dict[int, Conversation]:
        """The conversations that arrivals name, followed to those they were joined to, by the id that was named."""
        named = {one.into.pk for one in self.arrivals if isinstance(one.into, Conversation)}
        wanted = [pk for some in in_parts(named) for pk in _where(conversations=some)]
        for some in in_parts(wanted):
            keep_these_to_oneself(conversations=some)
        found = [conversation for some in in_parts(named) for conversation in _as_they_are(conversations=some)]
        return {conversation.pk: conversation.merged_into or conversation for conversation in found}

    def _file(self, opened: Sequence[Conversation]) -> None:
        """Put the new conversations under their topics."""
        openings = [place for place in self.new if self.arrivals[place].into is None]
        wanted = [list(self.arrivals[place].topics)[:MOST_TOPICS] for place in openings]
        if not any(wanted):
            return
        filed = Conversation.topics.through
        rows = []
        for conversation, names in zip(opened, wanted, strict=True):
            topics = name_topics(community=self.space.community, names=names) if names else []
            rows += [filed(conversation_id=conversation.pk, topic_id=topic.pk) for topic in topics]
        filed.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)

    def _number(self, opened: Sequence[Conversation]) -> None:
        """Reserve as many numbers in each conversation as it gets posts; the new ones are not written yet."""
        arriving: dict[int, int] = {}
        for place in self.new:
            arriving[self.homes[place].pk] = arriving.get(self.homes[place].pk, 0) + 1
        for home in opened:
            home.last_number = arriving[home.pk]
        last = {home.pk: home.last_number for home in opened}
        by_count: dict[int, list[int]] = {}
        for pk in arriving.keys() - last.keys():
            by_count.setdefault(arriving[pk], []).append(pk)
        for count, pks in by_count.items():
            for some in in_parts(pks):
                _numbered(conversations=some, count=count)
        for some in in_parts(arriving.keys() - last.keys()):
            last |= dict(_last_numbers(conversations=some))
        self.next: dict[int, int] = {pk: last[pk] - count + 1 for pk, count in arriving.items()}

    def _keep(self, wordings: dict[int, Wording]) -> None:
        for place in self.new:
            one, home = self.arrivals[place], self.homes[place]
            self.posts[place] = Post(
                conversation=home,
                number=self.next[home.pk],
                author=one.author,
                form=str(one.form),
                source=wordings[place].source,
                html=wordings[place].html,
                written_at=one.at,
                edited_at=one.edited_at,
                idempotency_key=one.idempotency_key or None,
                origin=self.origin,
                is_automatic=one.is_automatic,
            )
            self.next[home.pk] += 1
        posts = [self.posts[place] for place in self.new]
        give_keys(posts)
        for place in self.new:
            self._name_parent(place)
        write_new(posts)
        attach((self.posts[place], enclosed(self.arrivals[place].attachments)) for place in self.new)
        name_people((self.posts[place], wordings[place]) for place in self.new)
        ledger.record_all([self._line(place) for place in self.new])
        recount({post.conversation_id for post in posts})
        known = {self.posts[place].pk: self.arrivals[place].words for place in self.new}
        index_posts(posts, {pk: words for pk, words in known.items() if words is not None})

    def _name_parent(self, place: int) -> None:
        """Say which post it replies to. Raises FromElsewhere."""
        said = self.arrivals[place].reply_to
        parent = self.posts[self.same_as.get(said, said)] if isinstance(said, int) else said
        if parent is not None:
            if parent.conversation_id != self.homes[place].pk:
                raise FromElsewhere(parent.pk)
            self.posts[place].reply_to = parent

    def _line(self, place: int) -> ledger.Line:
        one, post, home = self.arrivals[place], self.posts[place], self.homes[place]
        if one.is_automatic:
            return ledger.Line(
                "passed_on", None, self.space.community, one.at, home.space, WHAT, home.pk, post.pk, None, self.origin
            )
        towards = None
        if one.into is not None:
            towards = post.reply_to.author if post.reply_to is not None else home.author
        return ledger.Line(
            "opened" if one.into is None else "replied",
            one.author,
            self.space.community,
            one.at,
            home.space,
            WHAT,
            home.pk,
            post.pk,
            towards,
            self.origin,
        )


@prepared
def _known(*, authors: list[int], idempotency_keys: list[str]) -> QuerySet[Post]:
    known = Post.objects.filter(author__in=authors, idempotency_key__in=idempotency_keys)
    return known.select_related("conversation")


@prepared
def _where(*, conversations: list[int]) -> QuerySet[Conversation, int]:
    return Conversation.objects.filter(pk__in=conversations).values_list(Coalesce("merged_into", "pk"), flat=True)


@prepared
def _as_they_are(*, conversations: list[int]) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(pk__in=conversations)
    return rows.select_related("space", "author", "merged_into__space", "merged_into__author")


@prepared_change
def _numbered(*, conversations: list[int], count: int) -> Change:
    return Conversation.objects.filter(pk__in=conversations), {"last_number": F("last_number") + count}


@prepared
def _last_numbers(*, conversations: list[int]) -> QuerySet[Conversation, tuple[int, int]]:
    return Conversation.objects.filter(pk__in=conversations).values_list("pk", "last_number")
