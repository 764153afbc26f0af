"""A letter's words as they are kept, made without Django or the database, so that a process beside can do it."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

from commonplace.lib.mail.addresses import withheld
from commonplace.lib.mail.message import MailMessage, Said
from commonplace.lib.mail.quoting import Part, parts_of
from commonplace.lib.mail.rendering import render, unfolded
from commonplace.lib.text import plain, tidy

WITHHELD = "…@…"
LONGEST = 200_000  # characters of a letter that are kept: a thick book's chapter
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
    trouble: str = ""  # the name of the error, where no words could be made of it


def set_text(subject: str, text: str, *, has_files: bool = False) -> Set:
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
    )


def set_letter(message: MailMessage | Said) -> Set:
    """The words of a letter that was read; never raises, for one letter must not stop the others."""
    try:
        return set_text(message.subject, message.text, has_files=bool(message.attachments))
    except Exception as error:  # noqa: BLE001
        return Set("", "", "", "", (), is_empty=True, is_cut=False, has_files=False, trouble=type(error).__name__)


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
