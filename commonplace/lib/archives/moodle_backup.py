"""A backup of Moodle, unpacked: its XML in rows, and its files, which lie under what their bytes hash to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from commonplace.lib.archives.elements import Closed, Damaged, Opened, elements
from commonplace.lib.archives.stream import PassedOver, Why

_NOTHING: Final = "$@NULL@$"
_HASH = re.compile(r"[0-9a-f]{40}")

type Row = dict[str, str]


def said(text: str) -> str:
    """What an element says: Moodle writes nothing in a way of its own."""
    return "" if text == _NOTHING else text


class Backup:
    """The folder of one backup."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def whole(self, name: str) -> Iterator[Opened | Closed | PassedOver]:
        """The elements of a file; none where it is not there."""
        path = self._folder / name
        if not path.is_file():
            return
        with path.open("rb") as file:
            try:
                yield from elements(file)
            except Damaged as damaged:
                yield PassedOver(Why.DAMAGED, f"{name} {damaged}")

    def rows(self, name: str, called: str) -> Iterator[Row | PassedOver]:
        """The elements of one name, each with what stands right within it."""
        row: Row | None = None
        depth = 0
        for one in self.whole(name):
            if isinstance(one, PassedOver):
                yield one
            elif isinstance(one, Opened):
                depth += row is not None
                if row is None and one.name == called:
                    row = {"id": one.given.get("id", "")}
            elif row is not None and depth == 0:
                yield row
                row = None
            elif row is not None:
                if depth == 1:
                    row.setdefault(one.name, said(one.text))
                depth -= 1

    def opener(self, digest: str) -> Callable[[], BinaryIO] | None:
        """What opens a file by the hash of its bytes; None where the backup names it and does not have it."""
        path = self._folder / "files" / digest[:2] / digest
        return (lambda: path.open("rb")) if _HASH.fullmatch(digest) and path.is_file() else None
