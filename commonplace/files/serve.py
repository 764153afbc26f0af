"""Sending a stored file so that a browser never takes it for a page of ours. Who may see it is decided above."""

import io
from typing import IO

from django.http import FileResponse, Http404

from commonplace.files.animations import first
from commonplace.files.formats import TEXTS
from commonplace.files.models import Preview, StoredFile
from commonplace.lib.charsets import CHARSETS

YEAR = 365 * 24 * 3600  # seconds
_ALONE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    # The address of a file always names the same content. Private: who may see it is no business of a proxy.
    "Cache-Control": f"private, max-age={YEAR}, immutable",
}


def response_for(stored: StoredFile, *, download: bool = False, read_as: str = "", still: bool = False) -> FileResponse:
    """The file as an answer; shown in place only when it is a picture or plain text. Raises Http404 when it is lost.

    A text whose charset was guessed can be read in another, `read_as`; of a picture that moves there is the first
    frame, `still`.
    """
    try:
        content: IO[bytes] = stored.content.open("rb")
    except FileNotFoundError as problem:
        raise Http404(stored.name) from problem
    if still and stored.moves:
        with content:
            content = io.BytesIO(first(content.read()))
    guessed = read_as if stored.charset and read_as in CHARSETS else stored.charset
    charset = f"; charset={guessed or 'utf-8'}" if stored.content_type in TEXTS else ""
    response = FileResponse(
        content,
        as_attachment=download or not stored.may_show,
        filename=stored.name,
        content_type=stored.content_type + charset,
        headers=_ALONE,
    )
    response.headers["ETag"] = f'"{stored.sha256}{"-still" if still and stored.moves else ""}"'
    return response


def preview_for(stored: StoredFile) -> FileResponse:
    """The small picture of a file; the file itself where that is a picture of which none was drawn. Raises Http404."""
    preview = Preview.objects.filter(of=stored).exclude(content="").first()
    if preview is None:
        if stored.kind != StoredFile.Kind.IMAGE:
            raise Http404(stored.name)
        return response_for(stored, still=True)
    try:
        content: IO[bytes] = preview.content.open("rb")
    except FileNotFoundError as problem:
        raise Http404(stored.name) from problem
    response = FileResponse(content, filename="preview.webp", content_type=preview.content_type, headers=_ALONE)
    response.headers["ETag"] = f'"{stored.sha256}-small"'
    return response
