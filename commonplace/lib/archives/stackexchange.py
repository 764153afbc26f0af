"""A site of Stack Exchange from its public dump: XML whose rows are questions, answers, comments, people and votes.

Read as the dump's own readme and two real sites of 2017 and 2020 have it. A site is one place. Votes bear no name, and
of comments the dump tells only how many liked them.
"""

from __future__ import annotations

import heapq
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
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
# An address of a question, or of what stands below it, as every site of Stack Exchange writes them.
_ADDRESS = re.compile(
    r"https?://(?P<host>[a-z0-9.-]{3,80})/(?:questions|q|a)/(?P<post>\d{1,9})(?:/(?:[^\s()<>\[\]\"/?#]{0,200}))?"
    r"(?:/(?P<below>\d{1,9}))?(?:\?[\w%=&;.+-]{0,200})?(?:#(?:comment)?\w{0,40})?",
    re.IGNORECASE,
)
_SURE: Final = 5  # links that the dump tells of and that lead to one host say where the site stood
_MOST_LINKS: Final = 50_000  # of which it is looked for
_CALLED = re.compile(r"(?<![\w`@/.])@(?=\w)")

type Row = dict[str, str]


class StackExchangeReader:
    """One dump, opened. It does not say where the site stood: that is seen by the links that it tells of."""

    kind = "stackexchange"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.title = folder.name
        self._openers = array("I")  # by the id of a post: that of its question; 0 where no such post is taken
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
        for record in self._rows("Users"):
            yield record if isinstance(record, PassedOver) else self._author(record)
        timed = map(self._timed, ("Posts", "Comments", "PostLinks"))
        for _, kind, row in heapq.merge(*timed, key=lambda one: one[0]):
            for said in self._said(kind, row):
                yield said
                if isinstance(said, Message):
                    yield from self._links(said)
        for row in self._rows("Votes"):
            yield row if isinstance(row, PassedOver) else self._vote(row)
        for answer, question in sorted(self._accepted.items()):
            yield Settled(_key(question), _key(answer))

    def _said(self, kind: str, row: Row | PassedOver) -> Iterator[Record]:
        if isinstance(row, PassedOver):
            yield row
        elif kind == "Posts":
            yield from self._post(row)
        else:
            yield from self._comment(row) if kind == "Comments" else self._link(row)

    def _rows(self, name: str) -> Iterator[Row | PassedOver]:
        return attributes(self._folder / f"{name}.xml", "row")

    def _timed(self, name: str) -> Iterator[tuple[str, str, Row | PassedOver]]:
        for row in self._rows(name):
            yield "9999" if isinstance(row, PassedOver) else row.get("CreationDate", ""), name, row

    def _look_ahead(self) -> None:
        """Which question each post belongs to: an answer may stand before it, and a comment knows its post alone."""
        self._openers, self._accepted, self._people = array("I"), {}, set()
        told = self._told_links()
        hosts: Counter[str] = Counter()
        for row in self._rows("Posts"):
            if isinstance(row, PassedOver):
                break
            post, parent = _number(row.get("Id")), _number(row.get("ParentId"))
            opener = {_QUESTION: post, _ANSWER: parent}.get(row.get("PostTypeId", ""), 0)
            if post and opener:
                self._openers.extend([0] * (post + 1 - len(self._openers)))
                self._openers[post] = opener
            if post in told and hosts.total() < _SURE:
                leads = _ADDRESS.finditer(row.get("Body", ""))
                hosts.update({one["host"].lower() for one in leads if int(one["post"]) in told[post]})
        self._host = next((host for host, _number in hosts.most_common(1)), "")

    def _told_links(self) -> dict[int, set[int]]:
        """What the dump says of which post leads to which."""
        told: dict[int, set[int]] = {}
        for row in islice(self._rows("PostLinks"), _MOST_LINKS):
            if not isinstance(row, PassedOver):
                told.setdefault(_number(row.get("PostId")), set()).add(_number(row.get("RelatedPostId")))
        return told

    def _links(self, said: Message) -> Iterator[Link]:
        """Addresses in its words that lead to what is taken of this site, each once."""
        for found in {one[0]: one for one in _ADDRESS.finditer(said.text)}.values():
            posts = [int(found["below"] or 0), int(found["post"])]
            to = next((post for post in posts if self._opener(post)), 0)
            if found["host"].lower() == self._host and to and _key(to) != said.key:
                yield Link(said.key, _key(to), found[0])

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

    def _link(self, row: Row) -> Iterator[Record]:
        """What was closed as the same as another says so in a line of the site; other links stand in the words."""
        number, at = _number(row.get("Id")), from_words(row.get("CreationDate"))
        one, other = (self._opener(_number(row.get(name))) for name in ("PostId", "RelatedPostId"))
        where = f"PostLinks.xml {row.get('Id')}"
        if row.get("LinkTypeId") != _DUPLICATE:
            yield PassedOver(Why.UNKNOWN_KIND, where)
        elif not (one and other) or one == other:
            yield PassedOver(Why.NO_PARENT, where)
        elif self._host and at:
            said, opener = (
                f"The site says that this is about the same: https://{self._host}/questions/{other}",
                _key(one),
            )
            yield Message(f"link-{number}", PLACE, None, at, said, thread=opener, answers=opener, is_automatic=True)
        else:
            yield Link(_key(one), _key(other))


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
