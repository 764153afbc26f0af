"""Files and texts that people bring: taken whole, or named and given back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.conversations import rate_limit
from commonplace.files.models import StoredFile
from commonplace.files.tests import samples
from tests.furnished import Furnished
from tests.hostile import WORDS, client_of, undone

pytestmark = pytest.mark.django_db


UPLOADS = {
    "a drawing": ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "a web page in disguise": ("x.png", b"<!doctype html><script>alert(1)</script>"),
    "an empty file": ("x.png", b""),
    "half a picture": ("x.png", samples.picture("PNG")[:60]),
    "fifty thousand by fifty thousand": (
        "x.png",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (50_000).to_bytes(4) * 2 + b"\x08\x06\x00\x00\x00" + b"\x00" * 40,
    ),
    "a bomb": ("x.docx", samples.word({"word/media/a.xml": b"\x00" * 60_000_000})),
}


@pytest.mark.parametrize("what", UPLOADS)
def test_what_cannot_be_taken_is_named_and_the_words_stay(house: Furnished, what: str) -> None:
    name, data = UPLOADS[what]
    client = client_of(house, "member")
    kept = StoredFile.objects.count()
    form = {"kind": "tip", "title": WORDS, "text": "And more of it.", "space": "table"}
    answer = client.post(reverse("compose", args=["stick"]), form | {"attached": SimpleUploadedFile(name, data)})
    page = answer.content.decode()
    assert (answer.status_code, StoredFile.objects.count()) == (422, kept)
    assert WORDS in page
    if data:
        assert f"{name}: " in page
    answer = client.post(reverse("my_profile"), {"name": "Hal Brennan", "photo": SimpleUploadedFile(name, data)})
    assert (answer.status_code, StoredFile.objects.count()) == (422, kept)


def test_a_picture_keeps_nothing_but_its_picture(house: Furnished, monkeypatch) -> None:
    monkeypatch.setattr(rate_limit, "ON_THE_FIRST_DAY", 100)
    client = client_of(house, "member")
    pictures = {"polyglot.png": samples.png_with_secrets(), "gps.jpg": samples.photo_with_secrets()}
    for name, data in pictures.items():
        form = {"kind": "tip", "title": name, "text": WORDS, "space": "table"}
        answer = client.post(reverse("compose", args=["stick"]), form | {"attached": SimpleUploadedFile(name, data)})
        assert answer.status_code == 302
        stored = StoredFile.objects.latest("pk")
        answer = client.get(reverse("attachment", args=[stored.pk, stored.name]))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"SECRET" not in content
        assert b"script" not in content


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.text(alphabet=st.characters(codec=None), max_size=60), title=st.text(max_size=40))
def test_any_text_is_kept_or_given_back(house: Furnished, text: str, title: str) -> None:
    client = client_of(house, "member")
    text, title = (words.encode("utf-8", "replace").decode() for words in (text, title))
    form = {"kind": "tip", "title": title, "text": text, "space": "table"}
    with undone(client):
        assert client.post(reverse("compose", args=["stick"]), form).status_code in (302, 422)
        assert client.post(reverse("preview", args=["stick"]), form).status_code < 500
        assert client.get("/search", {"q": text}).status_code < 500
        assert connection.is_usable()
