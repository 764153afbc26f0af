"""A disk without room keeps nothing half: no bytes, no row, and whoever brought the file is told."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection

from commonplace.files.actions import brought, keep, keep_bytes
from commonplace.files.models import StoredFile
from commonplace.files.refusals import StorageTrouble

pytestmark = pytest.mark.django_db


@pytest.fixture
def disk(tmp_path: Path, settings) -> Path:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


def lying(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_a_disk_that_fills_up_while_a_file_is_written_keeps_nothing_of_it(disk: Path, monkeypatch, code: int):
    def chunks(self: ContentFile, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"man"
        assert lying(disk)
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(ContentFile, "chunks", chunks)
    with pytest.raises(StorageTrouble) as trouble:
        keep(upload=SimpleUploadedFile("a.txt", b"many words"))
    assert (trouble.value.errno, "no room for files" in trouble.value.reason) == (code, True)
    monkeypatch.undo()
    assert (StoredFile.objects.count(), lying(disk)) == (0, [])


def test_a_row_that_cannot_be_written_leaves_no_bytes(disk: Path):
    def refuse(execute, sql, params, many, context):
        if sql.startswith("INSERT INTO"):
            raise DatabaseError("full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse), pytest.raises(DatabaseError):
        keep_bytes(name="a.txt", data=b"words")
    assert lying(disk) == []


def test_where_what_follows_fails_nothing_was_brought(disk: Path, django_capture_on_commit_callbacks):
    def fail() -> None:
        with brought(upload=SimpleUploadedFile("a.txt", b"words")) as stored:
            assert default_storage.exists(stored.content.name)
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        fail()
    assert (StoredFile.objects.count(), lying(disk)) == (0, [])
