"""Sets what came with a post and does not stand in its words; see typeset.py."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from commonplace.conversations.enclosures import address_of
from commonplace.conversations.models import Attachment
from commonplace.files.models import StoredFile
from commonplace.lib.charsets import CHARSETS
from commonplace.ui.pieces import Given, joined


def _called(charset: str) -> str:
    """A charset as people write it."""
    return charset.title() if charset.startswith("windows") else charset.upper()


def set_files(files: list[Attachment], piece: Given) -> str:
    """Pictures first, then documents; "" for none."""
    if not files:
        return ""
    pictures = [_picture(one, piece) for one in files if one.file.kind == StoredFile.Kind.IMAGE]
    documents = [_document(one, piece) for one in files if one.file.kind != StoredFile.Kind.IMAGE]
    parts = [piece["pictures"](pictures=joined(pictures))] if pictures else []
    return joined(parts + ([piece["documents"](documents=joined(documents))] if documents else []))


def _picture(one: Attachment, piece: Given) -> SafeString:
    width, height = one.file.width, one.file.height
    url, shown = address_of(one.file_id, one.name), one.description or one.name
    if one.file.moves:
        return piece["picture_that_moves"](url=url, name=shown, width=width, height=height)
    return piece["picture" if width and height else "picture_of_any_size"](
        url=url, name=shown, width=width, height=height
    )


def _document(one: Attachment, piece: Given) -> SafeString:
    url, size = address_of(one.file_id, one.name), filesizeformat(one.file.size)
    if not one.file.charset:
        return piece["document"](url=url, name=one.name, size=size)
    readings = joined(
        piece["reading"](url=url, charset=charset, word=_called(charset))
        for charset in CHARSETS
        if charset != one.file.charset
    )
    read_as = gettext("read as %(charset)s") % {"charset": _called(one.file.charset)}
    return piece["document_guessed"](url=url, name=one.name, size=size, read_as=read_as, readings=readings)
