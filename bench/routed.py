"""What was asked and who answered, out of real archives: what `bench/routing.py` asks its rankings about."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from commonplace.lib.archives.kinds import KINDS
from commonplace.lib.archives.stream import Author, Message, Settled, Thanks
from commonplace.lib.mail.identity import Identities
from commonplace.lib.mail.mailbox import read_mailboxes
from commonplace.lib.mail.message import MailMessage, read_all
from commonplace.lib.mail.posting import words_of
from commonplace.lib.mail.subjects import shown_subject
from commonplace.lib.mail.threading import Assembler

COMMENT = "comment-"  # how the reader of Stack Exchange calls what is no answer


@dataclass(slots=True)
class Said:
    """One post of an archive: by whom, when, in which conversation, and what became of it."""

    key: str
    thread: str
    author: str
    at: datetime
    text: str
    topics: tuple[str, ...] = ()
    opens: bool = False
    answers: bool = False  # whether it is an answer, where its place tells answers from remarks
    thanked: list[datetime] = field(default_factory=list)  # when, as far as the archive tells
    settled: datetime | None = None


@dataclass(slots=True)
class Archive:
    """One archive in the order of time, and who answered each opening besides whoever asked."""

    name: str
    posts: list[Said]
    answerers: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.posts.sort(key=lambda one: (one.at, one.key))
        asker = {one.thread: one.author for one in self.posts if one.opens}
        for one in self.posts:
            if one.answers and one.author != asker.get(one.thread, one.author):
                self.answerers.setdefault(one.thread, set()).add(one.author)


@dataclass(slots=True)
class Question:
    """One question of an archive as it stood: who could be suggested, with their clues, and who answered."""

    at: datetime
    people: list[Hashable]
    clues: np.ndarray[Any, Any]
    posts: np.ndarray[Any, Any]  # of each of them so far
    plain: np.ndarray[Any, Any]  # BM25 of all the question's words over all that they wrote
    answered: np.ndarray[Any, Any]
    is_new: np.ndarray[Any, Any]


def archive_of(kind: str, path: Path) -> Archive:
    """The archive of a kind in a folder; `mbox` for letters."""
    return Archive(path.name, list(_letters(path) if kind == "mbox" else _records(kind, path)))


def _records(kind: str, path: Path) -> Sequence[Said]:
    posts: dict[str, Said] = {}
    machines: set[str] = set()
    for one in KINDS[kind].opens([path]).records():
        if isinstance(one, Author):
            if one.is_machine:
                machines.add(one.key)
        elif isinstance(one, Message):
            thread, opens = one.thread or one.key, one.thread in ("", one.key)
            if one.author and not one.is_automatic:
                text = f"{one.title}\n{one.text}"
                answers = not opens and not one.key.startswith(COMMENT)
                posts[one.key] = Said(one.key, thread, one.author, one.at, text, one.topics, opens, answers)
        elif isinstance(one, Thanks) and one.message in posts:
            posts[one.message].thanked.extend([one.at] if one.at else [])
        elif isinstance(one, Settled) and one.message in posts:
            posts[one.message].settled = one.at
    return [one for one in posts.values() if one.author not in machines]


def _letters(path: Path) -> Iterator[Said]:
    letters = {}
    for one in read_all(read_mailboxes([path])):
        if isinstance(one, MailMessage) and not one.is_automatic:
            letters.setdefault(one.message_id, one)
    threads, people = Assembler(), Identities()
    threads.add(letters.values())
    for one in letters.values():
        people.see(one.sender)
    for thread, keys in threads.conversations().items():
        for number, key in enumerate(keys):
            one = letters[key]
            text = words_of(one.text)
            said = "\n".join(line for line in text.splitlines() if not line.startswith(">"))
            title = shown_subject(one.subject)
            yield Said(
                key, thread, people.person_of(one.sender), one.sent_at, said if number else f"{title}\n{said}",
                opens=not number, answers=number > 0,
            )  # fmt: skip
