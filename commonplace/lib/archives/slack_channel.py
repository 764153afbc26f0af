"""One channel of Slack's export: its days, what each message says, and what is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from commonplace.lib.archives import json_pieces
from commonplace.lib.archives.escaping import shown_name
from commonplace.lib.archives.json_pieces import Row, row, rows, said
from commonplace.lib.archives.moments import from_seconds
from commonplace.lib.archives.reactions import thanks
from commonplace.lib.archives.slack_words import Called, blocks_text, words
from commonplace.lib.archives.stream import Author, Enclosure, Joined, Message, PassedOver, Record, Why
from commonplace.lib.archives.text_files import opened

_JOINS: Final = {"channel_join", "group_join"}
_DELETED: Final = {"tombstone", "message_deleted"}
_SAID: Final = {
    "", "me_message", "thread_broadcast", "reply_broadcast", "file_share", "file_comment", "file_mention",
    "bot_message", "slackbot_response",
}  # fmt: skip
_SYSTEM = re.compile(
    r"(?:channel|group|bot|app|pinned|unpinned|reminder|huddle|sh_room|joiner|ekm|assistant|document|canvas|list)_"
)
_UPLOADED = re.compile(
    r"^<@[^>]+> (?:uploaded|shared|mentioned|commented on)\b[^<]{0,40}(?:<@[^>]+>)?[^<]{0,40}<[^>]*>"
    r"(?: and commented)?:? ?"
)


class Channel:
    """One channel's days, one after the other."""

    def __init__(self, key: str, folder: Path, called: Called, machines: set[str]) -> None:
        self._key, self._folder, self._called, self._machines = key, folder, called, machines
        self._opened: dict[str, str] = {}  # of each thread, the message that opens it here
        self._last: set[str] = set()  # of the day before and this one: a second may be in both

    def records(self) -> Iterator[Record]:
        for path in sorted(self._folder.glob("*.json")):
            where = f"{self._folder.name}/{path.name}"
            day: list[tuple[float, int, Row]] = []
            for number, one in enumerate(listed(path, where), start=1):
                if isinstance(one, PassedOver):
                    yield one
                else:
                    at = from_seconds(one.get("ts"))
                    day.append((at.timestamp() if at else 0.0, number, one))
            before, self._last = self._last, set()
            for _at, number, one in sorted(day, key=lambda found: found[:2]):
                key = said(one.get("ts"))
                if key in before or key in self._last:
                    yield PassedOver(Why.REPEATED, f"{where} {number}")
                    continue
                self._last.add(key)
                yield from self._record(one, f"{where} {number}")

    def _record(self, one: Row, where: str) -> Iterator[Record]:
        at, subtype, user = from_seconds(one.get("ts")), said(one.get("subtype")), said(one.get("user"))
        if one.get("type") != "message":
            yield PassedOver(Why.UNKNOWN_KIND, where)
        elif at is None:
            yield PassedOver(Why.DAMAGED, where)
        elif subtype in _JOINS and user in self._called.people:
            yield Joined(user, self._key, at)
        elif subtype in _DELETED or (one.get("hidden") is True and not subtype):
            yield PassedOver(Why.DELETED, where)
        elif subtype not in _SAID:
            yield PassedOver(Why.SYSTEM if _SYSTEM.match(subtype) else Why.UNKNOWN_KIND, where)
        else:
            yield from self._message(one, at, where)

    def _message(self, one: Row, at: datetime, where: str) -> Iterator[Record]:
        comment = row(one.get("comment"))
        author = self._author(one, said(one.get("user")) or said(comment.get("user")))
        if isinstance(author, Author):
            self._called.people[author.key] = author.name
            yield author
        text = said(comment.get("comment")) or _UPLOADED.sub("", said(one.get("text"))) or blocks_text(one)
        files = rows(one.get("files")) or rows([one.get("file")])
        enclosures = [
            Enclosure(name, said(file.get("mimetype")))
            for file in files
            if file.get("mode") != "tombstone" and (name := said(file.get("title")) or said(file.get("name")))
        ]
        told = words(text, self._called)
        if not told.text and not enclosures:
            yield PassedOver(Why.DELETED if files else Why.EMPTY, where)
            return
        key = f"{self._key}/{said(one.get('ts'))}"
        who = author.key if isinstance(author, Author) else author
        yield Message(
            key, self._key, who, at, told.text, thread=self._thread(one, key), mentions=told.mentions,
            edited_at=from_seconds(row(one.get("edited")).get("ts")), enclosures=tuple(enclosures),
            is_automatic=said(one.get("subtype")) == "bot_message" or bool(one.get("bot_id")) or who in self._machines,
        )  # fmt: skip
        yield from thanks(key, self._signs(one))

    def _thread(self, one: Row, key: str) -> str:
        thread = said(one.get("thread_ts")) or (said(one.get("ts")) if rows(one.get("replies")) else "")
        # Where what opened it is gone, the first answer stands for it.
        return self._opened.setdefault(thread, key) if thread else ""

    def _author(self, one: Row, user: str) -> Author | str | None:
        """Who said it: a key, somebody who is on no list and met first here, or nobody."""
        if user in self._called.people:
            return user
        profile, bot = row(one.get("user_profile")), row(one.get("bot_profile"))
        key = user or said(one.get("bot_id")) or said(one.get("username"))
        key = key if user or not key else f"bot:{key}"
        if key in self._called.people:
            return key
        name = next(filter(None, map(shown_name, (profile.get("display_name"), profile.get("real_name"),
                                                   bot.get("name"), one.get("username")))), "")  # fmt: skip
        name = name or ("Slackbot" if user == "USLACKBOT" else "")
        if not key or not name:
            return None
        is_machine = not user or user == "USLACKBOT" or bool(one.get("bot_id"))
        if is_machine:
            self._machines.add(key)
        return Author(key, name, is_machine=is_machine)

    def _signs(self, one: Row) -> Iterator[tuple[str, str | None]]:
        for reaction in rows(one.get("reactions")):
            name, users, count = said(reaction.get("name")), reaction.get("users"), reaction.get("count")
            known = [said(user) for user in users] if isinstance(users, list) else []
            yield from ((name, user if user in self._called.people else None) for user in known)
            yield from ((name, None) for _ in range(len(known), min(count, 10_000) if isinstance(count, int) else 0))


def listed(path: Path, where: str) -> Iterator[Row | PassedOver]:
    """The objects of a list in a file; what is none and where it breaks off as passed over."""
    with opened(path) as file:
        try:
            for _path, one in json_pieces.pieces(file, lambda path: path == ()):
                yield one if isinstance(one, dict) else PassedOver(Why.DAMAGED, where)
        except json_pieces.Cut as cut:
            yield PassedOver(Why.DAMAGED, f"{where}, sign {cut.at}")


__all__ = ["Channel", "listed"]
