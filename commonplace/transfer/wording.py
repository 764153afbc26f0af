"""From a letter's words to what is kept of it: its title, its files, and a note on each file that was not taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonplace.conversations.actions.attaching import MOST
from commonplace.files.actions import FileRefused, keep_bytes
from commonplace.files.models import StoredFile
from commonplace.lib.mail.addresses import withheld
from commonplace.lib.mail.enclosures import without_addresses
from commonplace.lib.mail.multipart import Attachment
from commonplace.lib.mail.subjects import shown_subject
from commonplace.lib.text import one_line
from commonplace.transfer.words import WITHHELD, Set


@dataclass(frozen=True, slots=True)
class Worded:
    """A letter ready to be kept."""

    title: str
    source: str
    html: str
    attachments: tuple[StoredFile, ...] = ()
    words: str | None = None  # for search
    withheld: str = ""  # the addresses that nobody is shown, one a line


def worded(
    words: Set,
    *,
    prefix: str,
    idempotency_key: str,
    shelf: str,
    account: int,
    attachments: Sequence[Attachment] = (),
    sent_at: datetime | None = None,
) -> Worded:
    """What is kept of a letter and of its files; the last three of what is asked as `keep_bytes` takes them."""
    notes: list[str] = []
    kept = list(words.withheld)
    files = _files(_without_addresses(attachments, kept), sent_at, notes, idempotency_key, shelf, account)
    if words.is_cut:
        notes.append(_("The letter was longer than this house keeps; its end is not here."))
    html, known = words.html, None if notes or words.is_empty else words.plain
    if words.is_empty:
        html = in_place_of_words(_("This letter has no text."))
    html += left_behind(notes)
    return Worded(
        title=title_of(words.subject, prefix),
        source=words.source,
        html=html,
        attachments=files,
        words=known,
        withheld="\n".join(" ".join(one.split()) for one in kept),
    )


def in_place_of_words(why: str) -> str:
    """What stands where there are no words."""
    return f"<p><em>{escape(why)}</em></p>"


def left_behind(notes: Sequence[str]) -> str:
    """What is told below the words of what is not kept; nothing where all is."""
    return '\n<ul class="left-behind">' + "".join(f"<li>{escape(one)}</li>" for one in notes) + "</ul>" if notes else ""


def title_of(subject: str, prefix: str) -> str:
    """A subject as a title: without reply marks, the list's prefix and addresses."""
    # Tidied as titles are: a subject of control characters alone says nothing.
    return one_line(withheld(shown_subject(subject, prefix), WITHHELD)) or _("Without a subject")


def _without_addresses(attachments: Sequence[Attachment], kept: list[str]) -> list[Attachment]:
    return [file for one in attachments for file in without_addresses(one, WITHHELD, kept)]


def _files(
    attachments: Sequence[Attachment],
    sent_at: datetime | None,
    notes: list[str],
    idempotency_key: str,
    shelf: str,
    account: int,
) -> tuple[StoredFile, ...]:
    kept: list[StoredFile] = []
    for number, one in enumerate(attachments):
        name = one_line(withheld(one.name, WITHHELD))
        if len(kept) >= MOST:
            left = [one_line(withheld(later.name, WITHHELD)) for later in attachments[number:]]
            notes.append(
                _("Not kept: %(names)s. At most %(number)s files come with one letter.")
                % {"names": ", ".join(left[:20]), "number": MOST}
            )
            break
        if not one.is_whole:
            notes.append(_("Not kept: %(name)s. The letter was too large, so its end is missing.") % {"name": name})
            continue
        try:
            kept.append(
                keep_bytes(
                    name=name,
                    data=one.data,
                    account=account,
                    at=sent_at,
                    idempotency_key=idempotency_key,
                    shelf=shelf,
                    language=get_language() or "",
                )
            )
        except FileRefused as refused:
            notes.append(
                _("Not kept: %(name)s (%(size)s). %(reason)s")
                % {"name": name, "size": filesizeformat(one.size), "reason": refused.reason}
            )
    return tuple(kept)
