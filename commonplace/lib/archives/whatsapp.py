"""A group of WhatsApp as a phone exports it: a text, and the files beside it where they were taken along.

Such a text has no keys, no zone and no sign of who answers whom. Keys are made of author, minute and words, and of the
minute of what was said before, which parts what somebody says in two groups at once; they are the same in the next
export, whatever the group is called by then. What stands first in one may have had another key, since phones export
the last 40,000 messages alone, and says so. Times are taken for UTC; answers are found as in every flat chat. A number
in the place of a name is never shown, nor can it be worked out from the key. A chat of two that is named after one of
them is a direct message, and is not taken. The place is closed: only its own people could read it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b, scrypt
from pathlib import Path
from typing import Final

from commonplace.lib.archives import stream
from commonplace.lib.archives.at_hand import lying_at
from commonplace.lib.archives.escaping import shown_name
from commonplace.lib.archives.stream import Author, Dates, Doubt, Enclosure, Joined, Message, PassedOver, Place, Why
from commonplace.lib.archives.text_files import opened
from commonplace.lib.archives.whatsapp_dates import Order, as_written, may_be_two_dates, moment_of, order_of
from commonplace.lib.archives.whatsapp_lines import UNSEEN, Head, entries, head_of
from commonplace.lib.archives.whatsapp_words import says_a_deed, spoken, title_in, title_of, who_joined
from commonplace.lib.folding import folded
from commonplace.lib.text import one_line

LARGEST: Final = 200_000  # signs of one message
_LOOKED_AT: Final = 200  # lines in which a head has to be
_REMEMBERED: Final = 20_000  # messages among which two alike are counted
_NUMBER = re.compile(r"\+?[\d\s().\-–]{6,24}")
_CARD: Final = ".vcf"  # a person's number and address


class WhatsAppReader:
    """One exported chat, opened; all that only the whole file tells is told by reading it once."""

    kind = "whatsapp"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._authors: dict[str, str] = {}  # of each as the file writes them, the key
        self._names: dict[str, str] = {}
        self._order = order_of(self._heads())
        self.dates: Dates | None = None  # how they are read, where the whole file leaves that open
        if self._order.is_doubtful and self._open_date is not None:
            readings = {order: at.date() for order in ("dmy", "mdy") if (at := moment_of(self._open_date, order))}
            self.dates = Dates(self._order.order, as_written(self._open_date), readings)
        self.doubts: tuple[Doubt, ...] = (Doubt.DAY_OR_MONTH,) if self._order.is_doubtful else ()
        named = title_of(path.stem) or self._program or self._told
        self.title = shown_name(named)
        self._place = folded(self.title) or "chat"
        self._is_of_two = len(self._authors) <= 2 and named in self._authors

    def _heads(self) -> Iterator[Head]:
        """The heads of the file; who speaks and what the group is called is taken down on the way."""
        self._program = self._told = ""
        self._open_date: Head | None = None  # the first that is a date in two orders
        for line in self._lines():
            if (head := head_of(line)) is None:
                continue
            if self._open_date is None and may_be_two_dates(head):
                self._open_date = head
            yield head
            name, text = _parted(head.rest)
            if name and name not in self._authors and spoken(text, self._called) is Why.SYSTEM:
                # On iOS the program speaks in the name of the group.
                self._program = self._program or name
            elif name:
                self._meet(name)
            else:
                self._told = self._told or title_in(head.rest)

    def _lines(self) -> Iterator[str]:
        with opened(self._path) as file:
            while line := file.readline(LARGEST):
                yield line.rstrip("\r\n")

    def _meet(self, name: str) -> None:
        if name in self._authors:
            return
        shown = "" if _NUMBER.fullmatch(name) else shown_name(name)
        self._authors[name] = key = f"name/{shown}" if shown else _numbered(name)
        nameless = sum(one.startswith("number/") for one in self._names)
        self._names.setdefault(key, shown or f"Someone ({nameless + 1})")

    def _called(self, name: str, number: str) -> tuple[str, str]:
        """The key of somebody who is called in a message, and the name, which is never a number."""
        name = one_line(name).removeprefix("~").strip()
        if number or _NUMBER.fullmatch(name):
            key = _numbered(number or name)
            return (key, self._names[key]) if key in self._names else ("", "…")
        key = self._authors.get(name, "")
        return key, self._names.get(key) or shown_name(name) or "…"

    def read_dates(self, order: str) -> None:
        """Read its dates in this order, where both may be."""
        if self.dates is not None and order in self.dates.readings:
            self._order = Order(order, is_doubtful=True)
            self.dates = replace(self.dates, order=order)

    def records(self) -> Iterator[stream.Record]:
        """The group, its people and what they said."""
        if not self._is_of_two:
            yield Place(self._place, self.title, is_closed=True)
            yield from (Author(key, name) for key, name in self._names.items())
        alike: Counter[str] = Counter()
        before = ""  # the minute of what was said last, also of what was deleted
        for entry in entries(self._lines(), LARGEST, is_whole=self._ends_in_a_line()):
            where = f"line {entry.number}"
            if self._is_of_two:
                yield PassedOver(Why.PRIVATE, where)
            elif entry.head is None or entry.is_cut or (at := moment_of(entry.head, self._order.order)) is None:
                yield PassedOver(Why.DAMAGED, where)
            elif len(entry.text) >= LARGEST:
                yield PassedOver(Why.TOO_LARGE, where)
            else:
                name, text = _parted(entry.text)
                said = spoken(text, self._called) if name and name in self._authors else Why.SYSTEM
                minute, earlier = f"{at:%Y-%m-%d %H:%M}", before
                before = before if said is Why.SYSTEM else minute
                joined = self._authors.get(who_joined(entry.text), "") if said is Why.SYSTEM and not name else ""
                if joined:
                    yield Joined(joined, self._place, at)
                elif isinstance(said, Why):
                    yield PassedOver(said, where)
                else:
                    author = self._authors[name]
                    words = " ".join(UNSEEN.sub("", f"{said.text} {said.file}").split())
                    key = _key(author, minute, words, earlier)
                    alike[key] += 1
                    if len(alike) > _REMEMBERED:
                        del alike[next(iter(alike))]
                    yield Message(
                        f"{key}-{alike[key]}" if alike[key] > 1 else key, self._place, author, at, said.text,
                        mentions=said.mentions, enclosures=(self._file(said.file),) if said.file else (),
                        may_be_known=not earlier,
                    )  # fmt: skip

    def _ends_in_a_line(self) -> bool:
        with self._path.open("rb") as file:
            file.seek(-min(4, self._path.stat().st_size), 2)
            return b"\n" in file.read()

    def _file(self, name: str) -> Enclosure:
        is_taken = "/" not in name and not name.lower().endswith(_CARD) and name != self._path.name
        return lying_at(self._path.parent, name if is_taken else "", name)


def _parted(rest: str) -> tuple[str, str]:
    """Who speaks, and what; without a name where the program does."""
    name, colon, text = rest.partition(":")
    bare = one_line(UNSEEN.sub("", name)).removeprefix("~").strip()
    if not colon or "\n" in name or not bare or (text and not text.startswith((" ", "\n"))) or says_a_deed(bare):
        return "", rest
    return bare, text.removeprefix(" ")


@lru_cache(maxsize=4_096)
def _numbered(name: str) -> str:
    """The key of a number: slow enough to make that nobody tries all numbers there are."""
    figures = "".join(sign for sign in name if sign.isdigit()) or name
    return "number/" + scrypt(figures.encode(), salt=b"commonplace whatsapp", n=1 << 12, r=8, p=1, dklen=12).hex()


def _key(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()


def opens(paths: Sequence[Path]) -> WhatsAppReader:
    """Open an exported chat. Raises NotThisKind."""
    for path in paths:
        for file in (path,) if path.is_file() else sorted({*path.glob("*.txt"), *path.glob("*/*.txt")}):
            with opened(file) as lines:
                if any(head_of(line.rstrip("\r\n")) for _number, line in zip(range(_LOOKED_AT), lines, strict=False)):
                    return WhatsAppReader(file)
    raise stream.NotThisKind("An export of WhatsApp is a text in which lines begin with a day, an hour and a name.")
