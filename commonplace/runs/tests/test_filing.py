"""Photos and files of a harvest: seen by those who see what was kept, and gone with their bytes."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from commonplace.communities.membership.actions.leaving import leave
from commonplace.files.models import StoredFile
from commonplace.files.tests.samples import png_with_secrets
from commonplace.people.actions.erasing import erase
from commonplace.runs.actions import filing, stepping
from commonplace.runs.models import HarvestFile
from commonplace.runs.tests.test_pages import as_, at, guest_in

pytestmark = pytest.mark.django_db


def photo(name: str = "wall.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png_with_secrets(), "image/png")


def bring(person, run, **more: object):
    return as_(person).post(at(run, "filing"), {"photo": photo(), "description": "The wall of notes", **more})


def ended(run, hal) -> None:
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal)


def test_at_the_table_and_after_it_is_brought_and_stands_with_what_was_kept(run, hal, tomasz, leila) -> None:
    assert bring(tomasz, run).status_code == 302
    ended(run, hal)
    bring(hal, run, photo=SimpleUploadedFile("wall.png", other_picture(), "image/png"), description="")
    first, second = HarvestFile.objects.order_by("pk")
    assert (first.name, second.name, first.by, second.by) == ("wall.png", "wall-2.png", tomasz, hal)
    shown = as_(leila).get(at(run)).text
    assert f'src="{at(run)}photos/{first.pk}"' in shown
    assert 'alt="The wall of notes"' in shown
    answer = as_(leila).get(at(run, f"photos/{first.pk}"))
    assert answer.status_code == 200
    assert b"Secret" not in b"".join(answer.streaming_content)
    draft = as_(hal).get(at(run, "harvest")).text
    assert f"[The wall of notes]({at(run)}photos/{first.pk})" in draft


def other_picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (20, 10), "white").save(made, "PNG")
    return made.getvalue()


def test_the_same_file_again_is_the_one_that_is_there(run, tomasz) -> None:
    for _ in range(2):
        bring(tomasz, run)
    assert StoredFile.objects.count() == HarvestFile.objects.count() == 1


def test_who_does_not_see_what_was_kept_sees_no_file(run, hal, tomasz, leila, stranger) -> None:
    bring(tomasz, run)
    address = at(run, f"photos/{HarvestFile.objects.get().pk}")
    assert as_(stranger).get(address).status_code == 404
    assert guest_in(run).get(address).status_code == 302
    leave(person=leila, community=run.gathering.community)
    assert as_(leila).get(address).status_code == 404
    assert bring(leila, run).status_code == 404


def test_who_looks_on_brings_nothing_and_what_is_no_file_comes_back(run, hal, leila) -> None:
    assert bring(leila, run).status_code == 403
    for wrong in ("", SimpleUploadedFile("x.png", b"MZ\x90" + bytes(99), "image/png")):
        assert bring(hal, run, photo=wrong).status_code == 422
    assert not StoredFile.objects.exists()


def test_taken_away_its_bytes_are_gone(run, hal, tomasz, leila, django_capture_on_commit_callbacks) -> None:
    bring(tomasz, run)
    file = HarvestFile.objects.get()
    path = file.file.content.name
    assert as_(leila).post(at(run, "filing-away"), {"line": file.pk}).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        as_(tomasz).post(at(run, "filing-away"), {"line": file.pk})
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(path)


def test_under_chatham_house_nobody_is_kept_as_its_bringer(close_run, tomasz) -> None:
    bring(tomasz, close_run)
    assert HarvestFile.objects.get().by is None


@pytest.mark.parametrize(("withdraw", "left"), [(True, 0), (False, 1)])
def test_who_is_erased_takes_their_files_along_if_they_wish(run, tomasz, withdraw: bool, left: int) -> None:
    bring(tomasz, run)
    erase(person=tomasz, withdraw=withdraw)
    assert HarvestFile.objects.count() == left


def test_there_is_room_for_so_many(run, hal, monkeypatch) -> None:
    monkeypatch.setattr(filing, "MOST", 0)
    assert "Forty files stand here already." in bring(hal, run).text
