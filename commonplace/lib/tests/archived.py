"""Small archives for tests, and the real ones, where COMMONPLACE_ARCHIVES names their folder."""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from commonplace.lib.archives.stream import Author, Message, PassedOver, Place, Record, Settled, Thanks


def real(name: str) -> Path:
    """The folder of a real archive; the test is skipped where none are at hand, and fails where this one is missing."""
    named = os.environ.get("COMMONPLACE_ARCHIVES")
    if not named:
        pytest.skip("COMMONPLACE_ARCHIVES names no folder of real archives")
    folder = Path(named) / name
    assert folder.is_dir(), f"COMMONPLACE_ARCHIVES has no {name}"
    return folder


def counted(records: Iterable[Record]) -> dict[str, int]:
    """How many records of each class, those passed over by their reason."""
    return dict(Counter(one.why if isinstance(one, PassedOver) else type(one).__name__ for one in records))


def messages(records: Iterable[Record]) -> dict[str, Message]:
    """What was said, by its key."""
    return {one.key: one for one in records if isinstance(one, Message)}


def keys(records: Iterable[Record]) -> list[tuple[type, object]]:
    """What is the same in every export of one place."""
    return [
        (type(one), one.key if isinstance(one, Author | Message | Place) else (one.thread, one.message))
        for one in records
        if isinstance(one, Author | Message | Place | Settled)
    ]


def hangs_together(records: Iterable[Record]) -> bool:
    """Whether every key that a record names is that of another record of the stream, and no key stands twice; what a
    message answers may have been taken away.
    """
    stream = list(records)
    threads = {one.key for one in stream if isinstance(one, Message) and one.thread in ("", one.key)} | {""}
    said = [one.key for one in stream if isinstance(one, Message)]
    authors = [one.key for one in stream if isinstance(one, Author)]
    places = {one.key for one in stream if isinstance(one, Place)}
    taken = set(said)
    assert len(said) == len(taken)
    assert len(authors) == len(set(authors))
    for one in stream:
        if isinstance(one, Message):
            assert one.place in places
            assert one.thread in threads, one
        elif isinstance(one, Thanks | Settled):
            assert one.message in taken
    known = set(authors)
    return all(one.author in known for one in stream if isinstance(one, Message | Thanks) and one.author is not None)
