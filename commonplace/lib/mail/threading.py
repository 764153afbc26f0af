"""Letters put into conversations: by the ids they name, and where they name none, by subject within a bounded time.

How order stops mattering. Every id that a letter names is an anchor of its conversation, whether or not that letter
has been seen;
so a reply seen before its parent waits under the parent's id, and a letter that ties two conversations together joins
them. A reply that names no id looks back for its subject; where it finds nothing it is remembered as waiting, and an
earlier letter of that subject that is seen later takes it in. Conversations are only ever joined, never split, so
what was placed in a former run stays, and batches of any size end in the same conversations.

Two letters that both name ids are never tied by their subjects.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from commonplace.lib.mail.subjects import bare_subject, is_reply

WITHIN = timedelta(days=60)  # a reply without ids belongs to a letter of the same subject at most this much older
_NO_SUBJECTS = {"", "(no subject)", "no subject", "(none)", "none", "(kein betreff)", "(sans objet)", "(brak tematu)"}


class Letter(Protocol):
    """What is asked of a letter to place it; `MailMessage` answers."""

    @property
    def message_id(self) -> str: ...
    @property
    def in_reply_to(self) -> str: ...
    @property
    def references(self) -> tuple[str, ...]: ...
    @property
    def subject(self) -> str: ...
    @property
    def sent_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True, order=True)
class Sighting:
    """A letter under its bare subject; it `waits` while it is a reply that names no id and has found no elder."""

    sent_at: datetime
    message_id: str
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """Two conversations of former runs that turned out to be one."""

    kept: str
    gone: str


class Known(Protocol):
    """What former runs kept. Both are asked once for a batch."""

    def conversations(self, ids: Collection[str]) -> Mapping[str, str]:
        """The conversation of each of the ids that is an anchor."""

    def sightings(self, subjects: Collection[str]) -> Mapping[str, Iterable[Sighting]]:
        """The letters seen under each of the bare subjects."""


class NothingKnown:
    """A first run."""

    def conversations(self, ids: Collection[str]) -> Mapping[str, str]:
        return {}

    def sightings(self, subjects: Collection[str]) -> Mapping[str, Iterable[Sighting]]:
        return {}


class Assembler:
    """Conversations as letters come in; see the module for what is promised."""

    def __init__(self, known: Known | None = None, *, within: timedelta = WITHIN) -> None:
        self._known: Known = known or NothingKnown()
        self._knows_nothing = known is None
        self._within = within
        self._group: dict[str, int] = {}  # each anchor's group
        self._above: list[int] = []  # union-find over groups
        self._first: list[tuple[datetime, str] | None] = []  # the earliest letter of this run in each group
        self._former: list[str | None] = []  # the key each group has from a former run
        self._former_groups: dict[str, int] = {}
        self._seen: dict[str, list[Sighting]] = {}
        self._waiting: dict[str, list[Sighting]] = {}  # those of them that wait: whole days may not be looked through
        self._sighted: set[str] = set()  # letters that stand in `_seen`
        self._letters: dict[str, datetime] = {}
        self._asked: set[str] = set()
        self.joins: list[Join] = []

    def add(self, letters: Iterable[Letter]) -> None:
        """Place a batch of letters; one that was placed before changes nothing."""
        batch = list(letters)
        self._recall(batch)
        for letter in batch:
            if letter.message_id not in self._letters:
                self._place(letter)

    def conversation_of(self, message_id: str) -> str:
        """The key of a letter's conversation: its former key, else the id of its earliest letter so far; KeyError
        where unknown.
        """
        return self._key(self._top(self._group[message_id]))

    def conversations(self) -> dict[str, list[str]]:
        """The letters of this run under the keys of their conversations, both in order of time."""
        found: dict[str, list[str]] = {}
        for message_id, _ in sorted(self._letters.items(), key=lambda item: (item[1], item[0])):
            found.setdefault(self.conversation_of(message_id), []).append(message_id)
        return found

    def anchors(self) -> Iterator[tuple[str, str]]:
        """Every id that leads to a conversation, letters seen and letters only named, with its key: what a later run
        must know.
        """
        for anchor, group in self._group.items():
            yield anchor, self._key(self._top(group))

    def sightings(self) -> Iterator[tuple[str, Sighting]]:
        """Every bare subject with each letter seen under it: what a later run must know."""
        for subject, seen in self._seen.items():
            for sighting in seen:
                yield subject, sighting

    def _recall(self, batch: list[Letter]) -> None:
        if self._knows_nothing:
            # Then there is no need to remember what was asked, which would be every id.
            return
        ids = {one for letter in batch for one in (letter.message_id, *named_ids(letter))} - self._asked
        former = self._known.conversations(ids) if ids else {}
        subjects = {bare_subject(letter.subject) for letter in batch} - self._seen.keys() - _NO_SUBJECTS
        remembered = {
            subject: sorted(seen) for subject, seen in (self._known.sightings(subjects) if subjects else {}).items()
        }
        more = {one.message_id for seen in remembered.values() for one in seen} - ids - self._asked
        former = {**former, **(self._known.conversations(more) if more else {})}
        self._asked |= ids | more
        for anchor, key in former.items():
            self._anchor(anchor, self._former_group(key))
        for subject in subjects:
            self._seen[subject] = remembered.get(subject, [])
            self._waiting[subject] = [one for one in self._seen[subject] if one.waits]
            self._sighted.update(one.message_id for one in self._seen[subject])

    def _place(self, letter: Letter) -> None:
        named = named_ids(letter)
        group = self._group.get(letter.message_id)
        if group is None:
            group = self._new_group(None)
        self._group[letter.message_id] = group
        self._letters[letter.message_id] = letter.sent_at
        top = self._top(group)
        here = (letter.sent_at, letter.message_id)
        self._first[top] = min(self._first[top] or here, here)
        for anchor in named:
            self._anchor(anchor, group)
        subject = bare_subject(letter.subject)
        if subject not in _NO_SUBJECTS:
            self._place_by_subject(letter, subject, names_ids=bool(named))

    def _place_by_subject(self, letter: Letter, subject: str, *, names_ids: bool) -> None:
        seen = self._seen.setdefault(subject, [])
        if letter.message_id in self._sighted:
            return
        self._sighted.add(letter.message_id)
        group = self._group[letter.message_id]
        waits = not names_ids and is_reply(letter.subject)
        if waits:
            since = bisect_left(seen, letter.sent_at - self._within, key=lambda one: one.sent_at)
            until = bisect_right(seen, letter.sent_at, key=lambda one: one.sent_at)
            if until > since:
                self._join(self._group[seen[until - 1].message_id], group)
                waits = False
        waiting = self._waiting.setdefault(subject, [])
        since = bisect_left(waiting, letter.sent_at, key=lambda one: one.sent_at)
        until = bisect_right(waiting, letter.sent_at + self._within, key=lambda one: one.sent_at)
        for one in waiting[since:until]:
            self._join(group, self._group[one.message_id])
            seen[bisect_left(seen, one)] = Sighting(one.sent_at, one.message_id)
        del waiting[since:until]
        here = Sighting(letter.sent_at, letter.message_id, waits)
        insort(seen, here)
        if waits:
            insort(waiting, here)

    def _anchor(self, anchor: str, group: int) -> None:
        """Make the id lead to the group; where it leads elsewhere already, the two are one."""
        other = self._group.setdefault(anchor, group)
        self._join(other, group)

    def _new_group(self, former: str | None) -> int:
        self._above.append(len(self._above))
        self._first.append(None)
        self._former.append(former)
        return len(self._above) - 1

    def _former_group(self, key: str) -> int:
        if key not in self._former_groups:
            self._former_groups[key] = self._new_group(key)
        return self._former_groups[key]

    def _top(self, group: int) -> int:
        while (above := self._above[group]) != group:
            self._above[group] = group = self._above[above]
        return group

    def _join(self, one: int, other: int) -> None:
        kept, gone = sorted((self._top(one), self._top(other)))
        if kept == gone:
            return
        keys = self._former[kept], self._former[gone]
        if keys[0] and keys[1]:
            key = min(keys[0], keys[1])
            self.joins.append(Join(kept=key, gone=max(keys[0], keys[1])))
        else:
            key = keys[0] or keys[1] or ""
        self._above[gone] = kept
        self._former[kept] = key or None
        firsts = [first for first in (self._first[kept], self._first[gone]) if first]
        self._first[kept] = min(firsts) if firsts else None

    def _key(self, top: int) -> str:
        first = self._first[top]
        return self._former[top] or (first[1] if first else "")


def named_ids(letter: Letter) -> tuple[str, ...]:
    """The ids that a letter names as what it answers, without its own."""
    ids = (*letter.references, letter.in_reply_to) if letter.in_reply_to else letter.references
    return tuple(dict.fromkeys(one for one in ids if one != letter.message_id))
