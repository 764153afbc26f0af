"""Files are kept, fetched, lost and let go alike on a disk and on a store that speaks S3."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.headerregistry import HeaderRegistry
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonplace.files import previews, sweeping
from commonplace.files.actions import keep_bytes, throw_away, write
from commonplace.files.models import Preview, StoredFile
from commonplace.files.refusals import StorageTrouble
from commonplace.files.serve import preview_for, response_for
from commonplace.files.tests import samples, stores

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture(scope="module")
def bucket() -> Iterator[dict[str, str]]:
    with stores.store() as options:
        yield options


@pytest.fixture(params=["disk", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, settings) -> str:
    if request.param == "disk":
        chosen = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    else:
        # A folder of its own for each test.
        chosen = stores.storages({**request.getfixturevalue("bucket"), "location": tmp_path.name})
    settings.STORAGES = {**settings.STORAGES, "default": chosen}
    return request.param


def test_what_is_kept_is_handed_out_byte_for_byte(storage: str):
    data = "Zażółć gęślą jaźń, 学习社区\n".encode() * 200_000
    stored = keep_bytes(name="学习 שלום Łódź.txt", data=data)
    assert default_storage.size(stored.content.name) == stored.size == len(data) > 3 << 20
    answer = response_for(stored, download=True)
    assert b"".join(answer) == data
    assert answer["Content-Length"] == str(len(data))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%AD%A6")
    answer.close()


NAMES = (
    "شبکه‌ی آب.txt",
    "עברית (‏1‏).txt",
    "ภาษาไทย ก็.txt",
    "हिन्दी क्‍ष.txt",
    "e\u0301te\u0301 " + "a\u0301" * 300 + ".txt",
    "👩‍👩‍👧 🏴.txt",
    "..\\..\\windows/../../etc/passwd",
    "nul\x00byte.txt",
    "NUL",
    "COM1.txt",
    'a;b="c"\r\nSet-Cookie: d.txt',
    "%2e%2e%2f.txt",
    "." * 400,
    "水" * 400,
    "",
)


def test_a_name_in_any_script_comes_back_as_it_is_kept_and_is_no_place(storage: str):
    # All are kept before the first answer is closed, which closes the connection too.
    for stored in [keep_bytes(name=name, data=b"plain") for name in NAMES]:
        assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}\.txt", stored.content.name)
        answer = response_for(stored, download=True)
        said = answer["Content-Disposition"]
        assert said.isascii()
        assert not {"\r", "\n", "\x00"} & set(said)
        told = HeaderRegistry()("content-disposition", said)
        assert (told.content_disposition, told.params["filename"], told.defects) == ("attachment", stored.name, ())
        assert b"".join(answer) == b"plain"
        answer.close()


def test_a_file_that_is_gone_from_there_is_not_found(storage: str):
    stored = keep_bytes(name="a.txt", data=b"plain")
    default_storage.delete(stored.content.name)
    with pytest.raises(Http404):
        response_for(stored)


def test_nothing_is_written_over(storage: str):
    first, second = write("transfer/a.txt", b"one"), write("transfer/a.txt", b"two")
    assert first != second
    with default_storage.open(first) as stored:
        assert stored.read() == b"one"


def test_bytes_and_the_small_picture_go_with_the_row(storage: str, django_capture_on_commit_callbacks):
    stored = keep_bytes(name="barn.png", data=samples.picture(size=(900, 300)))
    previews.want(stored=stored)
    assert previews.draw_wanted(now=timezone.now()) == 1
    paths = [stored.content.name, Preview.objects.get().content.name]
    answer = preview_for(stored)
    assert samples.pixels(b"".join(answer))
    with django_capture_on_commit_callbacks(execute=True):
        throw_away(ids=[stored.pk])
    assert [default_storage.exists(path) for path in paths] == [False, False]
    assert Preview.objects.count() == 0
    answer.close()


def test_bytes_without_a_row_are_swept_and_nothing_else(storage: str):
    now = timezone.now()
    lost, fresh = keep_bytes(name="lost.txt", data=b"lost"), keep_bytes(name="kept.txt", data=b"kept")
    StoredFile.objects.filter(pk=lost.pk).delete()
    beside = write("transfer/0123abcd", b"From somebody")
    half = write("ab/cd/" + "x" * 64 + ".txt", b"no name of ours")
    days = [now + timedelta(days=day) for day in range(3, 3 + sweeping.SHARES)]
    # On the day itself it may be a file whose row is on its way.
    assert sum(sweeping.sweep(now=now + timedelta(hours=hour)) for hour in range(24)) == 0
    assert sum(sweeping.sweep(now=day) for day in days) == 1
    there = [lost.content.name, fresh.content.name, beside, half]
    assert [default_storage.exists(path) for path in there] == [False, True, True, True]


def test_nothing_is_noted_of_whoever_fetches_a_file(storage: str):
    stored = keep_bytes(name="a.txt", data=b"plain")
    with CaptureQueriesContext(connection) as asked:
        response_for(stored, download=True).close()
    assert [one["sql"] for one in asked] == []


def test_a_store_that_is_away_is_said_and_leaves_no_row(settings):
    stored = keep_bytes(name="a.txt", data=b"plain")
    settings.STORAGES = {**settings.STORAGES, "default": stores.storages(stores.nowhere())}
    with pytest.raises(StorageTrouble, match="Could not connect") as away:
        keep_bytes(name="b.txt", data=b"more")
    assert "does not answer just now" in away.value.reason
    with pytest.raises(StorageTrouble):
        response_for(stored)
    assert list(StoredFile.objects.all()) == [stored]


def test_a_bucket_that_is_not_there_is_trouble_too(bucket: dict[str, str], settings):
    settings.STORAGES = {**settings.STORAGES, "default": stores.storages({**bucket, "bucket_name": "no-such-one"})}
    with pytest.raises(StorageTrouble, match="NoSuchBucket"):
        keep_bytes(name="b.txt", data=b"more")


def test_a_picture_waits_for_a_store_that_is_away(settings):
    stored = keep_bytes(name="barn.png", data=samples.picture(size=(900, 300)))
    previews.want(stored=stored)
    there, now = settings.STORAGES, timezone.now()
    settings.STORAGES = {**there, "default": stores.storages(stores.nowhere())}
    for hour in range(4):
        assert previews.draw_wanted(now=now + timedelta(hours=hour)) == 0
    assert Preview.objects.get().tries == 0
