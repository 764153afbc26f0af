"""What every archive has in common: places, people, and what was said at a time, in answer to what.

A reader turns the files of one kind into a stream of these records. It says nothing of rows, and decides nothing that
the stream can tell: which conversation a line of flat chat belongs to is found afterwards, for every kind alike.

The order is free but for time within a place: an importer spools the stream before it decides. Keys are the archive's
own, unique among records of their class, and the same each time the same place is exported: by them a second export is
known. No record holds what must not be shown (an address, a telephone number) but in `Author.address`, which never is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO, Protocol, runtime_checkable


class Form(StrEnum):
    """How the words of a message are written."""

    MARKDOWN = "markdown"  # as the house reads it, a mention already put as the name alone
    PLAIN = "plain"  # as it stood: signs of Markdown in it mean nothing


class Why(StrEnum):
    """Why a record of the archive is not taken: codes, worded where they are shown."""

    SYSTEM = "system"  # a line of the program: somebody joined, a subject was changed
    EMPTY = "empty"
    PRIVATE = "private"  # a direct message, a private channel
    DELETED = "deleted"
    UNKNOWN_KIND = "unknown-kind"  # a record of which the house has no like
    NO_PARENT = "no-parent"  # it belongs to a record that is not there
    DAMAGED = "damaged"  # cannot be read: `where` says what and where
    TOO_LARGE = "too-large"
    REPEATED = "repeated"


class Doubt(StrEnum):
    """What an archive leaves open, so that what was read may be otherwise: codes, worded where they are shown."""

    DAY_OR_MONTH = "day-or-month"  # its dates can be read in two orders


@dataclass(frozen=True, slots=True)
class Dates:
    """How an archive's dates are read where they can be read in two orders, by one of them as it stands."""

    order: str  # "dmy" or "mdy"
    example: str
    readings: dict[str, date]  # by order


@dataclass(frozen=True, slots=True)
class Place:
    """Where people talked: a channel, a category, a forum, a group. A steward may map each to a space.

    `is_closed` marks what only its own people could read: it stays with the stewards until these had their notice.
    """

    key: str
    title: str
    about: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who spoke: unclaimed until they say who they are. `name` is what others saw, never a number or address.

    `is_verified` says that the place itself had confirmed the address: only then is it evidence that two are one.
    """

    key: str
    name: str
    address: str = ""
    is_verified: bool = False
    is_machine: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that came with a message; without `open` only its name is known, and the message says so in words."""

    name: str
    content_type: str = ""
    open: Callable[[], BinaryIO] | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Something that was said. Where `thread` is empty it is flat chat, and its conversation is to be found.

    `thread` is the key of the message that opened the conversation (its own where it opens one). `answers` is the
    message that it replies to, where the archive tells. `at` and `edited_at` are aware. `author` is None for somebody
    whom the archive no longer names. `kind` is one of the house's kinds of conversations, of what opens one.
    """

    key: str
    place: str
    author: str | None
    at: datetime
    text: str
    form: Form = Form.MARKDOWN
    title: str = ""
    thread: str = ""
    answers: str = ""
    kind: str = ""
    topics: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()  # keys of authors
    edited_at: datetime | None = None
    closed_at: datetime | None = None  # of what opens a conversation: since when nobody could add to it
    enclosures: tuple[Enclosure, ...] = ()
    is_automatic: bool = False
    may_be_known: bool = False  # by its words and moment: its key hangs on what this export may lack


@dataclass(frozen=True, slots=True)
class Thanks:
    """Somebody liked, voted for or thanked for a message; where the archive keeps only a number, `author` is None."""

    message: str
    author: str | None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What settled a conversation: the message that answered it."""

    thread: str
    message: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address in the words of a message (as it stands in its Markdown) leads to another message of the archive."""

    message: str
    other: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody came into a place."""

    author: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A record that is not taken. `where` leads to it without its words: a file, with a line, byte or key."""

    why: Why
    where: str


Record = Place | Author | Message | Thanks | Settled | Link | Joined | PassedOver


class Reader(Protocol):
    """One kind of archive, opened: every record of its files becomes exactly one record of the stream or more.

    One whose archive leaves something open is `InDoubt` too: whoever previews it says so.
    """

    kind: str  # the word of the command line, and the origin of what comes of it
    title: str  # what the place is called, where the archive tells

    def records(self) -> Iterator[Record]:
        """The stream, each time from the beginning; memory does not grow with it."""
        ...


@runtime_checkable
class InDoubt(Protocol):
    """A reader whose archive may leave something open, which whoever brings it can settle."""

    doubts: tuple[Doubt, ...]

    @property
    def dates(self) -> Dates | None:
        """How its dates are read, where that is open."""
        ...

    def read_dates(self, order: str) -> None:
        """Read its dates in this order."""
        ...


class NotThisKind(ValueError):
    """The files are no archive of this kind; the message says what was looked for, for whoever gave them."""


class Unsafe(ValueError):
    """The files would harm whoever reads them: an entity of XML, a name that climbs out, more than may be unpacked."""


__all__ = [
    "Author",
    "Dates",
    "Doubt",
    "Enclosure",
    "Form",
    "InDoubt",
    "Joined",
    "Link",
    "Message",
    "NotThisKind",
    "PassedOver",
    "Place",
    "Reader",
    "Record",
    "Settled",
    "Thanks",
    "Unsafe",
    "Why",
]
