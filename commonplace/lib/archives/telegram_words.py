"""What Telegram's messages say, as Markdown: stretches of text, each of a kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from commonplace.lib.archives.escaping import UNSEEN, escaped, hidden, shown_name
from commonplace.lib.archives.json_pieces import Row, row, rows, said
from commonplace.lib.archives.mrkdwn import Kept, bare, coded, fenced, settled

_MARKS: Final = {"bold": "**", "italic": "*", "strikethrough": "~~"}
_NEVER: Final = {"phone", "email", "bank_card"}


class Words(NamedTuple):
    """The Markdown of a message, and the keys of those whom it calls."""

    text: str
    mentions: tuple[str, ...]


def words(one: Row, people: Mapping[str, str]) -> Words:
    """A message's words with its poll and what it was forwarded from, and whom it calls."""
    kept = Kept()
    mentions: dict[str, None] = {}
    pieces: list[str] = []
    for stretch in _stretches(one):
        key = f"user{said(stretch.get('user_id'))}"
        if said(stretch.get("type")) == "mention_name" and key in people:
            mentions.setdefault(key)
            pieces.append(kept.sign(escaped(people[key])))
        else:
            pieces.append(_put(stretch, kept))
    poll = row(one.get("poll"))
    if poll:
        pieces.append(f"\n{hidden(bare(said(poll.get('question'))))}\n")
        for answer in rows(poll.get("answers")):
            pieces.append(f"{kept.sign('- ')}{hidden(bare(said(answer.get('text'))))}\n")
    text = settled("".join(pieces), kept) or said(one.get("sticker_emoji"))
    if "forwarded_from" in one and text:
        name = shown_name(said(one.get("forwarded_from")))
        quote = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
        text = f"{escaped(name)}:\n\n{quote}" if name else quote
    return Words(text, tuple(mentions))


def _stretches(one: Row) -> Iterator[Row]:
    """The stretches of a text, in the form of today or of earlier versions."""
    found = one.get("text_entities") or one.get("text")
    for stretch in found if isinstance(found, list) else [found]:
        if isinstance(stretch, dict):
            yield stretch
        elif isinstance(stretch, str):
            yield {"type": "plain", "text": stretch}


def _put(stretch: Row, kept: Kept) -> str:
    kind, text = said(stretch.get("type")), hidden(bare(said(stretch.get("text"))))
    if kind in _NEVER:
        return UNSEEN
    if kind == "code":
        return kept.sign(coded(text.replace("\n", " ")))
    if kind == "pre":
        language = said(stretch.get("language"))
        return f"\n{kept.sign(fenced(text, language if language.isalnum() else ''))}\n"
    if kind == "text_link":
        address = said(stretch.get("href")).replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
        if address.lower().startswith(("http://", "https://")) and "\n" not in address and hidden(address) == address:
            return kept.sign(f"[{escaped(' '.join(text.split()), in_link=True)}](<{address}>)")
    if kind == "blockquote":
        return "\n" + "".join(f"{kept.sign('> ')}{line}\n" for line in text.split("\n"))
    if kind in _MARKS and text.strip() and "\n\n" not in text:
        # A sign next to a blank would mark nothing.
        inner = text.strip()
        before, after = text[: text.index(inner)], text[text.index(inner) + len(inner) :]
        return f"{before}{kept.sign(_MARKS[kind])}{inner}{kept.sign(_MARKS[kind])}{after}"
    return text


__all__ = ["Words", "words"]
