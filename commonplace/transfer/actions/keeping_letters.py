"""Letters that were planned, on their way to being kept: each known by its own row, its words set ahead by a press."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import F

from commonplace.communities.models import Space
from commonplace.conversations.actions.importing import Arrival
from commonplace.conversations.models import Conversation, Post
from commonplace.lib.mail.reasons import NOT_KEPT
from commonplace.lib.text import one_line
from commonplace.mail.lists import tidy_list_id
from commonplace.people.models import Person
from commonplace.store.bulk import fitted, write_columns
from commonplace.transfer.actions.keeping import Elder, Source, Turn, shelf_of
from commonplace.transfer.archive import Shelf
from commonplace.transfer.models import Import, Letter, Unreadable
from commonplace.transfer.render_worker import Place, Press
from commonplace.transfer.wording import worded
from commonplace.transfer.words import Set

# An order of so many lies in a pipe with nobody reading it, so that who orders and who sets never wait for each other.
MOST = 200
HEAVIEST = 2 << 20  # bytes of letters in a batch of more than one, so that long letters do not fill the memory
AHEAD = 5  # batches whose words are ordered at once


class NotSet(Exception):
    """No words could be made of a letter, or nobody is behind it."""


class Row(NamedTuple):
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

type _Turn = Turn[str, Row, Set]


class Letters(Source[str, Row, Set]):
    """The letters of a planned run, from where it stands."""

    def __init__(self, run: Import, shelf: Shelf, press: Press) -> None:
        self.run, self.shelf, self._press = run, shelf, press
        self._withheld: dict[int, str] = {}  # by the rows of the letters that are being kept
        self._ordered: deque[list[Row]] = deque()
        self._next = run.position
        self._homes = self._as_they_stand()

    def next(self, size: int) -> list[_Turn]:
        # The press is kept one batch ahead, so that it works while this process writes.
        while len(self._ordered) < AHEAD and self._order(size):
            pass
        return (
            [_turn(*one) for one in zip(self._ordered.popleft(), self._press.take(), strict=True)]
            if self._ordered
            else []
        )

    def anew(self, turns: Sequence[_Turn]) -> list[_Turn]:
        self._homes = self._as_they_stand()
        rows = self._rows(self.run.position, len(turns))
        return [_turn(row, one.words) for row, one in zip(rows, turns, strict=True)]

    def space_of(self, turn: _Turn) -> Space:
        return self.run.space

    def homes(self, turns: Sequence[_Turn]) -> Mapping[str, int]:
        named = {one.row.into_id: one.row.talk for one in turns if one.row.into_id and one.row.talk not in self._homes}
        if named:
            # Conversations of former runs, or those they were joined to.
            for pk, joined in Conversation.objects.filter(pk__in=named).values_list("pk", "merged_into"):
                self._homes[named[pk]] = joined or pk
        return self._homes

    def elders(self, turns: Sequence[_Turn]) -> dict[str, Elder]:
        # Asked for anew with each batch: remembered, they would be as many as the archive has letters.
        missing = {one.answers for one in turns if one.answers} - {one.key for one in turns}
        if not missing:
            return {}
        found = Letter.objects.filter(community=self.run.community, digest__in=missing, post__author__isnull=False)
        asked = found.values_list("digest", "post", "post__conversation", "post__author")
        return {digest: Elder(*rest) for digest, *rest in asked}

    def arrival(
        self, turn: _Turn, *, author: Person | None, into: Conversation | int | None, reply_to: Post | int | None
    ) -> Arrival:
        row, said = turn.row, turn.words
        if said.trouble or (author is None and not row.is_automatic):
            raise NotSet(said.trouble)
        once = idempotency_key_of(row.digest, self.run.community_id)
        # Files stay in the archive until their letter's turn: a batch of them could fill the memory.
        files = self.shelf.letter(row.file, row.offset, row.size, row.digest).attachments if said.has_files else ()
        letter = worded(
            said,
            prefix=self.run.prefix,
            attachments=files,
            sent_at=row.sent_at,
            idempotency_key=once,
            shelf=shelf_of(self.run.space_id),
            account=self.run.community_id,
        )
        if letter.withheld:
            self._withheld[row.pk] = letter.withheld
        return Arrival(
            author=author,
            at=row.sent_at,
            source=letter.source,
            html=letter.html,
            form=Post.Form.MAIL,
            title=letter.title,
            into=into,
            reply_to=reply_to,
            idempotency_key=once,
            attachments=letter.attachments,
            words=letter.words,
            is_automatic=row.is_automatic,
        )

    def of_the_run(self, turns: Sequence[_Turn]) -> dict[str, object]:
        # The latest that says so: a list is called by the name that it had last.
        named = next(filter(None, (tidy_list_id(one.words.list_id) for one in reversed(turns))), "")
        return {"list_id": named} if named else {}

    def write(self, turns: Sequence[_Turn], posts: Sequence[Post]) -> None:
        told = ((one.row.pk, one.words.message_id, self._withheld.get(one.row.pk, "")) for one in turns)
        rows = ((post.pk, own, gone, pk) for post, (pk, own, gone) in zip(posts, told, strict=True))
        write_columns(Letter, ("post_id", "message_id", "withheld"), rows)

    def kept(self, turns: Sequence[_Turn], arrivals: Sequence[Arrival], posts: Sequence[Post]) -> None:
        self._withheld.clear()
        for one, post in zip(turns, posts, strict=True):
            self._homes.setdefault(one.row.talk, post.conversation_id)

    def leave(self, turn: _Turn, error: Exception) -> None:
        """A later run finds it new."""
        row = turn.row
        Import.objects.filter(pk=self.run.pk).update(unreadable=F("unreadable") + 1)
        Unreadable.objects.create(
            run=self.run,
            file=fitted(Unreadable, "file", one_line(self.shelf.files[row.file].name)),
            offset=row.offset,
            reason=fitted(Unreadable, "reason", f"{NOT_KEPT} {turn.words.trouble or type(error).__name__}"),
        )
        Letter.objects.filter(pk=row.pk).delete()

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

    def _rows(self, since: int, size: int) -> list[Row]:
        rows = Letter.objects.filter(run=self.run, place__gte=since, place__lt=since + size).order_by("place")
        return [Row(*row) for row in rows.values_list(*_ASKED)]

    def _as_they_stand(self) -> dict[str, int]:
        """Where each conversation of the run lives by now, as far as it is kept."""
        homes: dict[str, int] = {}
        done = Letter.objects.filter(run=self.run, place__lt=self.run.position, post__isnull=False)
        for talk, home in done.values_list("talk", "post__conversation").iterator(chunk_size=2000):
            homes.setdefault(talk, home)
        return homes


def _turn(row: Row, words: Set) -> _Turn:
    return Turn(row.digest, row.talk, row.answers, row.person_id, row, words)


def idempotency_key_of(digest: str, community: int) -> str:
    """What makes a letter's post one post; the same letter may live in another community as well."""
    return f"{digest} in {community}"


__all__ = ["Letters", "idempotency_key_of"]
