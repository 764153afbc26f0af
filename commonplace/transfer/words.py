"""A letter's words as they are kept, made without Django or the database, so that a process beside can do it."""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass

from commonplace.lib.mail.addresses import withheld
from commonplace.lib.mail.message import DERIVED, MailMessage, Said
from commonplace.lib.mail.quoting import Part, parts_of
from commonplace.lib.mail.rendering import render, unfolded
from commonplace.lib.text import plain, tidy

WITHHELD = "…@…"
LONGEST = 200_000  # characters of a letter that are kept: a thick book's chapter
_HEADER_ID = re.compile(r"[!-;=?-~]{1,120}@[!-;=?-~]{1,120}")
MARK = "\ue000"  # private to rendering


@dataclass(frozen=True, slots=True)
class Set:
    """A letter's words, as they are kept; no address of anybody is in them."""

    subject: str
    source: str
    html: str
    plain: str  # the words that are not folded away, for search
    withheld: tuple[str, ...]  # the addresses that stood in the source, in order: for nobody to be shown
    is_empty: bool
    is_cut: bool  # longer than is kept
    has_files: bool
    message_id: str = ""  # in brackets, where it came with one that a header can hold
    list_id: str = ""
    trouble: str = ""  # the name of the error, where no words could be made of it


def set_text(subject: str, text: str, *, has_files: bool = False, message_id: str = "", list_id: str = "") -> Set:
    """The words of a letter as mail, its source without addresses."""
    text = tidy(text.replace(MARK, ""))
    parts = parts_of(text[:LONGEST])
    html = render(parts)
    kept: list[str] = []
    source = "".join([_withheld(part, kept) for part in parts])
    return Set(
        subject=subject,
        source=source,
        html=html,
        plain=plain(unfolded(html)),
        withheld=tuple(kept),
        is_empty=not text.strip(),
        is_cut=len(text) > LONGEST,
        has_files=has_files,
        message_id=message_id,
        list_id=list_id,
    )


def set_letter(message: MailMessage | Said) -> Set:
    """The words of a letter that was read; never raises, for one letter must not stop the others."""
    try:
        return set_text(
            message.subject,
            message.text,
            has_files=bool(message.attachments),
            message_id=own_id(message),
            list_id=message.list_id,
        )
    except Exception as error:  # noqa: BLE001
        return Set("", "", "", "", (), is_empty=True, is_cut=False, has_files=False, trouble=type(error).__name__)


def own_id(message: MailMessage | Said) -> str:
    """The id of a letter in brackets, where it came with one that a header can hold; else ""."""
    is_own = not message.message_id.endswith(DERIVED) and _HEADER_ID.fullmatch(message.message_id)
    return f"<{message.message_id}>" if is_own else ""


def packed(words: Set) -> bytes:
    """The words on their way from one of our processes to another."""
    return pickle.dumps(words, protocol=5)


def unpacked(data: bytes) -> Set:
    """What `packed` made."""
    # Only ever from a process that this one started.
    found = pickle.loads(data)  # nosec B301  # nosemgrep: runs-what-it-reads
    assert isinstance(found, Set)
    return found


def _withheld(part: Part, kept: list[str]) -> str:
    if not part.attribution:
        return withheld(part.text, WITHHELD, kept=kept)
    attribution = withheld(part.attribution, WITHHELD, is_attribution=True, kept=kept)
    return attribution + withheld(part.body, WITHHELD, kept=kept)
