"""What Slack's messages say, as Markdown: its tokens in angle brackets, its signs, its names of pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from commonplace.lib.archives.escaping import escaped, hidden
from commonplace.lib.archives.json_pieces import Row, row, rows, said
from commonplace.lib.archives.mrkdwn import as_markdown
from commonplace.lib.archives.reactions import PICTURES

_TOKEN = re.compile(r"<([@#!]?)([^<>|\n]+)(?:\|([^<>\n]*))?>")
_PICTURE = re.compile(r":([a-z0-9_+'-]{1,60}):(?::skin-tone-\d:)?")
_DATE = re.compile(r"date\^")


@dataclass(frozen=True, slots=True)
class Called:
    """What people and channels are called, by their keys."""

    people: dict[str, str]
    channels: Mapping[str, str]


class Words(NamedTuple):
    """The Markdown of a message, and the keys of those whom it calls."""

    text: str
    mentions: tuple[str, ...]


def words(text: str, called: Called) -> Words:
    """A message's words, and whom it calls."""
    mentions: dict[str, None] = {}

    def token(found: re.Match[str]) -> str:
        sign, key, label = found[1], unescape(found[2]), unescape(found[3] or "")
        if sign == "@":
            if key in called.people:
                mentions.setdefault(key)
            return escaped(called.people.get(key) or hidden(label) or "…")
        if sign == "#":
            return escaped(f"#{called.channels.get(key) or hidden(label) or '…'}")
        if sign == "!":
            # <!here>, <!subteam^S1|@weavers>, <!date^1392734382^{date}|February 18th>
            label = hidden(label)
            return (
                escaped(label or key.partition("^")[0]) if _DATE.match(key) else escaped(f"@{label.lstrip('@') or key}")
            )
        return _link(key, label)

    def picture(found: re.Match[str]) -> str:
        return PICTURES.get(found[1], escaped(found[0]))

    put = as_markdown(text, tokens=((_TOKEN, token), (_PICTURE, picture)), plain=unescape)
    return Words(put, tuple(mentions))


def _link(address: str, label: str) -> str:
    if not address.lower().startswith(("http://", "https://")) or hidden(address) != address:
        return escaped(hidden(label or address.partition(":")[2] or address))
    bare = address.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    if not label or label == address:
        return f"<{bare}>"
    return f"[{escaped(hidden(label), in_link=True)}](<{bare}>)"


def blocks_text(one: Row) -> str:
    """What a message without words of its own says in its blocks and attachments, as programs write them."""
    parts = [said(row(block.get("text")).get("text")) or said(block.get("text")) for block in rows(one.get("blocks"))]
    for attachment in rows(one.get("attachments")):
        if not attachment.get("from_url") and not attachment.get("is_msg_unfurl"):
            title, link = said(attachment.get("title")), said(attachment.get("title_link"))
            parts += [
                said(attachment.get("pretext")), f"<{link}|{title}>" if title and link else title,
                said(attachment.get("text")) or said(attachment.get("fallback")),
            ]  # fmt: skip
    return "\n".join(filter(None, parts))


__all__ = ["Called", "Words", "blocks_text", "words"]
