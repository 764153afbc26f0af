"""From a letter to what is kept of it: its words as mail, its files, and a note on each file that was not taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from commonplace.conversations.actions.bringing import MOST
from commonplace.files.actions import FileRefused, keep_bytes
from commonplace.files.models import StoredFile
from commonplace.lib.mail.addresses import withheld
from commonplace.lib.mail.message import MailMessage
from commonplace.lib.mail.quoting import Part, parts_of
from commonplace.lib.mail.rendering import render
from commonplace.lib.mail.subjects import shown_subject

WITHHELD = "…@…"
LONGEST = 200_000  # characters of a letter that are kept: a thick book's chapter
MARK = "\ue000"  # private to rendering


@dataclass(frozen=True, slots=True)
class Worded:
    """A letter ready to be kept."""

    title: str
    source: str
    html: str
    attachments: tuple[StoredFile, ...] = ()


def worded(message: MailMessage, *, sent_at: datetime) -> Worded:
    """What is kept of a letter; no address of anybody is in it."""
    notes: list[str] = []
    files = _files(message, sent_at, notes)
    return words_of(subject=message.subject, text=message.text, files=files, notes=notes)


def words_of(*, subject: str, text: str, files: tuple[StoredFile, ...] = (), notes: list[str] | None = None) -> Worded:
    """The words of a letter whose files are kept, with notes below."""
    notes = list(notes or ())
    text = text.replace("\0", "").replace(MARK, "")
    if len(text) > LONGEST:
        notes.append(_("The letter was longer than this house keeps; its end is not here."))
        text = text[:LONGEST]
    parts = parts_of(text)
    html = render(parts)
    if not text.strip():
        html = f"<p><em>{escape(_('This letter has no text.'))}</em></p>"
    if notes:
        html += '\n<ul class="left-behind">' + "".join(f"<li>{escape(note)}</li>" for note in notes) + "</ul>"
    return Worded(title=title_of(subject), source="".join(map(_withheld, parts)), html=html, attachments=files)


def title_of(subject: str) -> str:
    """A subject as a title: without reply marks and addresses."""
    shown = withheld(shown_subject(subject).replace("\0", ""), WITHHELD)
    return " ".join(shown.split()) or _("Without a subject")


def _withheld(part: Part) -> str:
    if not part.attribution:
        return withheld(part.text, WITHHELD)
    return withheld(part.attribution, WITHHELD, is_attribution=True) + withheld(part.body, WITHHELD)


def _files(message: MailMessage, sent_at: datetime, notes: list[str]) -> tuple[StoredFile, ...]:
    kept: list[StoredFile] = []
    for number, one in enumerate(message.attachments):
        name = withheld(one.name, WITHHELD)
        if len(kept) >= MOST:
            left = [withheld(later.name, WITHHELD) for later in message.attachments[number:]]
            notes.append(
                _("Not kept: %(names)s. At most %(number)s files come with one letter.")
                % {"names": ", ".join(left[:20]), "number": MOST}
            )
            break
        if not one.is_whole:
            notes.append(_("Not kept: %(name)s. The letter was too large, so its end is missing.") % {"name": name})
            continue
        try:
            kept.append(keep_bytes(name=name, data=one.data, at=sent_at))
        except FileRefused as refused:
            notes.append(
                _("Not kept: %(name)s (%(size)s). %(reason)s")
                % {"name": name, "size": filesizeformat(one.size), "reason": refused.reason}
            )
    return tuple(kept)
