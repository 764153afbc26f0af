"""Letters that were planned are kept, batch by batch, in the order decided."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.models import Conversation, Post
from commonplace.files.refusals import StorageTrouble
from commonplace.lib.mail.reasons import NOT_KEPT
from commonplace.lib.text import one_line
from commonplace.mail.lists import tidy_list_id
from commonplace.people.models import Person
from commonplace.store.bulk import fitted, write_column
from commonplace.store.steps import Steps
from commonplace.transfer.archive import Changed, Shelf
from commonplace.transfer.models import Import, Letter, Unreadable
from commonplace.transfer.render_worker import Place, Press
from commonplace.transfer.wording import worded
from commonplace.transfer.words import Set

BATCH = 500
# An order of so many lies in a pipe with nobody reading it, so that who orders and who sets never wait for each other.
MOST = 1000
HEAVIEST = 4 << 20  # bytes of letters in a batch of more than one, so that long letters do not fill the memory
AHEAD = 2  # batches whose words are ordered at once
LEASE = timedelta(minutes=2)
log = logging.getLogger(__name__)


class TakenOver(Exception):
    """Another process goes on with this run."""


class NotSet(Exception):
    """No words could be made of a letter."""


# The next process may fare better.
NOT_THE_LETTERS = (TakenOver, Changed, OperationalError, InterfaceError, StorageTrouble)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where a letter kept by an earlier batch stands."""

    post: int
    conversation: int
    author: int


class _Row(NamedTuple):
    """What is asked of a letter that is kept."""

    pk: int
    place: int | None
    file: int
    offset: int
    size: int
    digest: str
    sent_at: datetime
    talk: str
    answers: str
    into_id: int | None
    person_id: int | None
    is_automatic: bool


_ASKED = "pk place file offset size digest sent_at talk answers into sender__person is_automatic".split()


class Keeper:
    """Goes on with a planned run, wherever it stopped; `holder` is the token under which this process works."""

    def __init__(self, run: Import, shelf: Shelf, press: Press, *, holder: str) -> None:
        self.run, self.shelf, self.holder = run, shelf, holder
        self.people: dict[int, Person] = {}
        # Letters kept before this batch that one of it answers, and where each conversation of the run lives.
        self.kept: dict[str, _Kept] = {}
        self.homes: dict[str, int] = {}
        self._remember()
        self._press = press
        self._withheld: dict[str, str] = {}  # by the digests of the batch's letters
        self._ordered: deque[list[_Row]] = deque()
        self._next = run.position
        self._steps = Steps(least=40, most=BATCH)  # fewer at once cost several times as much

    def keep_batch(self, size: int = BATCH) -> int:
        """Keep the next letters; how many there were. Raises TakenOver and `archive.Changed`."""
        # The press is kept one batch ahead, so that it works while this process writes.
        while len(self._ordered) < AHEAD and self._order(size):
            pass
        if not self._ordered:
            return 0
        rows, words = self._ordered.popleft(), self._press.take()
        begun = self.run.position
        try:
            while (done := self.run.position - begun) < len(rows):
                some = slice(done, done + self._steps.size)
                self._keep(rows[some], words[some])
        except NOT_THE_LETTERS:
            raise
        except Exception:  # noqa: BLE001 -- whatever it is about one letter, the others come in
            # While the archive moved in, someone joined two conversations or claimed a name: look again, one by one.
            self._remember()
            done = self.run.position - begun
            for row, said in zip(self._rows(self.run.position, len(rows) - done), words[done:], strict=True):
                self._keep_or_leave(row, said)
        return len(rows)

    def _keep_or_leave(self, row: _Row, said: Set) -> None:
        try:
            self._keep([row], [said])
        except NOT_THE_LETTERS:
            raise
        except Exception as error:
            log.warning("A letter could not be kept", exc_info=True)
            self._leave(row, said.trouble or type(error).__name__)

    def _leave(self, row: _Row, error: str) -> None:
        """Pass over a letter that cannot be kept, and say where it is and why; a later run finds it new."""
        with transaction.atomic():
            mine = Import.objects.filter(pk=self.run.pk, holder=self.holder, position=self.run.position)
            position, not_kept = self.run.position + 1, self.run.not_kept + 1
            if not mine.update(
                position=position,
                not_kept=not_kept,
                unreadable=F("unreadable") + 1,
                leased_until=timezone.now() + LEASE,
            ):
                raise TakenOver(self.run.pk)
            Unreadable.objects.create(
                run=self.run,
                file=fitted(Unreadable, "file", one_line(self.shelf.files[row.file].name)),
                offset=row.offset,
                reason=fitted(Unreadable, "reason", f"{NOT_KEPT} {error}"),
            )
            Letter.objects.filter(pk=row.pk).delete()
        self.run.position, self.run.not_kept = position, not_kept

    def _keep(self, rows: Sequence[_Row], words: Sequence[Set]) -> None:
        if troubled := next((said.trouble for said in words if said.trouble), ""):
            raise NotSet(troubled)
        self._look_up_elders(rows)
        with override(self.run.community.language):
            arrivals = self._arrivals(rows, words)
        position = self.run.position + len(rows)
        posts: list[Post] = []

        def write(_most: int) -> int:
            # The first write: whoever does not hold the run, or does not stand where it stands, stops here.
            mine = Import.objects.filter(pk=self.run.pk, holder=self.holder, position=self.run.position)
            # The latest that says so: a list is called by the name that it had last.
            named = next(filter(None, (tidy_list_id(said.list_id) for said in reversed(words))), self.run.list_id)
            if not mine.update(position=position, leased_until=timezone.now() + LEASE, list_id=named):
                raise TakenOver(self.run.pk)
            self.run.list_id = named
            posts.extend(import_posts(space=self.run.space, arrivals=arrivals, origin=self.run.origin))
            write_column(Letter, "post_id", {row.pk: post.pk for row, post in zip(rows, posts, strict=True)})
            write_column(
                Letter,
                "message_id",
                {row.pk: said.message_id for row, said in zip(rows, words, strict=True) if said.message_id},
            )
            for row in rows:
                if row.digest in self._withheld:
                    Letter.objects.filter(pk=row.pk).update(withheld=self._withheld[row.digest])
            return len(rows)

        self._steps.take(write)
        self.run.position = position
        for row, post in zip(rows, posts, strict=True):
            self.homes.setdefault(row.talk, post.conversation_id)

    def _order(self, size: int) -> bool:
        """Have the letters after those already ordered set; whether there were any."""
        rows = self._rows(self._next, min(size, MOST))
        weight = 0
        for number, row in enumerate(rows):
            weight += row.size
            if number and weight > HEAVIEST:
                del rows[number:]
                break
        if rows:
            self._next += len(rows)
            self._ordered.append(rows)
            self._press.ask([Place(row.file, row.offset, row.size, row.digest) for row in rows])
        return bool(rows)

    def _rows(self, since: int, size: int) -> list[_Row]:
        rows = Letter.objects.filter(run=self.run, place__gte=since, place__lt=since + size).order_by("place")
        return [_Row(*row) for row in rows.values_list(*_ASKED)]

    def _arrivals(self, rows: Sequence[_Row], words: Sequence[Set]) -> list[Arrival]:
        arrivals: list[Arrival] = []
        self._withheld.clear()
        opened: dict[str, int] = {}  # conversations opened by this batch
        here: dict[str, Conversation] = {}  # and those opened before
        placed: dict[str, int] = {}
        for number, (row, said) in enumerate(zip(rows, words, strict=True)):
            # Files stay in the archive until their letter's turn: a batch of them could fill the memory.
            files = self.shelf.letter(row.file, row.offset, row.size, row.digest).attachments if said.has_files else ()
            idempotency_key, shelf = idempotency_key_of(row.digest, self.run.community_id), shelf_of(self.run.space_id)
            letter = worded(
                said,
                prefix=self.run.prefix,
                attachments=files,
                sent_at=row.sent_at,
                idempotency_key=idempotency_key,
                shelf=shelf,
                account=self.run.community_id,
            )
            if letter.withheld:
                self._withheld[row.digest] = letter.withheld
            into: Conversation | int | None = None
            if row.talk in opened:
                into = opened[row.talk]
            elif row.talk in self.homes:
                if row.talk not in here:
                    here[row.talk] = Conversation(pk=self.homes[row.talk])
                into = here[row.talk]
            else:
                opened[row.talk] = number
            arrivals.append(
                Arrival(
                    author=self.people[row.person_id or 0] if row.person_id or not row.is_automatic else None,
                    at=row.sent_at,
                    source=letter.source,
                    html=letter.html,
                    form=Post.Form.MAIL,
                    title=letter.title,
                    into=into,
                    reply_to=self._elder(row, into, placed),
                    idempotency_key=idempotency_key,
                    attachments=letter.attachments,
                    words=letter.words,
                    is_automatic=row.is_automatic,
                )
            )
            placed[row.digest] = number
        return arrivals

    def _elder(self, row: _Row, into: Conversation | int | None, placed: dict[str, int]) -> Post | int | None:
        """The post that a letter answers, where it stands in the same conversation before it."""
        if not row.answers or into is None:
            return None
        if row.answers in placed:
            return placed[row.answers]
        kept = self.kept.get(row.answers)
        if kept is None or kept.conversation != self.homes.get(row.talk):
            return None
        post = Post.from_db(None, ["id", "conversation_id", "author_id"], [kept.post, kept.conversation, kept.author])
        post.author = self.people[kept.author]
        return post

    def _look_up_elders(self, rows: Sequence[_Row]) -> None:
        """Find what belongs to former runs: posts answered, and conversations, or those they were joined to."""
        named = {row.into_id: row.talk for row in rows if row.into_id and row.talk not in self.homes}
        for pk, joined in Conversation.objects.filter(pk__in=named).values_list("pk", "merged_into"):
            self.homes[named[pk]] = joined or pk
        # Asked for anew with each batch: remembered, they would be as many as the archive has letters.
        self.kept.clear()
        missing = {row.answers for row in rows if row.answers} - {row.digest for row in rows}
        if not missing:
            return
        found = Letter.objects.filter(community=self.run.community, digest__in=missing, post__author__isnull=False)
        for digest, post, home, author in found.values_list("digest", "post", "post__conversation", "post__author"):
            self.kept[digest] = _Kept(post, home, author)
        self.people |= Person.objects.in_bulk({kept.author for kept in self.kept.values()} - self.people.keys())

    def _remember(self) -> None:
        """The people of the run, and what earlier batches of it kept, as things stand now."""
        self.homes.clear()
        letters = Letter.objects.filter(run=self.run, place__isnull=False)
        self.people = Person.objects.in_bulk(list(letters.values_list("sender__person", flat=True).distinct()))
        done = Letter.objects.filter(run=self.run, place__lt=self.run.position, post__isnull=False)
        for talk, home in done.values_list("talk", "post__conversation").iterator(chunk_size=2000):
            self.homes.setdefault(talk, home)


def idempotency_key_of(digest: str, community: int) -> str:
    """What makes a letter's post one post; the same letter may live in another community as well."""
    return f"{digest} in {community}"


def shelf_of(space: int) -> str:
    """Within what the files of letters lie once: a space, since whoever brings them there may read them there."""
    return f"letters of {space}"


__all__ = ["BATCH", "LEASE", "Keeper", "TakenOver", "idempotency_key_of", "shelf_of"]
