"""An archive of an invented kind: whatever records a test lists, as a reader gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from commonplace.lib.archives.stream import (
    Author,
    Enclosure,
    Form,
    Joined,
    Link,
    Message,
    PassedOver,
    Place,
    Record,
    Settled,
    Thanks,
    Why,
)

START = datetime(2019, 5, 6, 9, 0, tzinfo=UTC)


class Invented:
    """A reader of records that are listed, each time from the beginning."""

    kind = "invented"

    def __init__(self, records: Sequence[Record], title: str = "The old forum") -> None:
        self._records, self.title = records, title

    def records(self) -> Iterator[Record]:
        yield from self._records


def after(minutes: float) -> datetime:
    """So many minutes after the beginning."""
    return START + timedelta(minutes=minutes)


def message(
    key: str, author: str | None = "ada", *, minutes: float = 0, place: str = "general", **more: Any
) -> Message:
    """A message with as little said of it as may be."""
    return Message(key, place, author, after(minutes), more.pop("text", f"What {key} says."), **more)


def every_record() -> list[Record]:
    """One of each, and most of what makes archives hard."""
    return [
        PassedOver(Why.PRIVATE, "dms.json"),
        PassedOver(Why.SYSTEM, "general.json, 4"),
        PassedOver(Why.DAMAGED, "general.json, 9"),
        Place("general", "General", about="Where everybody is"),
        Place("help", "Help"),
        Place("empty", "Empty"),
        Author("ada", "Ada Quill", address="ada@wells.example", is_verified=True),
        Author("bruno", "Bruno Marsh", address="bruno@hill.example"),
        Author("nameless", ""),
        Author("bot", "Build bot", is_machine=True),
        Author("silent", "Silent Sam"),
        Joined("ada", "general", after(-60)),
        Joined("silent", "general", after(-50)),
        message("q1", minutes=0, place="help", thread="q1", title="Which clamp?", kind="question", topics=("clamps",)),
        message("a1", "bruno", minutes=5, place="help", thread="q1", answers="q1", text="The **blue** one."),
        message("a2", "nameless", minutes=3, place="help", thread="q1", answers="a1"),  # before what it answers
        message("lost", "ada", minutes=9, place="help", thread="gone", answers="gone"),  # a parent that never comes
        message("f1", "ada", minutes=0, text="Morning *all*", form=Form.PLAIN),
        message("f2", "bruno", minutes=2, answers="f1"),
        message("f3", None, minutes=3, text="Write to me at bruno@hill.example"),
        message("f4", "ghost", minutes=90, text="Anybody here?"),
        message("b1", "bot", minutes=91, text="Build 7 failed"),
        message("f2", "bruno", minutes=91, text="The same key twice"),
        message("nothing", "ada", minutes=4, text="  "),
        message("nowhere", "ada", minutes=4, place="unheard-of"),
        Message("old", "general", "ada", datetime(1931, 1, 1, tzinfo=UTC), "Before there were computers"),
        message("file", "ada", minutes=95, enclosures=(
            Enclosure("note.txt", "text/plain", lambda: BytesIO(b"a note")), Enclosure("missing.png"))),
        Thanks("a1", "ada", after(30)),
        Thanks("a1", "ada", after(31)),
        Thanks("a1", "bruno", after(31)),
        Thanks("a1", "silent", after(32)),
        Thanks("a1", None),
        Thanks("unheard-of", "ada"),
        Settled("q1", "a1", after(33)),
        Settled("gone", "unheard-of"),
        Link("q1", "f1"),
    ]  # fmt: skip


def of(records: Iterable[Record]) -> Invented:
    """A reader of these."""
    return Invented(list(records))
