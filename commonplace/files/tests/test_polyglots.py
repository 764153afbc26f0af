"""Files that are two things at once: whatever comes in is one kind, and is handed out as nothing else."""

import pytest

from commonplace.files.actions import FileRefused, keep_bytes
from commonplace.files.serve import response_for
from commonplace.files.tests import samples

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>alert(document.cookie)</script>"
PAGE = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'
# None of these may be a type that a browser runs or draws as a page.
HARMLESS = (
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "text/plain; charset=utf-8",
    "text/csv; charset=utf-8",
)

POLYGLOTS = {
    "a picture with a page behind it": ("a.html", samples.picture() + PAGE),
    "a photograph with a page behind it": ("a.jpg.html", samples.picture("JPEG") + PAGE),
    "a picture with a page in its words": ("a.svg", samples.picture("JPEG", comment=PAGE)),
    "a script that begins like a picture": ("a.js", b"GIF89a=1;alert(document.cookie)//"),
    "a page that begins like a picture": ("a.gif", b"GIF89a" + PAGE),
    "a page that begins like a document": ("a.pdf", b"%PDF-1.7\n" + PAGE),
    "an archive behind a picture": ("a.png", samples.picture() + samples.word()),
    "a document with a page before it": ("a.docx", PAGE + samples.word()),
    "a page called a text": ("a.txt", PAGE),
    "a page after a mark of order": ("a.txt", b"\xef\xbb\xbf" + PAGE),
    "a page in other bytes": ("a.txt", PAGE.decode().encode("utf-16")),
    "a page after blanks": ("a.txt", b"\n \t\r\n" * 400 + PAGE),
    "a page after words": ("a.txt", b"Dear all, " * 200 + PAGE),
    "a page that browsers of old guessed": ("a.txt", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-".encode("ascii")),
    "a drawing": ("a.png", DRAWING),
    "a drawing after its head": ("a.xml", b'<?xml version="1.0"?>\n<!-- x -->\n' + DRAWING),
    "a script in a sheet": ("a.csv", b"=cmd|'/c calc'!A0,1\n"),
}


@pytest.mark.parametrize("what", POLYGLOTS)
def test_what_is_two_things_is_refused_or_is_one(what: str) -> None:
    name, data = POLYGLOTS[what]
    try:
        stored = keep_bytes(name=name, data=data)
    except FileRefused:
        return
    response = response_for(stored)
    kept = response.getvalue()
    is_shown = not response["Content-Disposition"].startswith("attachment")
    response.close()
    assert is_shown <= (response["Content-Type"] in HARMLESS)
    # Shown or not: it is taken for what it is called, runs nothing, and has an origin of its own.
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not {"\0", "/", "\\"} & set(stored.name)
    if response["Content-Type"].startswith("image/"):
        assert SCRIPT not in kept
    assert not stored.name.lower().endswith((".html", ".svg", ".js", ".xml", ".htm", ".xhtml"))
