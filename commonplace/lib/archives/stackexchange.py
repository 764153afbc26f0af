"""A site of Stack Exchange from its public dump: XML whose rows are questions, answers, comments, people and votes.

Read as the dump's own readme and two real sites of 2017 and 2020 have it. A site is one place. Votes bear no name, and
of comments the dump tells only how many liked them.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Final

from commonplace.lib.archives import stream
from commonplace.lib.archives.elements import attributes
from commonplace.lib.archives.escaping import hidden, shown_name
from commonplace.lib.archives.markup import markdown_of, words_of
from commonplace.lib.archives.moments import from_words
from commonplace.lib.archives.stackexchange_links import MOST_LINKS, Home, Openers, key_of, leads_to, number_of
from commonplace.lib.archives.stream import Author, Link, Message, PassedOver, Place, Record, Settled, Thanks, Why

PLACE: Final = "site"
_QUESTION, _ANSWER = "1", "2"
_ACCEPTED, _UP = "1", "2"
_DUPLICATE: Final = "3"
_READ: Final = ("Users", "Posts", "Comments", "Votes", "PostLinks")
_MOST_LIKES: Final = 1_000  # of one comment
_TAG = re.compile(r"[^<>|\s]{1,80}")
_NAMELESS = re.compile(r"user\d+")  # what the site calls whoever deleted their account
_CALLED = re.compile(r"(?<![\w`@/.])@(?=\w)")

type Row = dict[str, str]


class StackExchangeReader:
    """One dump, opened. It does not say where the site stood: that is seen by the links that it tells of."""

    kind = "stackexchange"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.title = folder.name
        self._openers = Openers()
        self._accepted: dict[int, int] = {}  # answers that settled their question
        self._people: set[str] = set()  # of whom the stream has told
        self._host = ""

    def records(self) -> Iterator[Record]:
        """The people, then what was said in the order of time, then what became of it."""
        self._look_ahead()
        yield Place(PLACE, self.title)
        # Badges, histories of edits, and tags, which stand at each question.
        others = sorted(path.name for path in self._folder.glob("*.xml") if path.stem not in _READ)
        yield from (PassedOver(Why.UNKNOWN_KIND, name) for name in others)
        timed = (self._timed(name) for name in ("Posts", "Comments", "PostLinks"))
        said = heapq.merge(*timed, key=lambda one: one[0])
        told = {"Users": self._author, "Posts": self._post, "Comments": self._comment, "PostLinks": self._link}
        for _, name, row in chain(self._timed("Users"), said, self._timed("Votes")):
            if isinstance(row, PassedOver):
                yield row
                continue
            where = f"{name}.xml {row.get('Id')}"
            for record in told.get(name, self._vote)(row, where):
                # Why a row is not taken is told with where it stands.
                yield PassedOver(record, where) if isinstance(record, Why) else record
                if isinstance(record, Message):
                    yield from self._links(record)
        yield from (Settled(key_of(question), key_of(answer)) for answer, question in sorted(self._accepted.items()))

    def _rows(self, name: str) -> Iterator[Row | PassedOver]:
        return attributes(self._folder / f"{name}.xml", "row")

    def _timed(self, name: str) -> Iterator[tuple[str, str, Row | PassedOver]]:
        for row in self._rows(name):
            yield "9999" if isinstance(row, PassedOver) else row.get("CreationDate", ""), name, row

    def _look_ahead(self) -> None:
        """Which question each post belongs to: an answer may stand before it, and a comment knows its post alone."""
        self._openers, self._accepted, self._people = Openers(), {}, set()
        links = (row for row in islice(self._rows("PostLinks"), MOST_LINKS) if not isinstance(row, PassedOver))
        home = Home({(number_of(row.get("PostId")), number_of(row.get("RelatedPostId"))) for row in links})
        for row in self._rows("Posts"):
            if isinstance(row, PassedOver):
                break
            post, parent = number_of(row.get("Id")), number_of(row.get("ParentId"))
            opener = {_QUESTION: post, _ANSWER: parent}.get(row.get("PostTypeId", ""), 0)
            if post and opener:
                self._openers.put(post, opener)
            home.see(post, row.get("Body", ""))
        self._host = home.host

    def _links(self, said: Message) -> Iterator[Link]:
        """Addresses in its words that lead to what is taken of this site, each once."""
        for address, posts in leads_to(said.text, self._host):
            to = next((post for post in posts if self._openers.of(post)), 0)
            if to and key_of(to) != said.key:
                yield Link(said.key, key_of(to), address)

    def _post(self, row: Row, where: str) -> Iterator[Record | Why]:
        post, at, kind = number_of(row.get("Id")), from_words(row.get("CreationDate")), row.get("PostTypeId")
        if kind not in (_QUESTION, _ANSWER):
            yield Why.UNKNOWN_KIND
        elif not post or at is None:
            yield Why.DAMAGED
        elif not (opener := self._openers.of(post)):
            yield Why.NO_PARENT
        elif not (text := markdown_of(row.get("Body", ""))):
            yield Why.EMPTY
        else:
            author = yield from self._writer(row, "OwnerUserId", "OwnerDisplayName")
            said = Message(
                key_of(post), PLACE, author, at, text, thread=key_of(opener), answers=key_of(opener),
                edited_at=from_words(row.get("LastEditDate")), closed_at=from_words(row.get("ClosedDate")),
            )  # fmt: skip
            if kind == _QUESTION:
                title, topics = words_of(row.get("Title", "")), tuple(_TAG.findall(row.get("Tags", "")))
                said = replace(said, title=title, answers="", kind="question", topics=topics)
            yield said
            if kind == _QUESTION and (accepted := number_of(row.get("AcceptedAnswerId"))):
                if self._openers.of(accepted) == post:
                    self._accepted[accepted] = post
                else:
                    yield PassedOver(Why.NO_PARENT, f"{where} AcceptedAnswerId")

    def _comment(self, row: Row, _where: str) -> Iterator[Record | Why]:
        number, post, at = number_of(row.get("Id")), number_of(row.get("PostId")), from_words(row.get("CreationDate"))
        # They are written in a Markdown of one line, with names called.
        text = _CALLED.sub("", hidden(row.get("Text", ""))).strip()
        if not number or at is None:
            yield Why.DAMAGED
        elif not (opener := self._openers.of(post)):
            yield Why.NO_PARENT
        elif not text:
            yield Why.EMPTY
        else:
            author = yield from self._writer(row, "UserId", "UserDisplayName")
            said = Message(f"comment-{number}", PLACE, author, at, text, thread=key_of(opener), answers=key_of(post))
            yield said
            yield from repeat(Thanks(said.key, None), min(number_of(row.get("Score")), _MOST_LIKES))

    def _author(self, row: Row, _where: str) -> Iterator[Record | Why]:
        key = row.get("Id", "")
        if not key.removeprefix("-").isdecimal() or key in self._people:
            yield Why.REPEATED if key in self._people else Why.DAMAGED
        else:
            self._people.add(key)
            name, about = shown_name(row.get("DisplayName")), words_of(row.get("AboutMe", ""))
            yield Author(key, name, is_machine=key.startswith("-"), about=about)

    def _writer(self, row: Row, number: str, name: str) -> Generator[Author, None, str | None]:
        """Who wrote it; of whoever has no account any more, the name that stands there, unless it is none."""
        called = shown_name(row.get(name))
        if row.get(number) in self._people or not called or _NAMELESS.fullmatch(called):
            return row[number] if row.get(number) in self._people else None
        if (key := f"named-{called}") not in self._people:
            self._people.add(key)
            yield Author(key, called)
        return key

    def _vote(self, row: Row, _where: str) -> Iterator[Record | Why]:
        post, kind, at = number_of(row.get("PostId")), row.get("VoteTypeId"), from_words(row.get("CreationDate"))
        if kind not in (_UP, _ACCEPTED):
            yield Why.UNKNOWN_KIND
        elif not self._openers.of(post):
            yield Why.NO_PARENT
        elif kind == _UP:
            yield Thanks(key_of(post), None, at)
        else:
            question = self._accepted.pop(post, 0)
            # An answer that was taken back, or another taken in its place.
            yield Settled(key_of(question), key_of(post), at) if question else Why.DELETED

    def _link(self, row: Row, _where: str) -> Iterator[Record | Why]:
        """What was closed as the same as another says so in a line of the site; other links stand in the words."""
        number, at = number_of(row.get("Id")), from_words(row.get("CreationDate"))
        one, other = (self._openers.of(number_of(row.get(name))) for name in ("PostId", "RelatedPostId"))
        if row.get("LinkTypeId") != _DUPLICATE:
            yield Why.UNKNOWN_KIND
        elif not (one and other) or one == other:
            yield Why.NO_PARENT
        elif self._host and at:
            said = f"The site says that this is about the same: https://{self._host}/questions/{other}"
            key, opener = f"link-{number}", key_of(one)
            yield Message(key, PLACE, None, at, said, thread=opener, answers=opener, is_automatic=True)
        else:
            yield Link(key_of(one), key_of(other))


def opens(paths: Sequence[Path]) -> StackExchangeReader:
    """The dump in a folder, or in the one folder within it. Raises NotThisKind."""
    for folder in (path if path.is_dir() else path.parent for path in paths):
        for one in (folder, *sorted(path for path in folder.iterdir() if path.is_dir())):
            if (one / "Posts.xml").is_file():
                return StackExchangeReader(one)
    raise stream.NotThisKind("A dump of Stack Exchange is a folder with a file Posts.xml, and Users.xml beside it.")
