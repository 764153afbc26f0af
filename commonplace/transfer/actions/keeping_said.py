"""Messages of a spooled archive are kept, batch by batch, in the order decided; whatever is known stays."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import override

from commonplace.communities.models import Space
from commonplace.communities.modules import MATHS, is_on
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Post
from commonplace.files.refusals import StorageTrouble
from commonplace.lib.archives.stream import Why
from commonplace.people.models import Person
from commonplace.store.bulk import write_rows
from commonplace.store.steps import Steps
from commonplace.transfer.accounts import Account
from commonplace.transfer.actions.keeping import LEASE, TakenOver, shelf_of
from commonplace.transfer.archive import digest_of
from commonplace.transfer.models import Import, Known
from commonplace.transfer.said import Said, said
from commonplace.transfer.stream_spool import StreamSpool, as_moment

BATCH = 500
HEAVIEST = 2 << 20  # characters of messages in a batch
COLUMNS = ("community_id", "kind", "sort", "digest", "run_id", "words", "post_id", "space_id")
NOT_THE_MESSAGES = (TakenOver, OperationalError, InterfaceError, StorageTrouble)
log = logging.getLogger(__name__)


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


class _Elder(NamedTuple):
    """A message kept before: its post, where that stands, and whose it is."""

    post: int
    conversation: int
    author: int | None


_ASKED = (
    "SELECT q.n, m.n, m.key, m.place, m.author, a.person, a.is_machine, m.at, m.talk, m.answers, m.kind, m.title,"
    " m.text, m.form, m.topics, m.is_automatic, m.files FROM queue q JOIN message m ON m.n = q.message"
    " LEFT JOIN author a ON a.key = m.author WHERE q.n > ? ORDER BY q.n LIMIT ?"
)


class SaidKeeper:
    """Keeps what is queued; `spaces` are those of the places, `held` the places of closed chats."""

    def __init__(
        self, run: Import, spool: StreamSpool, account: Account, spaces: dict[str, Space], held: Collection[str]
    ) -> None:
        self.run, self.spool, self.account, self.spaces, self.held = run, spool, account, spaces, held
        self.conversations = 0
        self._last = 0
        self._steps = Steps(least=100, most=BATCH)  # fewer at once cost a third more
        self._has_maths = is_on(run.community, MATHS)
        spool.change("CREATE TABLE home (talk TEXT, place TEXT, conversation INT, PRIMARY KEY (talk, place))")
        # Where what came before of a conversation stands by now, its opening first.
        spool.change(
            "INSERT OR IGNORE INTO home SELECT talk, place, conversation FROM message"
            " WHERE conversation IS NOT NULL ORDER BY key <> talk, turn, n"
        )

    def keep_batch(self) -> int:
        """Keep the next messages; how many there were. Raises TakenOver."""
        rows = self._next()
        if not rows:
            return 0
        with override(self.run.community.language):
            words = [said(row.text, row.form, row.title, with_maths=self._has_maths) for row in rows]
        done = 0
        try:
            while done < len(rows):
                some = slice(done, done + self._steps.size)
                done += self._keep(rows[some], words[some])
        except NOT_THE_MESSAGES:
            raise
        except Exception:  # noqa: BLE001 -- whatever it is about one message, the others come in
            for row, one in zip(rows[done:], words[done:], strict=True):
                self._keep_or_leave(row, one)
        self._last = rows[-1].turn
        return len(rows)

    def _next(self) -> list[Row]:
        """The next messages of one space."""
        rows = [Row(*row) for row in self.spool.ask(_ASKED, (self._last, BATCH))]
        weight = 0
        for number, row in enumerate(rows):
            weight += len(row.text)
            if number and (weight > HEAVIEST or self.spaces[row.place] != self.spaces[rows[0].place]):
                return rows[:number]
        return rows

    def _keep_or_leave(self, row: Row, words: Said) -> None:
        try:
            self._keep([row], [words])
        except NOT_THE_MESSAGES:
            raise
        except Exception as error:
            log.warning("A message could not be kept", exc_info=True)
            self.account.add("unreadable", "messages", why=Why.DAMAGED)
            self.account.where.append((type(error).__name__, f"{row.place}: {row.key}"[:255]))
            self.spool.change("UPDATE message SET state = 'left' WHERE n = ?", (row.n,))

    def _keep(self, rows: Sequence[Row], words: Sequence[Said]) -> int:
        run, space = self.run, self.spaces[rows[0].place]
        homes = self._homes(rows)
        arrivals = self._arrivals(rows, words, homes, self._elders(rows))
        posts: list[Post] = []

        def write(_most: int) -> int:
            # The first write: whoever does not hold the run stops here.
            mine = Import.objects.filter(pk=run.pk, holder=run.holder)
            if not mine.update(position=run.position + len(rows), leased_until=timezone.now() + LEASE):
                raise TakenOver(run.pk)
            posts.extend(import_posts(space=space, arrivals=arrivals, origin=run.origin))
            write_rows(
                Known,
                COLUMNS,
                [
                    (run.community_id, run.kind, "message", digest_of(row.key), run.pk, one.digest, post.pk, None)
                    for row, one, post in zip(rows, words, posts, strict=True)
                ],
            )
            return len(rows)

        self._steps.take(write)
        run.position += len(rows)
        self.spool.change_all(
            "UPDATE message SET state = 'kept', post = ?, conversation = ?, post_author = ? WHERE n = ?",
            [(post.pk, post.conversation_id, post.author_id, row.n) for row, post in zip(rows, posts, strict=True)],
        )
        self.spool.change_all(
            "INSERT OR IGNORE INTO home VALUES (?, ?, ?)",
            [(row.talk, row.place, post.conversation_id) for row, post in zip(rows, posts, strict=True)],
        )
        self.conversations += sum(one.into is None for one in arrivals)
        for row in rows:
            self.account.add("aside" if row.place in self.held else "kept", "messages")
        return len(rows)

    def _homes(self, rows: Sequence[Row]) -> dict[tuple[str, str], int]:
        """Where conversations stand that some of the rows go on with."""
        found: dict[tuple[str, str], int] = {}
        for talk, place in {(row.talk, row.place) for row in rows}:
            home = self.spool.number("SELECT conversation FROM home WHERE talk = ? AND place = ?", (talk, place))
            if home:
                found[talk, place] = home
        missing = {digest_of(row.talk): (row.talk, row.place) for row in rows if (row.talk, row.place) not in found}
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

    def _elders(self, rows: Sequence[Row]) -> dict[str, _Elder]:
        """Messages of earlier batches or exports that some of the rows answer."""
        found: dict[str, _Elder] = {}
        missing: dict[str, str] = {}
        for key in {row.answers for row in rows if row.answers}:
            there = self.spool.ask("SELECT post, conversation, post_author FROM message WHERE key = ?", (key,))
            if not there:
                missing[digest_of(key)] = key
            elif there[0][0] is not None:
                found[key] = _Elder(*there[0])
        return found | {missing[digest]: one for digest, one in self._known(missing).items()}

    def _is_here(self, key: str) -> bool:
        return bool(self.spool.number("SELECT count(*) FROM message WHERE key = ?", (key,)))

    def _known(self, digests: Collection[str]) -> dict[str, _Elder]:
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
        return {digest: _Elder(*rest) for digest, *rest in found}

    def _arrivals(
        self,
        rows: Sequence[Row],
        words: Sequence[Said],
        homes: dict[tuple[str, str], int],
        elders: dict[str, _Elder],
    ) -> list[Arrival]:
        people = Person.objects.in_bulk({row.person for row in rows if row.person})
        people |= Person.objects.in_bulk({one.author for one in elders.values() if one.author} - people.keys())
        arrivals: list[Arrival] = []
        opened: dict[tuple[str, str], int] = {}
        placed: dict[str, int] = {}
        for number, (row, one) in enumerate(zip(rows, words, strict=True)):
            talk = (row.talk, row.place)
            into: Conversation | int | None = None
            if talk in opened:
                into = opened[talk]
            elif talk in homes:
                into = Conversation(pk=homes[talk])
            else:
                opened[talk] = number
            once = f"{self.run.kind} {digest_of(row.key)} in {self.run.community_id}"
            files, notes = one.files_of(
                self._files(row),
                at=as_moment(row.at),
                once=once,
                shelf=self._shelf(row),
                account=self.run.community_id,
            )
            arrivals.append(
                Arrival(
                    author=people.get(row.person or 0),
                    at=as_moment(row.at),
                    source=one.source,
                    html=one.html + notes,
                    title=one.title,
                    kind=row.kind if row.kind in Kind.values else Kind.DISCUSSION,
                    into=into,
                    reply_to=self._elder(row, into, placed, elders, people),
                    idempotency_key=once,
                    attachments=files,
                    topics=tuple(json.loads(row.topics)) if row.topics else (),
                    is_automatic=bool(row.is_automatic or row.is_machine),
                    words=one.words,
                )
            )
            placed[row.key] = number
        return arrivals

    def _elder(
        self,
        row: Row,
        into: Conversation | int | None,
        placed: dict[str, int],
        elders: dict[str, _Elder],
        people: dict[int, Person],
    ) -> Post | int | None:
        """The post that a message answers, where it stands in the same conversation before it."""
        if not row.answers or into is None:
            return None
        if row.answers in placed:
            return placed[row.answers]
        one = elders.get(row.answers)
        if one is None or isinstance(into, int) or one.conversation != into.pk:
            return None
        post = Post.from_db(None, ["id", "conversation_id", "author_id"], [one.post, one.conversation, one.author])
        post.author = people.get(one.author or 0)
        return post

    def _files(self, row: Row) -> list[tuple[str, str, bytes | None]]:
        if not row.files:
            return []
        return [
            (name, content_type, data)
            for name, content_type, data in self.spool.ask(
                "SELECT name, content_type, data FROM file WHERE message = ? ORDER BY position", (row.n,)
            )
        ]

    def _shelf(self, row: Row) -> str:
        return shelf_of(self.spaces[row.place].pk)
