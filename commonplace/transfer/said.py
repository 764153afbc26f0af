"""From the words of a message to what is kept of it: its source, its HTML, its title, its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonplace.conversations.actions.attaching import MOST
from commonplace.conversations.actions.wording import MAX_TITLE
from commonplace.files.actions import FileRefused, keep_bytes
from commonplace.files.models import StoredFile
from commonplace.lib.mail.addresses import withheld
from commonplace.lib.text import excerpt, one_line
from commonplace.transfer.archive import digest_of
from commonplace.transfer.shown import WITHHELD, Asked, Shown, shown
from commonplace.transfer.wording import in_place_of_words, left_behind

LONGEST_TITLE = 90  # of those made of the first words


@dataclass(frozen=True, slots=True)
class Said:
    """A message ready to be kept; `digest` tells its words from others'."""

    source: str
    html: str
    title: str
    words: str  # for search
    digest: str

    def files_of(
        self, files: Sequence[tuple[str, str, bytes | None]], *, at: datetime, once: str, shelf: str, account: int
    ) -> tuple[tuple[StoredFile, ...], str]:
        """What is kept of files, each a name, a content type and its bytes; a note in HTML on what is not."""
        kept: list[StoredFile] = []
        notes: list[str] = []
        for name, _content_type, data in files:
            name = one_line(withheld(name, WITHHELD)) or _("a file")
            if data is None:
                notes.append(_("The archive names a file without having it: %(name)s.") % {"name": name})
            elif len(kept) >= MOST:
                notes.append(
                    _("Not kept: %(names)s. At most %(number)s files come with one letter.")
                    % {"names": name, "number": MOST}
                )
            else:
                try:
                    kept.append(
                        keep_bytes(
                            name=name,
                            data=data,
                            account=account,
                            at=at,
                            idempotency_key=once,
                            shelf=shelf,
                            language=get_language() or "",
                        )
                    )
                except FileRefused as refused:
                    notes.append(
                        _("Not kept: %(name)s (%(size)s). %(reason)s")
                        % {"name": name, "size": filesizeformat(len(data)), "reason": refused.reason}
                    )
        return tuple(kept), left_behind(notes)


def said(text: str, form: str, title: str, *, with_maths: bool = False) -> Said:
    """What is kept of a message."""
    return said_of(shown(Asked(text, form, with_maths)), title)


def said_of(one: Shown, title: str) -> Said:
    """What is kept of a message whose words are set already, by the language of who keeps it."""
    html, words = one.html, one.words
    if one.is_blank:
        html, words = in_place_of_words(_("This message has no text.")), ""
    # Words for search are tidy, and most messages open nothing, so these are not tidied again for a title.
    title = called(title) or (excerpt(words, LONGEST_TITLE) or _("Without a subject"))[:MAX_TITLE]
    return Said(one.source, html, title, words, digest_of(one.source))


def called(title: str) -> str:
    """A title as it is kept."""
    return one_line(withheld(title, WITHHELD))[:MAX_TITLE]
