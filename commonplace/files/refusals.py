"""Why a file was not taken, in words for the person who offered it."""

import errno
from typing import Final

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _


class FileRefused(Exception):
    """A file was not taken; `reason` says why and what to do, `code` is the same for programs."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


# No room left, or none that may be written.
FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class StorageTrouble(OSError):
    """The place where files are kept is full or away; no fault of whoever asks, and `reason` says so to them.

    Importers let it rise: they go on where they were once it is there again.
    """

    @property
    def reason(self) -> str:
        if self.errno in FULL:
            return _("There is no room for files in this house just now, so this one was not kept. Please try later.")
        return _("The place where this house keeps files does not answer just now. Please try again in a while.")


def empty() -> FileRefused:
    return FileRefused("empty", _("This file is empty."))


def too_large(limit: int) -> FileRefused:
    return FileRefused(
        "too-large",
        _("This file is larger than %(limit)s, the most this house keeps. A link to where it lives works as well.")
        % {"limit": filesizeformat(limit)},
    )


def account_full(most: int) -> FileRefused:
    return FileRefused(
        "account-full",
        _(
            "The files of this community take up all the room that they have here, %(most)s. A smaller file may fit,"
            " and a link to where it lives always does. Stewards see under Settings what there is."
        )
        % {"most": filesizeformat(most)},
    )


def too_many_versions(most: int) -> FileRefused:
    return FileRefused(
        "too-many-versions",
        _("This file has %(most)s versions already. Put the next one beside it, as a file of its own.")
        % {"most": most},
    )


def unknown_type() -> FileRefused:
    return FileRefused(
        "unknown-type",
        _(
            "This kind of file is not taken here. Pictures may be PNG, JPEG, WebP or GIF; documents may be PDF, "
            "plain text, Markdown, CSV, or from an office program (odt, ods, odp, docx, xlsx, pptx)."
        ),
    )


def not_here() -> FileRefused:
    return FileRefused("not-here", _("This kind of file has no use in this place. A picture may have."))


def heic() -> FileRefused:
    return FileRefused(
        "heic", _("This picture is in a format (HEIC) that many browsers cannot show. Please save it as JPEG first.")
    )


def active() -> FileRefused:
    return FileRefused(
        "active",
        _("Web pages and SVG drawings can carry programs, so they are not taken here. A PDF or a PNG picture is."),
    )


def damaged_picture() -> FileRefused:
    return FileRefused("damaged", _("This picture cannot be read. It may have been cut short on its way here."))


def picture_too_large(megapixels: int) -> FileRefused:
    return FileRefused(
        "too-many-pixels",
        _("This picture has more than %(count)s million pixels. Please make it smaller first.") % {"count": megapixels},
    )


def picture_unpacks_too_large() -> FileRefused:
    return FileRefused("unpacks-too-large", _("This picture unpacks to far more than it should, so it is not taken."))


def damaged_document() -> FileRefused:
    return FileRefused("damaged", _("This document cannot be read. It may be damaged or protected by a password."))


def macros() -> FileRefused:
    return FileRefused(
        "macros", _("This document holds macros, which are programs. Please save it without macros and try again.")
    )


def unpacks_too_large() -> FileRefused:
    return FileRefused("unpacks-too-large", _("This document unpacks to far more than it should, so it is not taken."))


def holds_programs() -> FileRefused:
    return FileRefused("holds-programs", _("This document has a program or an archive packed inside it."))
