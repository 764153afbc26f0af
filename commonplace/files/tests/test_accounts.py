"""What the files of one community take together, and what happens where that is all they may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonplace.files.actions import FileRefused, keep, keep_bytes, throw_away
from commonplace.files.models import StoredFile
from commonplace.files.queries import Use, used_by

pytestmark = pytest.mark.django_db


class Unread(SimpleUploadedFile):
    def read(self, *args: int) -> bytes:
        raise AssertionError("it was refused by its size")


def test_use_is_what_was_kept_and_not_let_go(settings):
    settings.FILES_QUOTA_BYTES = 30
    first = keep_bytes(name="a.txt", data=b"a" * 10, account=7)
    keep_bytes(name="b.txt", data=b"b" * 5, account=7)
    keep_bytes(name="c.txt", data=b"c" * 25, account=8)
    keep_bytes(name="d.txt", data=b"d" * 25)
    assert used_by(7) == Use(size=15, files=2, most=30)
    assert (used_by(7).left, used_by(7).is_full, used_by(9)) == (15, False, Use(size=0, files=0, most=30))
    throw_away(ids=[first.pk])
    assert used_by(7).size == 5


def test_what_fits_to_the_byte_is_kept_and_one_more_is_not(settings):
    settings.FILES_QUOTA_BYTES = 20
    keep_bytes(name="a.txt", data=b"a" * 20, account=7)
    with pytest.raises(FileRefused, match="all the room that they have here, 20") as refused:
        keep_bytes(name="b.txt", data=b"b", account=7)
    assert refused.value.code == "account-full"
    keep_bytes(name="b.txt", data=b"b", account=8)
    assert StoredFile.objects.count() == 2


def test_what_cannot_fit_is_refused_before_it_is_read(settings):
    settings.FILES_QUOTA_BYTES = 20
    with pytest.raises(FileRefused) as refused:
        keep(upload=Unread("a.txt", b"a" * 21), account=7)
    assert refused.value.code == "account-full"


def test_a_text_that_grows_in_utf_8_is_measured_as_it_is_kept(settings):
    settings.FILES_QUOTA_BYTES = 30
    with pytest.raises(FileRefused):
        keep_bytes(name="a.txt", data="学".encode("utf-16") * 1 + "学".encode("utf-16-le") * 10, account=7)
    assert StoredFile.objects.count() == 0


def test_without_a_bound_nothing_is_counted(settings, django_assert_num_queries):
    settings.FILES_QUOTA_BYTES = 0
    with django_assert_num_queries(1):
        keep_bytes(name="a.txt", data=b"a", account=7)


def test_what_an_importer_keeps_again_needs_no_room(settings):
    settings.FILES_QUOTA_BYTES = 10
    once = {"name": "a.txt", "data": b"a" * 10, "account": 7, "idempotency_key": "run 1", "shelf": "space 1"}
    assert keep_bytes(**once) == keep_bytes(**once)
