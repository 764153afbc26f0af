"""Telegram as its program for desktops exports it: result.json of one chat or of a whole account.

Read as `export_output_json.cpp` of that program writes it. Groups and channels are taken, those that are not public as
closed places; chats with one person or a program, what somebody saved, and the account's own contacts and sessions are
counted and left. A message has its reply, its forward, its reactions (by name the latest alone, as Telegram tells them)
and the topic of a forum, which is followed along replies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from commonplace.lib.archives import json_pieces
from commonplace.lib.archives.json_pieces import row, said
from commonplace.lib.archives.stream import NotThisKind, PassedOver, Record, Why
from commonplace.lib.archives.telegram_chat import CLOSED, FILE, OPEN, PRIVATE, Chat
from commonplace.lib.archives.text_files import opened

_LISTS: Final = ("chats", "left_chats")


class TelegramReader:
    """An export, opened."""

    kind = "telegram"
    title = ""

    def __init__(self, path: Path) -> None:
        self._path = path

    def records(self) -> Iterator[Record]:
        """Each chat with its people as they first speak."""
        people: dict[str, str] = {}
        chat, number, where = Chat(self._path.parent, people), 0, ""
        with opened(self._path) as file:
            try:
                for path, one in json_pieces.pieces(file, _leads_in):
                    inside = path[3:] if path[0] in _LISTS else path
                    if path[0] in _LISTS and len(path) < 4:
                        continue
                    if inside[0] == "messages":
                        number += 1
                        where = f"{FILE} {chat.key} {number}"
                        yield from chat.line(row(one), where)
                    elif path[0] in _LISTS or inside[0] in ("name", "type", "id"):
                        if inside[0] in ("name", "type") and (chat.taken or chat.is_told or number):
                            chat, number = Chat(self._path.parent, people), 0
                        chat.tell(inside[0], one)
                    elif inside[0] != "about":
                        yield PassedOver(Why.PRIVATE, f"{FILE} {inside[0]}")
            except json_pieces.Cut as cut:
                yield PassedOver(Why.DAMAGED, f"{FILE}, sign {cut.at}")


def _leads_in(path: tuple[str, ...]) -> bool:
    if path[:1] in (("chats",), ("left_chats",)):
        return (len(path) < 4 and path[1:2] in ((), ("list",))) or path[3:] == ("messages",)
    return path in ((), ("messages",))


def _is_telegrams(path: Path) -> bool:
    with opened(path) as file:
        try:
            for at, one in json_pieces.pieces(file, _leads_in):
                if at[0] in ("personal_information", "messages", *_LISTS):
                    return at[0] != "messages"
                if at[0] == "type":
                    return said(one) in OPEN | CLOSED | PRIVATE
        except (json_pieces.Cut, IndexError):
            pass
    return False


def opens(paths: Sequence[Path]) -> TelegramReader:
    """Open an export. Raises NotThisKind."""
    for path in paths:
        for file in (path,) if path.is_file() else (path / FILE, *sorted(path.glob(f"*/{FILE}"))):
            if file.is_file() and _is_telegrams(file):
                return TelegramReader(file)
    raise NotThisKind("An export of Telegram is a file result.json with the messages of a chat, or of several, in it.")


__all__ = ["TelegramReader", "opens"]
