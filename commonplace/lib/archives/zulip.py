"""Zulip's messages by stream and topic, as its archive program writes them (zulip/zulip-archive): HTML and names alone.

`stream_index.json` lists the streams, each of which has a folder with a file for each topic. A message that was moved
may stand in the old topic's file as well, and a stream that was renamed has several folders. The official export has
another form, see `zulip_export.py`.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from commonplace.lib.archives import json_pieces
from commonplace.lib.archives.escaping import shown_name
from commonplace.lib.archives.json_pieces import Row, row, said
from commonplace.lib.archives.moments import from_seconds
from commonplace.lib.archives.stream import (
    Author,
    Enclosure,
    Message,
    NotThisKind,
    PassedOver,
    Place,
    Reader,
    Record,
    Settled,
    Why,
)  # fmt: skip
from commonplace.lib.archives.text_files import opened
from commonplace.lib.archives.zulip_export import NAMELESS, ExportReader
from commonplace.lib.archives.zulip_topics import Topics
from commonplace.lib.archives.zulip_words import of_html

INDEX: Final = "stream_index.json"
_BOTS: Final = ("Notification Bot", "Welcome Bot")
_FOLDER = re.compile(r"(\d+)-")
_HEX = re.compile(r"\.([0-9A-F]{2})")


class ArchiveReader:
    """An archive by stream and topic, opened."""

    kind = "zulip"
    title = ""

    def __init__(self, root: Path) -> None:
        self._root = root

    def records(self) -> Iterator[Record]:
        """The streams, the people, and each stream's messages in order of time, the newest stream first."""
        with opened(self._root / INDEX) as file:
            index = row(dict(_first(file)).get("streams"))
        streams: dict[str, tuple[int, str]] = {}  # by number: the newest name, which the last message was written under
        for name, one in index.items():
            key, latest = said(row(one).get("id")), row(one).get("latest_id")
            latest = latest if isinstance(latest, int) else 0
            if key and (key not in streams or latest > streams[key][0]):
                streams[key] = (latest, name)
        for key, (_latest, name) in streams.items():
            yield Place(key, json_pieces.said(name))
        folders: dict[str, list[Path]] = {}
        for path in sorted(self._root.iterdir()):
            if path.is_dir() and not path.is_symlink() and (number := _FOLDER.match(path.name)):
                if number[1] in streams:
                    folders.setdefault(number[1], []).extend(sorted(path.glob("*.json")))
                else:
                    yield PassedOver(Why.NO_PARENT, path.name)
        seen: set[int] = set()
        people: set[str] = set()
        # Messages move to streams that were made for them more often than back.
        for key in sorted(folders, key=lambda number: -int(number)):
            yield from self._stream(key, folders[key], seen, people)

    def _stream(self, stream: str, paths: Sequence[Path], seen: set[int], people: set[str]) -> Iterator[Record]:
        topics = Topics()
        yield from self._people(paths, people)
        for path, number, one in _in_time(paths):
            where, name = f"{path.parent.name}/{path.name} {number}", said(one.get("sender_full_name"))
            key, at, content = one.get("id"), from_seconds(one.get("timestamp")), one.get("content")
            if not isinstance(key, int) or at is None or not isinstance(content, str):
                yield PassedOver(Why.DAMAGED, where)
                continue
            if key in seen:
                yield PassedOver(Why.REPEATED, where)
                continue
            seen.add(key)
            topic = _topic(path)
            if name in _BOTS:
                topics.said_by_the_program(topic, content, at)
                yield PassedOver(Why.SYSTEM, where)
                continue
            words = of_html(content)
            if not words.text and not words.files:
                yield PassedOver(Why.EMPTY, where)
                continue
            thread, title = topics.take(topic, str(key), name)
            yield Message(
                str(key), stream, name if name in people else None, at, words.text, thread=thread, title=title,
                mentions=tuple(one for one in words.called if one in people),
                enclosures=tuple(Enclosure(file) for file, _path in words.files), is_automatic=name.endswith(" Bot"),
            )  # fmt: skip
        yield from (Settled(*settled) for settled in topics.settled())

    def _people(self, paths: Sequence[Path], people: set[str]) -> Iterator[Author]:
        """Whoever wrote in these topics and was not met before: two people of one name are one here."""
        for path in paths:
            for one in _rows(path):
                name = said(one.get("sender_full_name")) if isinstance(one, dict) else ""
                if name in people or name in _BOTS or NAMELESS.fullmatch(name):
                    continue
                if shown_name(name):
                    people.add(name)
                    yield Author(name, shown_name(name), is_machine=name.endswith(" Bot"))


def _topic(path: Path) -> str:
    """A topic by its file's name, in which a dot and two figures stand for a byte."""
    name = path.name.removesuffix(".json")
    data = _HEX.sub(lambda one: chr(int(one[1], 16)), name)
    try:
        return json_pieces.said(data.encode("latin-1").decode())
    except UnicodeError:
        return json_pieces.said(name)


def _rows(path: Path) -> Iterator[object]:
    """What a file lists, and where it breaks off None."""
    with opened(path) as file:
        try:
            yield from (one for _path, one in json_pieces.pieces(file, lambda path: path == ()))
        except json_pieces.Cut:
            yield None


def _first(file: object) -> Iterator[tuple[str, object]]:
    try:
        for path, one in json_pieces.pieces(file, lambda path: path == ()):  # type: ignore[arg-type]
            if path:  # a list, or a value that stands alone, has no names
                yield path[0], one
    except json_pieces.Cut:
        return


def _in_time(paths: Sequence[Path]) -> Iterator[tuple[Path, int, Row]]:
    """The messages of several topics in order of time; a topic is held only while its own go by.

    Where two files hold one message, that of a resolved topic comes first: an older name's file is left as it was.
    """

    def held(place: int) -> Iterator[tuple[float, int, int, int, Row]]:
        for number, one in enumerate(_rows(paths[place]), start=1):
            found = row(one)
            at, key = from_seconds(found.get("timestamp")), found.get("id")
            yield at.timestamp() if at else 0.0, key if isinstance(key, int) else 0, place, number, found

    begins = sorted(((min(held(place), default=(0.0,))[0], place) for place in range(len(paths))), reverse=True)
    going: list[tuple[float, int, bool, int, int, Row, Iterator[tuple[float, int, int, int, Row]]]] = []

    def push(rest: Iterator[tuple[float, int, int, int, Row]]) -> None:
        if (found := next(rest, None)) is not None:
            at, key, place, number, one = found
            is_old = not paths[place].name.startswith(".E2.9C.94")
            heapq.heappush(going, (at, key, is_old, place, number, one, rest))

    while begins or going:
        while begins and (not going or begins[-1][0] <= going[0][0]):
            push(iter(sorted(held(begins.pop()[1]), key=lambda found: found[:4])))
        if going:
            _at, _key, _is_old, place, number, one, rest = heapq.heappop(going)
            yield paths[place], number, one
            push(rest)


def opens(paths: Sequence[Path]) -> Reader:
    """Open an archive or an export. Raises NotThisKind."""
    for path in paths:
        for root in (path, *sorted(path.iterdir())) if path.is_dir() else ():
            if (root / INDEX).is_file():
                return ArchiveReader(root)
            if (root / "realm.json").is_file():
                return ExportReader(root)
    raise NotThisKind("A Zulip archive has a file stream_index.json, an export of Zulip's own a file realm.json.")


__all__ = ["ArchiveReader", "opens"]
