"""A site of Stack Exchange from its public dump: XML whose rows are questions, answers, comments, people and votes.

Read as the dump's own readme and two real sites of 2017 and 2020 have it. A site is one place. Votes bear no name, and
of comments the dump tells only how many liked them.
"""

from __future__ import annotations

import heapq
import re
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from commonplace.lib.archives import stream
from commonplace.lib.archives.elements import attributes
from commonplace.lib.archives.escaping import hidden, shown_name
from commonplace.lib.archives.markup import markdown_of, words_of
from commonplace.lib.archives.moments import from_words
from commonplace.lib.archives.stream import Author, Link, Message, PassedOver, Place, Record, Settled, Thanks, Why

PLACE: Final = "site"
_QUESTION, _ANSWER = "1", "2"
_ACCEPTED, _UP = "1", "2"
_DUPLICATE: Final = "3"
_READ: Final = ("Users", "Posts", "Comments", "Votes", "PostLinks")
_HIGHEST_ID: Final = 40_000_000  # of a post; each id up to the highest takes four bytes
_MOST_LIKES: Final = 1_000  # of one comment
_TAG = re.compile(r"[^<>|\s]{1,80}")
_NAMELESS = re.compile(r"user\d+")  # what the site calls whoever deleted their account
_CALLED = re.compile(r"(?<![\w`@/.])@(?=\w)")

type Row = dict[str, str]


class StackExchangeReader:
    """One dump, opened; links within the site are kept as words, since a dump does not say where it stood."""

    kind = "stackexchange"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.title = folder.name
        self._openers = array("I")  # by the id of a post: that of its question; 0 where no such post is taken
        self._accepted: dict[int, int] = {}  # answers that settled their question
        self._people: set[str] = set()  # of whom the stream has told

    def records(self) -> Iterator[Record]:
        """The people, then what was said in the order of time, then what became of it."""
        self._look_ahead()
        yield Place(PLACE, self.title)
        # Badges, histories of edits, and tags, which stand at each question.
        others = sorted(path.name for path in self._folder.glob("*.xml") if path.stem not in _READ)
        yield from (PassedOver(Why.UNKNOWN_KIND, name) for name in others)
        for record in self._rows("Users"):
            yield record if isinstance(record, PassedOver) else self._author(record)
        for _, kind, row in heapq.merge(self._timed("Posts"), self._timed("Comments"), key=lambda one: one[0]):
            if isinstance(row, PassedOver):
                yield row
            else:
                yield from self._post(row) if kind == "Posts" else self._comment(row)
        for row in self._rows("Votes"):
            yield row if isinstance(row, PassedOver) else self._vote(row)
        for answer, question in sorted(self._accepted.items()):
            yield Settled(_key(question), _key(answer))
        for row in self._rows("PostLinks"):
            yield row if isinstance(row, PassedOver) else self._link(row)

    def _rows(self, name: str) -> Iterator[Row | PassedOver]:
        return attributes(self._folder / f"{name}.xml", "row")

    def _timed(self, name: str) -> Iterator[tuple[str, str, Row | PassedOver]]:
        for row in self._rows(name):
            yield "9999" if isinstance(row, PassedOver) else row.get("CreationDate", ""), name, row

    def _look_ahead(self) -> None:
        """Which question each post belongs to: an answer may stand before it, and a comment knows its post alone."""
        self._openers, self._accepted, self._people = array("I"), {}, set()
        for row in self._rows("Posts"):
            if isinstance(row, PassedOver):
                return
            post, parent = _number(row.get("Id")), _number(row.get("ParentId"))
            opener = {_QUESTION: post, _ANSWER: parent}.get(row.get("PostTypeId", ""), 0)
            if post and opener:
                self._openers.extend([0] * (post + 1 - len(self._openers)))
                self._openers[post] = opener

    def _opener(self, post: int) -> int:
        """The question that a post belongs to; 0 where one of them is not there."""
        opener = self._openers[post] if post < len(self._openers) else 0
        return opener if opener < len(self._openers) and opener and self._openers[opener] == opener else 0

    def _post(self, row: Row) -> Iterator[Record]:
        post, kind = _number(row.get("Id")), row.get("PostTypeId")
        where, at = f"Posts.xml {post}", from_words(row.get("CreationDate"))
        if kind not in (_QUESTION, _ANSWER):
            yield PassedOver(Why.UNKNOWN_KIND, where)
        elif not post or at is None:
            yield PassedOver(Why.DAMAGED, where)
        elif not (opener := self._opener(post)):
            yield PassedOver(Why.NO_PARENT, where)
        elif not (text := markdown_of(row.get("Body", ""))):
            yield PassedOver(Why.EMPTY, where)
        else:
            author, told = self._writer(row, "OwnerUserId", "OwnerDisplayName")
            yield from told
            is_question = kind == _QUESTION
            yield Message(
                _key(post), PLACE, author, at, text,
                title=words_of(row.get("Title", "")) if is_question else "",
                thread=_key(opener), answers="" if is_question else _key(opener),
                kind="question" if is_question else "",
                topics=tuple(_TAG.findall(row.get("Tags", ""))) if is_question else (),
                edited_at=from_words(row.get("LastEditDate")),
                closed_at=from_words(row.get("ClosedDate")),
            )  # fmt: skip
            if accepted := _number(row.get("AcceptedAnswerId")) if is_question else 0:
                if self._opener(accepted) == post:
                    self._accepted[accepted] = post
                else:
                    yield PassedOver(Why.NO_PARENT, f"{where} AcceptedAnswerId")

    def _comment(self, row: Row) -> Iterator[Record]:
        number, post = _number(row.get("Id")), _number(row.get("PostId"))
        at, where = from_words(row.get("CreationDate")), f"Comments.xml {number}"
        # They are written in a Markdown of one line, with names called.
        text = _CALLED.sub("", hidden(row.get("Text", ""))).strip()
        if not number or at is None:
            yield PassedOver(Why.DAMAGED, where)
        elif not (opener := self._opener(post)):
            yield PassedOver(Why.NO_PARENT, where)
        elif not text:
            yield PassedOver(Why.EMPTY, where)
        else:
            author, told = self._writer(row, "UserId", "UserDisplayName")
            yield from told
            key = f"comment-{number}"
            yield Message(key, PLACE, author, at, text, thread=_key(opener), answers=_key(post))
            for _ in range(min(_number(row.get("Score")), _MOST_LIKES)):
                yield Thanks(key, None)

    def _author(self, row: Row) -> Record:
        key = row.get("Id", "")
        if not key.removeprefix("-").isdecimal() or key in self._people:
            return PassedOver(Why.REPEATED if key in self._people else Why.DAMAGED, f"Users.xml {key}")
        self._people.add(key)
        about = words_of(row.get("AboutMe", ""))
        return Author(key, shown_name(row.get("DisplayName")), is_machine=key.startswith("-"), about=about)

    def _writer(self, row: Row, number: str, name: str) -> tuple[str | None, list[Author]]:
        """Who wrote it; of whoever has no account any more, the name that stands there, unless it is none."""
        if row.get(number) in self._people:
            return row[number], []
        called = shown_name(row.get(name))
        key = f"named-{called}"
        told = [] if key in self._people else [Author(key, called)]
        if not called or _NAMELESS.fullmatch(called):
            return None, []
        self._people.add(key)
        return key, told

    def _vote(self, row: Row) -> Record:
        post, kind, where = _number(row.get("PostId")), row.get("VoteTypeId"), f"Votes.xml {row.get('Id')}"
        if kind not in (_UP, _ACCEPTED):
            return PassedOver(Why.UNKNOWN_KIND, where)
        if not self._opener(post):
            return PassedOver(Why.NO_PARENT, where)
        at = from_words(row.get("CreationDate"))
        if kind == _UP:
            return Thanks(_key(post), None, at)
        question = self._accepted.pop(post, 0)
        # An answer that was taken back, or another taken in its place.
        return Settled(_key(question), _key(post), at) if question else PassedOver(Why.DELETED, where)

    def _link(self, row: Row) -> Record:
        one, other = (self._opener(_number(row.get(name))) for name in ("PostId", "RelatedPostId"))
        where = f"PostLinks.xml {row.get('Id')}"
        if row.get("LinkTypeId") != _DUPLICATE:
            return PassedOver(Why.UNKNOWN_KIND, where)
        return Link(_key(one), _key(other)) if one and other and one != other else PassedOver(Why.NO_PARENT, where)


def _number(said: str | None) -> int:
    number = int(said) if said and said.isascii() and said.isdecimal() and len(said) < 10 else 0
    return number if number <= _HIGHEST_ID else 0


def _key(post: int) -> str:
    return f"post-{post}"


def opens(paths: Sequence[Path]) -> StackExchangeReader:
    """The dump in a folder, or in the one folder within it. Raises NotThisKind."""
    for folder in (path if path.is_dir() else path.parent for path in paths):
        for one in (folder, *sorted(path for path in folder.iterdir() if path.is_dir())):
            if (one / "Posts.xml").is_file():
                return StackExchangeReader(one)
    raise stream.NotThisKind("A dump of Stack Exchange is a folder with a file Posts.xml, and Users.xml beside it.")
