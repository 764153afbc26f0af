"""One chat of Telegram's export: its messages, and what else its lines say."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from commonplace.lib.archives.at_hand import lying_at
from commonplace.lib.archives.escaping import shown_name
from commonplace.lib.archives.json_pieces import Row, rows, said
from commonplace.lib.archives.moments import from_seconds, from_words
from commonplace.lib.archives.reactions import thanks
from commonplace.lib.archives.stream import Author, Enclosure, Joined, Message, PassedOver, Place, Record, Why
from commonplace.lib.archives.telegram_words import words

FILE: Final = "result.json"
OPEN: Final = {"public_supergroup", "public_channel", "public_group"}
CLOSED: Final = {"private_group", "private_supergroup", "private_channel"}
PRIVATE: Final = {"personal_chat", "bot_chat", "saved_messages", "replies", "verify_codes"}
_JOINS: Final = {"join_group_by_link", "join_group_by_request"}


class Chat:
    """One chat as its file tells of it, a line at a time."""

    def __init__(self, root: Path, people: dict[str, str]) -> None:
        self.root, self.people = root, people
        self.key = self.name = self.type = ""
        self.is_told = False
        self.taken = array("q")  # numbers of messages, in order
        self.titles: dict[int, str] = {}  # of each topic, by the number of the line that made it
        self.opens: dict[int, str] = {}  # of each topic, the message that opens it
        self.topic_of: dict[int, int] = {}  # of each message in a topic; empty but in a forum

    def _has(self, number: object) -> bool:
        at = bisect_left(self.taken, number) if isinstance(number, int) else len(self.taken)
        return at < len(self.taken) and self.taken[at] == number

    def tell(self, name: str, value: object) -> None:
        """Take note of what the chat is."""
        if name == "name":
            self.name = said(value)
        elif name == "type":
            self.type = said(value)
        elif name == "id":
            self.key = said(value)

    def line(self, one: Row, where: str) -> Iterator[Record]:
        """A message, or a line of the program."""
        if self.type not in OPEN | CLOSED or not self.key:
            is_private = self.type in PRIVATE or self.type == ""
            yield PassedOver(Why.PRIVATE if is_private else Why.UNKNOWN_KIND, where)
            return
        if not self.is_told:
            self.is_told = True
            yield Place(self.key, shown_name(self.name) or self.key, is_closed=self.type in CLOSED)
        number, kind = one.get("id"), said(one.get("type"))
        at = from_seconds(one.get("date_unixtime")) or from_words(one.get("date"))
        if kind == "unsupported":
            yield PassedOver(Why.UNKNOWN_KIND, where)
        elif not isinstance(number, int) or abs(number) >= 1 << 62 or at is None or kind not in ("message", "service"):
            yield PassedOver(Why.DAMAGED, where)
        elif kind == "service":
            yield from self._service(one, number, at, where)
        elif self._has(number):
            yield PassedOver(Why.REPEATED, where)
        else:
            yield from self._message(one, number, at, where)

    def _service(self, one: Row, number: int, at: datetime, where: str) -> Iterator[Record]:
        action, members, actor = said(one.get("action")), one.get("members"), said(one.get("actor"))
        if action == "topic_created":
            self.titles[number] = said(one.get("title"))
        has_joined = action in _JOINS or (action == "invite_members" and members == [actor])
        who, met = self._author(one, "actor") if has_joined else (None, None)
        if who is None:
            yield PassedOver(Why.SYSTEM, where)
            return
        if met:
            yield met
        yield Joined(who, self.key, at)

    def _message(self, one: Row, number: int, at: datetime, where: str) -> Iterator[Record]:
        told = words(one, self.people)
        # Earlier versions write 1970 where nobody changed anything.
        edited = from_seconds(one.get("edited_unixtime")) or from_words(one.get("edited"))
        enclosure = self._file(one)
        if not told.text and enclosure is None:
            yield PassedOver(Why.EMPTY, where)
            return
        who, met = self._author(one, "from")
        if met:
            yield met
        replied = one.get("reply_to_message_id") if "reply_to_peer_id" not in one else None
        key = f"{self.key}/{number}"
        thread, title = self._topic(number, replied, key)
        insort(self.taken, number)
        yield Message(
            key, self.key, who, at, told.text, title=title, thread=thread, mentions=told.mentions,
            answers=f"{self.key}/{replied}" if replied != number and self._has(replied) else "",
            edited_at=edited if edited and edited > at else None,
            enclosures=(enclosure,) if enclosure else (), is_automatic=bool(one.get("via_bot")),
        )  # fmt: skip
        for reaction in rows(one.get("reactions")):
            sign, count = said(reaction.get("emoji")), reaction.get("count")
            latest = [said(some.get("from_id")) for some in rows(reaction.get("recent"))]
            nameless = max(0, min(count, 10_000) - len(latest)) if isinstance(count, int) else 0
            given = [(sign, who if who in self.people else None) for who in latest]
            yield from thanks(key, [*given, *[(sign, None)] * nameless])

    def _topic(self, number: int, replied: object, key: str) -> tuple[str, str]:
        """The message that opens the topic of a forum, and the topic's name where it is this one."""
        if not self.titles or not isinstance(replied, int):
            return "", ""
        topic = replied if replied in self.titles else self.topic_of.get(replied)
        if topic is None:
            return "", ""
        self.topic_of[number] = topic
        is_first = topic not in self.opens
        return self.opens.setdefault(topic, key), self.titles[topic] if is_first else ""

    def _author(self, one: Row, role: str) -> tuple[str | None, Author | None]:
        """Whose it is, and the person where they are met for the first time; nobody for an account that was deleted."""
        key, name = said(one.get(f"{role}_id")), shown_name(said(one.get(role)))
        key = f"user{key}" if key.isdigit() else key
        if key in self.people:
            return key, None
        if not key or not name:
            return None, None
        self.people[key] = name
        return key, Author(key, name)

    def _file(self, one: Row) -> Enclosure | None:
        path = said(one.get("file")) or said(one.get("photo"))
        if not path or said(one.get("media_type")) == "sticker":
            return None
        name = said(one.get("file_name")) or ("" if path.startswith("(") else path.rpartition("/")[2])
        kind = said(one.get("mime_type"))
        name = name or said(one.get("media_type")).replace("_", " ") or "photo"
        return lying_at(self.root, "" if path.startswith("(") else path, name, kind)


__all__ = ["CLOSED", "FILE", "OPEN", "PRIVATE", "Chat"]
