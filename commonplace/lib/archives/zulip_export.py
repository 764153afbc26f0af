"""Zulip's own export (`manage.py export`, "public data"): its tables as JSON, messages in files of a thousand.

Read as `zerver/lib/export.py` writes it. Streams that are by invitation and letters to one or a few are counted and
left. Reactions stand in realm.json or, in later versions, beside the messages.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from commonplace.lib.archives import json_pieces
from commonplace.lib.archives.at_hand import lying_at
from commonplace.lib.archives.escaping import escaped_text, shown_name
from commonplace.lib.archives.json_pieces import Row, said
from commonplace.lib.archives.moments import from_seconds
from commonplace.lib.archives.reactions import thanks
from commonplace.lib.archives.stream import Author, Enclosure, Message, PassedOver, Place, Record, Settled, Why
from commonplace.lib.archives.text_files import opened
from commonplace.lib.archives.zulip_topics import Topics
from commonplace.lib.archives.zulip_words import of_markdown

_PEOPLE: Final = ("zerver_userprofile", "zerver_userprofile_mirrordummy", "zerver_userprofile_crossrealm")
_OF_A_STREAM: Final = 2
NAMELESS: Final = re.compile(r"deleted user \d+", re.IGNORECASE)  # an account that was deleted, not only switched off


class ExportReader:
    """An export, opened; `root` is the folder with realm.json."""

    kind = "zulip"
    title = ""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._people: dict[str, str] = {}
        self._programs: set[str] = set()  # Zulip's own, which say that somebody moved a topic
        self._machines: set[str] = set()
        self._open: set[str] = set()
        self._taken = array("q")  # numbers of messages, in order
        self._streams: dict[str, str] = {}  # of each recipient its stream, "" where that is no open one
        for table, one in _tables(root / "realm.json"):
            if table == "zerver_realm":
                self.title = said(one.get("name"))
                break

    def records(self) -> Iterator[Record]:
        """The tables of realm.json, then the messages in order; last what settled what."""
        self._people, self._programs, self._machines, self._open, self._streams = {}, set(), set(), set(), {}
        self._taken = array("q")
        recipients: list[Row] = []
        for table, one in _tables(self._root / "realm.json"):
            if table in _PEOPLE:
                yield from self._person(table, one)
            elif table == "zerver_stream":
                yield from self._place(one)
            elif table == "zerver_recipient":
                recipients.append(one)
            elif table == "cut":
                yield PassedOver(Why.DAMAGED, f"realm.json, sign {said(one.get('at'))}")
        for one in recipients:
            stream = said(one.get("type_id"))
            if one.get("type") == _OF_A_STREAM:
                self._streams[said(one.get("id"))] = stream if stream in self._open else ""
        topics: dict[str, Topics] = {}
        for path in sorted(self._root.glob("messages-*.json")):
            for number, (table, one) in enumerate(_tables(path), start=1):
                if table == "zerver_message":
                    yield from self._message(one, topics, f"{path.name} {number}")
                elif table == "zerver_reaction":
                    yield from self._thanks(one)
                elif table == "cut":
                    yield PassedOver(Why.DAMAGED, f"{path.name}, sign {said(one.get('at'))}")
        for table, one in _tables(self._root / "realm.json"):
            if table == "zerver_reaction":
                yield from self._thanks(one)
        for some in topics.values():
            yield from (Settled(*settled) for settled in some.settled())

    def _person(self, table: str, one: Row) -> Iterator[Record]:
        key, email = said(one.get("id")), said(one.get("delivery_email")) or said(one.get("email"))
        if not key or key in self._people:
            yield PassedOver(Why.DAMAGED if not key else Why.REPEATED, f"realm.json {table} {key}")
        elif table == _PEOPLE[2]:
            self._programs.add(key)
        elif NAMELESS.fullmatch(said(one.get("full_name"))):
            yield PassedOver(Why.DELETED, f"realm.json {table} {key}")
        else:
            self._people[key] = shown_name(one.get("full_name"))
            is_machine = one.get("is_bot") is True
            self._machines |= {key} if is_machine else set()
            # Without its confirmation nobody gets in, but a mirror makes up people.
            is_verified = table == _PEOPLE[0] and one.get("is_active") is True and not is_machine
            yield Author(key, self._people[key], email, is_verified=is_verified, is_machine=is_machine)

    def _place(self, one: Row) -> Iterator[Record]:
        key = said(one.get("id"))
        if one.get("invite_only") is not False or not key:
            yield PassedOver(Why.PRIVATE, f"realm.json zerver_stream {key}")
            return
        self._open.add(key)
        yield Place(key, said(one.get("name")), escaped_text(said(one.get("description"))))

    def _message(self, one: Row, topics: dict[str, Topics], where: str) -> Iterator[Record]:
        number, sender = one.get("id"), said(one.get("sender"))
        at = from_seconds(one.get("date_sent") or one.get("pub_date"))
        stream = self._streams.get(said(one.get("recipient")), "")
        if not isinstance(number, int) or not 0 <= number < 1 << 62 or at is None:
            yield PassedOver(Why.DAMAGED, where)
            return
        key = str(number)
        if self._taken and number <= self._taken[-1]:
            # They are written in order of their numbers.
            yield PassedOver(Why.REPEATED, where)
            return
        if not stream:
            yield PassedOver(Why.PRIVATE, where)
            return
        topic, content = said(one.get("subject")), said(one.get("content"))
        some = topics.setdefault(stream, Topics())
        if sender in self._programs:
            some.said_by_the_program(topic, content, at)
            yield PassedOver(Why.SYSTEM, where)
            return
        words = of_markdown(content, self._people, {})
        if content == "(deleted)" or not (words.text or words.files):
            yield PassedOver(Why.DELETED if content == "(deleted)" else Why.EMPTY, where)
            return
        self._taken.append(number)
        thread, title = some.take(topic, key, sender)
        history = said(one.get("edit_history"))
        is_edited = "prev_content" in history if history else bool(one.get("last_edit_time"))
        yield Message(
            key, stream, sender if self._people.get(sender) else None, at, words.text, thread=thread, title=title,
            mentions=words.called, edited_at=from_seconds(one.get("last_edit_time")) if is_edited else None,
            enclosures=tuple(self._file(name, path) for name, path in words.files),
            is_automatic=sender in self._machines,
        )  # fmt: skip

    def _file(self, name: str, path: str) -> Enclosure:
        return lying_at(self._root / "uploads", "" if ".." in Path(path).parts else path, name)

    def _thanks(self, one: Row) -> Iterator[Record]:
        author, message = said(one.get("user_profile")), said(one.get("message"))
        number = int(message) if message.isascii() and message.isdigit() else -1
        at = bisect_left(self._taken, number)
        if at == len(self._taken) or self._taken[at] != number:
            yield PassedOver(Why.NO_PARENT, f"zerver_reaction {said(one.get('id'))}")
        else:
            yield from thanks(message, [(said(one.get("emoji_name")), author if self._people.get(author) else None)])


def _tables(path: Path) -> Iterator[tuple[str, Row]]:
    """The rows of each table of a file; where it breaks off, "cut" and the place."""
    with opened(path) as file:
        try:
            for at, one in json_pieces.pieces(file, lambda path: len(path) < 2 and path[-1:] != ("*",)):
                if isinstance(one, dict) and at:
                    yield at[0], one
        except json_pieces.Cut as cut:
            yield "cut", {"at": cut.at}


__all__ = ["NAMELESS", "ExportReader"]
