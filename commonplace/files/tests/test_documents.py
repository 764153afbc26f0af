"""A document is what its content says, holds no programs, and is kept once."""

import struct
from collections.abc import Callable
from functools import partialmethod
from typing import Any

import pytest
from django.core.files.storage import Storage, default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from commonplace.files.actions import IMAGES, FileRefused, keep, keep_bytes
from commonplace.files.formats import EXTENSIONS, recognise, safe_name
from commonplace.files.models import StoredFile
from commonplace.files.tests import samples
from commonplace.lib import unpacking


def code_for(data: bytes, name: str = "paper") -> str:
    with pytest.raises(FileRefused) as refused:
        recognise(name, data)
    assert refused.value.reason
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("a.exe", b"%PDF-1.7\n", "application/pdf"),
        ("a.txt", b"plain", "text/plain"),
        ("a.md", b"# Title", "text/markdown"),
        ("a.CSV", b"a,b\n", "text/csv"),
        ("a.html", b"no tags at all", "text/plain"),
        ("a", samples.word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a", samples.archive(samples.SHEET), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            "a",
            samples.archive(samples.SLIDES),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        ("a", samples.open_document("text"), "application/vnd.oasis.opendocument.text"),
        ("a", samples.open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
        ("a", samples.open_document("presentation"), "application/vnd.oasis.opendocument.presentation"),
    ],
)
def test_content_tells_the_kind(name: str, data: bytes, content_type: str):
    assert recognise(name, data)[:2] == (content_type, data)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>",
        b"  \n<?xml version='1.0'?><svg/>",
        b"\xef\xbb\xbf<!DOCTYPE html>",
        b"<HTML>",
        "<script>".encode("utf-16"),
        b"<!-- x --><svg>",
    ],
)
def test_web_pages_and_drawings_are_refused(data: bytes):
    assert code_for(data, "drawing.txt") == "active"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"MZ\x90\x00\x03\x00", "unknown-type"),
        (b"\x7fELF\x02\x01\x01\x00", "unknown-type"),
        (b"\x00\x00\x00\x20ftypheic0000", "heic"),
        (b"\x00\x00\x00\x20ftypisom0000", "unknown-type"),
        (b"a\x00b", "unknown-type"),
        (samples.archive({"a.txt": b"a"}), "unknown-type"),
        (b"PK\x03\x04 nothing", "damaged"),
    ],
)
def test_other_kinds_are_refused(data: bytes, code: str):
    assert code_for(data, "a.pdf") == code


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("utf-8-sig"), "Grüße"),
        ("Grüße".encode("utf-16"), "Grüße"),
    ],
)
def test_every_text_is_kept_in_utf_8(data: bytes, words: str):
    assert recognise("a.txt", data).data == words.encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (samples.word({"word/vbaProject.bin": b"x"}), "macros"),
        (
            samples.archive({**samples.WORD, "[Content_Types].xml": b"<x>ms-word.document.macroEnabled.main+xml"}),
            "macros",
        ),
        (samples.open_document("text", {"Basic/Standard/Module1.xml": b"x"}), "macros"),
        (samples.open_document("text", {"Scripts/python/x.py": b"x"}), "macros"),
        (samples.word({"word/activeX/activeX1.xml": b"x"}), "macros"),
        (samples.word({"word/embeddings/setup.exe": b"x"}), "holds-programs"),
        (samples.word({"word/embeddings/more.zip": b"x"}), "holds-programs"),
        (samples.word({"../../etc/x": b"x"}), "damaged"),
        (samples.word() + b"<script>", "damaged"),
        (b"PK\x03\x04<script>" + samples.word(), "damaged"),
        (samples.archive(samples.WORD, comment=b"<script>"), "damaged"),
        (samples.word({"big": b"\0" * (unpacking.ROOM + 1)}), "unpacks-too-large"),
        (samples.word({f"{n}": b"" for n in range(unpacking.ENTRIES)}), "unpacks-too-large"),
        (samples.word({"word/embeddings/a.xlsx": samples.word({"b.docx": samples.word()})}), "unpacks-too-large"),
        (samples.word({"word/embeddings/a.xlsx": samples.word({"word/vbaProject.bin": b"x"})}), "macros"),
    ],
)
def test_bombs_and_programs_in_office_documents_are_refused(data: bytes, code: str):
    assert code_for(data) == code


def test_a_sheet_inside_slides_is_fine():
    data = samples.archive({**samples.SLIDES, "ppt/embeddings/sheet.xlsx": samples.archive(samples.SHEET)})
    assert recognise("talk.pptx", data).data == data


def test_an_archive_that_lies_about_its_sizes_is_refused():
    data = bytearray(samples.word({"big.bin": b"\0" * 3_000_000}))
    for place in (data.index(b"big.bin") - 30 + 22, data.rindex(b"big.bin") - 46 + 24):
        data[place : place + 4] = struct.pack("<I", 10)
    assert code_for(bytes(data)) == "damaged"


def answer(data: bytes) -> str:
    """What the door says; anything but these two kinds of answer is a crash."""
    try:
        return recognise("a.txt", data).content_type
    except FileRefused as refused:
        return refused.code


CODES = {"active", "damaged", "heic", "holds-programs", "macros", "unknown-type", "unpacks-too-large"}


@given(st.binary(max_size=300))
def test_any_bytes_are_recognised_or_refused(data: bytes):
    for start in (b"", b"PK\x03\x04", b"%PDF-", b"\xff\xd8\xff"):
        assert answer(start + data) in EXTENSIONS.keys() | CODES


@given(st.integers(min_value=0, max_value=400), st.binary(min_size=1, max_size=6))
def test_a_document_with_changed_bytes_never_crashes_the_door(place: int, change: bytes):
    data = samples.word()
    assert answer(data[:place] + change + data[place + len(change) :]) in EXTENSIONS.keys() | CODES


@pytest.mark.parametrize(
    ("name", "content_type", "safe"),
    [
        ("Minutes.pdf", "application/pdf", "Minutes.pdf"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\Users\\ines\\plan.PDF", "application/pdf", "plan.pdf"),
        ("a\r\nSet-Cookie: x.txt", "text/plain", "a Set-Cookie x.txt"),
        ("evil\u202efdp.exe", "application/pdf", "evilfdp.exe.pdf"),
        ("...", "image/png", "file.png"),
        ("", "image/png", "file.png"),
        ("Zdjęcie łódki.jpeg", "image/jpeg", "Zdjęcie łódki.jpg"),
        ("dance.gif", "image/png", "dance.png"),
        ("x" * 500 + ".txt", "text/plain", "x" * 120 + ".txt"),
        ("水" * 96 + ".txt", "text/plain", "水" * 80 + ".txt"),
        ("می\u200cخواهم.txt", "text/plain", "می\u200cخواهم.txt"),
        ("a\u200cb.txt", "text/plain", "ab.txt"),
        ("👩\u200d👧 plan.txt", "text/plain", "👩\u200d👧 plan.txt"),
        ("Lo\u0301dz\u0301.txt", "text/plain", "Lódź.txt"),
        ("שלום\u202e\u2066(1).pdf", "application/pdf", "שלום(1).pdf"),
        ("CON", "text/plain", "_CON.txt"),
        ("aux.tar.txt", "text/plain", "_aux.tar.txt"),
        ("console.txt", "text/plain", "console.txt"),
        ("a\x00b.txt", "text/plain", "ab.txt"),
    ],
)
def test_a_name_fits_its_content_and_every_system(name: str, content_type: str, safe: str):
    assert safe_name(name, content_type) == safe


@given(st.text())
def test_no_name_is_a_path(name: str):
    safe = safe_name(name, "text/plain")
    assert safe.endswith(".txt")
    assert not {"/", "\\", "\n", "\r", "\x00", '"'} & set(safe)
    assert not safe.startswith(".")
    assert len(safe) <= 160
    assert len(safe.encode()) <= 255


def _noted(storage: Storage, asked: list[str], name: str, plain: Callable[..., Any], *said: Any) -> Any:
    asked.append(name)
    return plain(storage, *said)


@pytest.mark.django_db
class TestKeeping:
    def test_a_document_is_kept_as_it_is(self):
        data = b"%PDF-1.7\n"
        stored = keep(upload=SimpleUploadedFile("Minutes.pdf", data))
        assert (stored.kind, stored.name, stored.size, stored.width) == ("document", "Minutes.pdf", len(data), None)
        with stored.content.open("rb") as opened:
            assert opened.read() == data

    def test_whoever_brings_what_is_here_cannot_tell(self, monkeypatch):
        asked: list[str] = []
        storage = type(storages["default"])
        for name in ("exists", "size", "delete", "save"):
            plain = getattr(storage, name)
            monkeypatch.setattr(storage, name, partialmethod(_noted, asked, name, plain))
        with CaptureQueriesContext(connection) as first_time:
            first = keep(upload=SimpleUploadedFile("a.txt", b"same"))
        written = list(asked)
        with CaptureQueriesContext(connection) as second_time:
            second = keep(upload=SimpleUploadedFile("a.txt", b"same"))
        assert second.pk > first.pk
        assert second.created_at > first.created_at
        assert second.content.name != first.content.name
        assert len(first_time) == len(second_time)
        assert asked == written * 2, "storage was asked the same both times"
        assert "save" in written

    def test_an_importer_that_keeps_a_file_again_keeps_it_once(self):
        first = keep_bytes(name="a.txt", data=b"same", idempotency_key="letter 1", shelf="wells")
        assert keep_bytes(name="a.txt", data=b"same", idempotency_key="letter 1", shelf="wells") == first
        assert StoredFile.objects.count() == 1

    def test_bytes_lie_once_within_a_shelf_and_are_nobody_elses(self):
        first, second, third, fourth = (
            keep_bytes(name="a.txt", data=b"same", idempotency_key=idempotency_key, shelf=shelf)
            for idempotency_key, shelf in (("1", "wells"), ("2", "wells"), ("3", "hills"), (None, ""))
        )
        assert first.content.name == second.content.name
        assert len({one.pk for one in (first, second, third, fourth)}) == 4
        assert len({one.content.name for one in (second, third, fourth)}) == 3

    def test_what_was_cut_short_by_a_crash_is_written_again(self):
        stored = keep_bytes(name="a.txt", data=b"whole words", idempotency_key="1", shelf="wells")
        with default_storage.open(stored.content.name, "wb") as opened:
            opened.write(b"whole")
        keep_bytes(name="a.txt", data=b"whole words", idempotency_key="1", shelf="wells")
        with stored.content.open("rb") as opened:
            assert opened.read() == b"whole words"

    def test_a_file_that_is_too_large_is_refused_unread(self, settings):
        settings.FILES_MAX_BYTES = 100
        upload = SimpleUploadedFile("a.txt", b"x" * 101)
        with pytest.raises(FileRefused, match="larger than 100") as refused:
            keep(upload=upload)
        assert refused.value.code == "too-large"
        assert upload.tell() == 0
        assert keep_bytes(name="a.txt", data=b"x" * 100).size == 100

    def test_an_upload_that_lies_about_its_size_is_refused(self, settings):
        settings.FILES_MAX_BYTES = 100
        upload = SimpleUploadedFile("a.txt", b"x" * 5000)
        upload.size = 10
        with pytest.raises(FileRefused):
            keep(upload=upload)

    def test_an_empty_file_is_refused(self):
        with pytest.raises(FileRefused) as refused:
            keep(upload=SimpleUploadedFile("a.txt", b""))
        assert refused.value.code == "empty"

    def test_where_only_pictures_belong_a_document_is_refused(self):
        with pytest.raises(FileRefused) as refused:
            keep(upload=SimpleUploadedFile("a.png", b"%PDF-1.7"), allow=IMAGES)
        assert refused.value.code == "not-here"
