"""Messages of a spooled archive on their way to being kept, each known by a digest of its key."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import NamedTuple

from commonplace.communities.models import Space
from commonplace.communities.modules import MATHS, is_on
from commonplace.conversations.actions.importing import Arrival
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Post
from commonplace.lib.archives.stream import Why
from commonplace.people.models import Person
from commonplace.store.bulk import write_rows
from commonplace.transfer.accounts import Account
from commonplace.transfer.actions.keeping import Elder, Source, Turn, shelf_of
from commonplace.transfer.archive import digest_of
from commonplace.transfer.models import Import, Known
from commonplace.transfer.said import Said, said_of
from commonplace.transfer.shown import Asked, Beside, Here
from commonplace.transfer.stream_spool import StreamSpool, as_moment

HEAVIEST = 2 << 20  # characters of messages in a batch
COLUMNS = ("community_id", "kind", "sort", "digest", "run_id", "words", "post_id", "space_id")


class Row(NamedTuple):
    """One message that is to be kept."""

    turn: int
    n: int
    key: str
    place: str
    author: str | None
    person: int | None
    is_machine: int | None
    at: int
    talk: str
    answers: str
    kind: str
    title: str
    text: str
    form: str
    topics: str
    is_automatic: int
    files: int
    edited: int | None


_ASKED = (
    "SELECT q.n, m.n, m.key, m.place, m.author, a.person, a.is_machine, m.at, m.talk, m.answers, m.kind, m.title,"
    " m.text, m.form, m.topics, m.is_automatic, m.files, m.edited FROM queue q JOIN message m ON m.n = q.message"
    " LEFT JOIN author a ON a.key = m.author WHERE q.n > ? ORDER BY q.n LIMIT ?"
)


type _Turn = Turn[tuple[str, str], Row, Said]


class Spooled(Source[tuple[str, str], Row, Said]):
    """What is queued; `spaces` are those of the places, `held` the places of closed chats."""

    least = 100  # fewer at once cost a third more

    def __init__(
        self,
        run: Import,
        spool: StreamSpool,
        account: Account,
        spaces: dict[str, Space],
        held: Collection[str],
        setter: Here | Beside,
    ) -> None:
        self.run, self.spool, self.account, self.spaces, self.held = run, spool, account, spaces, held
        self.conversations = 0
        self._last = 0
        self._setter, self._ordered, self._has_begun = setter, list[Row](), False
        self._has_maths = is_on(run.community, MATHS)
        spool.change("CREATE TABLE home (talk TEXT, place TEXT, conversation INT, PRIMARY KEY (talk, place))")
        # Where what came before of a conversation stands by now, its opening first.
        spool.change(
            "INSERT OR IGNORE INTO home SELECT talk, place, conversation FROM message"
            " WHERE conversation IS NOT NULL ORDER BY key <> talk, turn, n"
        )

    def next(self, size: int) -> list[_Turn]:
        # The words of the next batch are asked for as soon as these are taken, and are set while these are kept.
        if not self._has_begun:
            self._order(size)
            self._has_begun = True
        rows, words = self._ordered, self._setter.take() if self._ordered else []
        self._order(size)
        return [
            Turn(row.key, (row.talk, row.place), row.answers, row.person, row, said_of(one, row.title))
            for row, one in zip(rows, words, strict=True)
        ]

    def _order(self, size: int) -> None:
        """Have the next messages set, of one space and not too long together."""
        rows = [Row(*row) for row in self.spool.ask(_ASKED, (self._last, size))]
        weight = 0
        for number, row in enumerate(rows):
            weight += len(row.text)
            if number and (weight > HEAVIEST or self.spaces[row.place] != self.spaces[rows[0].place]):
                del rows[number:]
                break
        self._ordered = rows
        if rows:
            self._last = rows[-1].turn
            self._setter.ask([Asked(row.text, row.form, self._has_maths) for row in rows])

    def space_of(self, turn: _Turn) -> Space:
        return self.spaces[turn.row.place]

    def arrival(
        self, turn: _Turn, *, author: Person | None, into: Conversation | int | None, reply_to: Post | int | None
    ) -> Arrival:
        row, one, at = turn.row, turn.words, as_moment(turn.row.at)
        once = f"{self.run.kind} {digest_of(row.key)} in {self.run.community_id}"
        files, notes = one.files_of(
            self._files(row), at=at, once=once, shelf=shelf_of(self.space_of(turn).pk), account=self.run.community_id
        )
        return Arrival(
            author=author,
            at=at,
            source=one.source,
            html=one.html + notes,
            title=one.title,
            kind=row.kind if row.kind in Kind.values else Kind.DISCUSSION,
            into=into,
            reply_to=reply_to,
            idempotency_key=once,
            attachments=files,
            topics=tuple(json.loads(row.topics)) if row.topics else (),
            is_automatic=bool(row.is_automatic or row.is_machine),
            words=one.words,
            edited_at=as_moment(row.edited) if row.edited and row.edited > row.at else None,
        )

    def write(self, turns: Sequence[_Turn], posts: Sequence[Post]) -> None:
        run = self.run
        rows = [
            (run.community_id, run.kind, "message", digest_of(one.key), run.pk, one.words.digest, post.pk, None)
            for one, post in zip(turns, posts, strict=True)
        ]
        write_rows(Known, COLUMNS, rows)

    def kept(self, turns: Sequence[_Turn], arrivals: Sequence[Arrival], posts: Sequence[Post]) -> None:
        self.spool.change_all(
            "UPDATE message SET state = 'kept', post = ?, conversation = ?, post_author = ? WHERE n = ?",
            [
                (post.pk, post.conversation_id, post.author_id, one.row.n)
                for one, post in zip(turns, posts, strict=True)
            ],
        )
        self.spool.change_all(
            "INSERT OR IGNORE INTO home VALUES (?, ?, ?)",
            [(one.row.talk, one.row.place, post.conversation_id) for one, post in zip(turns, posts, strict=True)],
        )
        self.conversations += sum(one.into is None for one in arrivals)
        for one in turns:
            self.account.add("aside" if one.row.place in self.held else "kept", "messages")

    def leave(self, turn: _Turn, error: Exception) -> None:
        self.account.add("unreadable", "messages", why=Why.DAMAGED)
        self.account.where.append((type(error).__name__, f"{turn.row.place}: {turn.key}"[:255]))
        self.spool.change("UPDATE message SET state = 'left' WHERE n = ?", (turn.row.n,))

    def homes(self, turns: Sequence[_Turn]) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for talk, place in {one.talk for one in turns}:
            home = self.spool.number("SELECT conversation FROM home WHERE talk = ? AND place = ?", (talk, place))
            if home:
                found[talk, place] = home
        missing = {digest_of(one.talk[0]): one.talk for one in turns if one.talk not in found}
        missing = {digest: one for digest, one in missing.items() if not self._is_here(one[0])}
        for digest, elder in self._known(missing).items():
            found[missing[digest]] = elder.conversation
        if self.held:
            # What is of a closed chat goes on only where nobody else reads it.
            closed = {home for (_talk, place), home in found.items() if place in self.held}
            theirs = dict(Conversation.objects.filter(pk__in=closed).values_list("pk", "space"))
            found = {
                one: home
                for one, home in found.items()
                if one[1] not in self.held or theirs.get(home) == self.spaces[one[1]].pk
            }
        return found

    def elders(self, turns: Sequence[_Turn]) -> dict[str, Elder]:
        found: dict[str, Elder] = {}
        missing: dict[str, str] = {}
        for key in {one.answers for one in turns if one.answers}:
            there = self.spool.ask("SELECT post, conversation, post_author FROM message WHERE key = ?", (key,))
            if not there:
                missing[digest_of(key)] = key
            elif there[0][0] is not None:
                found[key] = Elder(*there[0])
        return found | {missing[digest]: one for digest, one in self._known(missing).items()}

    def _is_here(self, key: str) -> bool:
        return bool(self.spool.number("SELECT count(*) FROM message WHERE key = ?", (key,)))

    def _known(self, digests: Collection[str]) -> dict[str, Elder]:
        if not digests:
            return {}
        rows = Known.objects.filter(
            community=self.run.community,
            kind=self.run.kind,
            sort=Known.Sort.MESSAGE,
            digest__in=list(digests),
            post__isnull=False,
        )
        found = rows.values_list("digest", "post", "post__conversation", "post__author")
        return {digest: Elder(*rest) for digest, *rest in found}

    def _files(self, row: Row) -> list[tuple[str, str, bytes | None]]:
        if not row.files:
            return []
        return [
            (name, content_type, data)
            for name, content_type, data in self.spool.ask(
                "SELECT name, content_type, data FROM file WHERE message = ? ORDER BY position", (row.n,)
            )
        ]
