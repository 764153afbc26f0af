"""A form whose one file is too large: refused before the bytes of it are asked for, in its place, its words kept."""

from typing import Any

import pytest
from django.urls import reverse

from commonplace.files.early import DECLARED, Declared, is_for_one_file, without_its_file
from commonplace.files.models import StoredFile
from commonplace.house import asgi, settings
from commonplace.house.tests.test_whole_requests import Visitor, ask, echo, house, length, scope
from commonplace.house.whole_requests import IN_MEMORY, Door

TYPE = (b"content-type", b'multipart/form-data; boundary="edge"')
WORDS = b'--edge\r\nContent-Disposition: form-data; name="said"\r\n\r\nIt hums: filename="x"\r\n\r\n--edge'
FILE = b'\r\nContent-Disposition: form-data; name="file"; filename="a.mov"\r\nContent-Type: video/quicktime\r\n\r\n'
ONE, LARGE = 10_000, 4 << 30


def asked() -> tuple[list[dict[str, Any]], Door]:
    """What the application is asked, and a door before it: one file at /file, others elsewhere."""
    met: list[dict[str, Any]] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("422 Unprocessable Entity", [])
        met.append(environ)
        return [environ["wsgi.input"].read()]

    return met, Door(application, seconds=0.3, largest=1_000_000, one_file=(ONE, lambda path: path == "/file"))


def test_four_gigabytes_are_refused_before_a_byte_of_them_is_asked_for() -> None:
    visitor = ask(house(echo), Visitor(b"x"), scope(length(4 << 30)))
    assert (visitor.status, visitor.pieces, b"may be sent here" in visitor.body) == (413, [b"x"], True)


def test_a_form_is_read_no_further_than_to_its_file():
    met, door = asked()
    visitor = Visitor(WORDS, FILE, b"moving", b"pictures")

    heard = ask(door, visitor, scope(length(LARGE), TYPE, raw_path=b"/file"))

    assert (heard.status, visitor.pieces) == (422, [b"moving", b"pictures"])
    assert heard.body == WORDS + FILE + b"\r\n--edge--\r\n"
    assert (met[0][DECLARED], met[0]["CONTENT_LENGTH"]) == (LARGE, str(len(heard.body)))
    assert (b"connection", b"close") in heard.heard[0]["headers"]


@pytest.mark.parametrize(
    ("path", "size", "type_", "pieces", "status"),
    [
        (b"/file", ONE, TYPE, [b"x"], 422),  # As long as one may be: the application says what it is.
        (b"/files", ONE + 1, TYPE, [b"x"], 422),  # Several may be longer together.
        (b"/files", LARGE, TYPE, [WORDS, FILE], 413),
        (b"/file", LARGE, (b"content-type", b"application/json"), [WORDS, FILE], 413),
        (b"/file", LARGE, (b"content-type", b"multipart/form-data"), [WORDS, FILE], 413),
        (b"/file", LARGE, TYPE, [b"x" * IN_MEMORY, b"x", FILE], 413),
        (b"/file", LARGE, TYPE, [WORDS], 413),
    ],
)
def test_where_there_is_no_such_form_it_is_refused_or_taken_whole(path, size, type_, pieces, status):
    met, door = asked()

    assert ask(door, Visitor(*pieces), scope(length(size), type_, raw_path=path)).status == status
    assert [DECLARED in one for one in met] == ([False] if status == 422 else [])


def test_a_head_that_is_cut_is_waited_for():
    assert [
        without_its_file((WORDS + FILE)[:at], TYPE[1].decode()) for at in (0, len(WORDS), len(WORDS + FILE) - 1)
    ] == [
        None,
        None,
        None,
    ]


def test_the_house_knows_its_addresses_of_one_file():
    assert is_for_one_file(reverse("uploads", args=["stick"]))
    assert is_for_one_file(reverse("resource_version", args=["stick", 1, 1]))
    assert not is_for_one_file(reverse("compose", args=["stick"]))
    assert not is_for_one_file("/nowhere/at/all")
    one_file = settings.FILES_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert asgi.application.one_file == (one_file, is_for_one_file)
    assert settings.FILE_UPLOAD_HANDLERS[0] == f"{Declared.__module__}.{Declared.__name__}"


@pytest.mark.django_db
def test_whoever_brings_it_is_told_in_its_place(client, stick, hal):
    client.force_login(hal)
    body = WORDS + FILE.replace(b'"file"', b'"attached"') + b"\r\n--edge--\r\n"

    answer = client.generic(
        "POST",
        reverse("uploads", args=["stick"]),
        body,
        content_type=TYPE[1].decode(),
        **{DECLARED: LARGE},
    )

    assert answer.status_code == 422
    assert answer.text.startswith("a.mov: This file is larger than 10.0\xa0MB")
    assert StoredFile.objects.count() == 0
