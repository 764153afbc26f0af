"""A file of a resource goes on in versions: a press for the next one, the earlier ones stay, and a small picture."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import encode_multipart
from django.utils import timezone

from commonplace.conversations.actions.attaching import Files
from commonplace.conversations.enclosures import Enclosure
from commonplace.files.actions import keep_bytes
from commonplace.files.early import DECLARED
from commonplace.files.models import StoredFile
from commonplace.files.previews import draw_wanted
from commonplace.files.tests.samples import picture
from commonplace.people.actions import erasing
from commonplace.repertoire.actions import changing, filing
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import FileVersion, Resource, ResourceFile
from commonplace.repertoire.tests.conftest import CARD

pytestmark = pytest.mark.django_db


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def sheet(shelve) -> ResourceFile:
    """Readings that came with Hal's card."""
    here = shelve(files=[keep_bytes(name="readings.csv", data=b"a,b")])
    return ResourceFile.objects.select_related("file", "resource__community", "resource__space").get(resource=here)


def told(sheet: ResourceFile) -> list[tuple[int, str, bool]]:
    rows = FileVersion.objects.filter(of=sheet).order_by("number").select_related("by", "file")
    return [(one.number, one.by.name if one.by else "", one.file is not None) for one in rows]


def test_the_next_version_is_a_press_and_the_one_before_stays(client: Client, sheet, hal, rosa, tomasz) -> None:
    here = sheet.resource.url("stick")
    put = f"{here}versions/{sheet.pk}/put"
    client.force_login(tomasz)
    assert client.post(put, {"file": sent("readings.csv", b"c,d")}).status_code == 403
    client.force_login(hal)
    assert "Choose a file first." in client.post(put, {}).text
    assert client.post(put, {"file": sent("readings.csv", b"c,d")})["Location"] == f"{here}versions/{sheet.pk}/"
    # The same again, as when a press is sent twice, is no version.
    client.post(put, {"file": sent("readings.csv", b"c,d")})
    assert told(sheet) == [(1, "Hal Brennan", True), (2, "Hal Brennan", True)]
    client.force_login(tomasz)
    page = client.get(here).text
    assert hashlib.sha256(b"c,d").hexdigest() in page
    assert "version 2, and those before" in page
    first = FileVersion.objects.get(of=sheet, number=1)
    assert client.get(f"/files/kept/{first.file_id}/readings.csv").getvalue() == b"a,b"
    assert "Throw its bytes away" not in client.get(f"{here}versions/{sheet.pk}/").text


def test_a_version_that_was_not_read_for_its_length_is_refused_in_its_place(client: Client, sheet, hal) -> None:
    client.force_login(hal)
    form = encode_multipart("edge", {"file": sent("readings.csv", b"")})

    answer = client.generic(
        "POST",
        f"{sheet.resource.url('stick')}versions/{sheet.pk}/put",
        form,
        content_type="multipart/form-data; boundary=edge",
        **{DECLARED: 4 << 30},
    )

    assert answer.status_code == 422
    assert '<p class="error" id="id_file_error">readings.csv: This file is larger than' in answer.text
    # Script says it as the file is chosen, before anything is sent.
    assert 'data-most="10485760" data-large="{name}: This file is larger than' in answer.text
    assert told(sheet) == [(1, "Hal Brennan", True)]


def test_a_stranger_finds_no_version(client: Client, sheet, hal) -> None:
    filing.put_version(by=hal, file=sheet, upload=sent("readings.csv", b"c,d"))
    for one in FileVersion.objects.filter(of=sheet):
        assert client.get(f"/files/kept/{one.file_id}/readings.csv").status_code == 404
    assert client.get(f"{sheet.resource.url('stick')}versions/{sheet.pk}/").status_code == 404


def test_an_earlier_one_comes_back_and_bytes_go_for_good(client: Client, sheet, hal) -> None:
    filing.put_version(by=hal, file=sheet, upload=sent("readings.csv", b"c,d"))
    put = f"{sheet.resource.url('stick')}versions/{sheet.pk}/put"
    client.force_login(hal)
    client.post(put, {"again": "1"})
    sheet.refresh_from_db()
    assert sheet.file.content.read() == b"a,b"
    client.post(put, {"away": "2"})
    assert told(sheet) == [(1, "Hal Brennan", True), (2, "Hal Brennan", False), (3, "Hal Brennan", True)]
    assert not StoredFile.objects.filter(sha256=hashlib.sha256(b"c,d").hexdigest()).exists()
    assert "threw its bytes away" in client.get(f"{sheet.resource.url('stick')}versions/{sheet.pk}/").text
    # The newest, and one that is no longer there, cannot be had.
    assert "cannot be had" in client.post(put, {"away": "3"}, follow=True).text
    assert "cannot be had" in client.post(put, {"again": "2"}, follow=True).text
    assert client.post(put, {"again": "9"}).status_code == 404


def test_a_picture_is_no_version_of_a_sheet(client: Client, sheet, hal) -> None:
    client.force_login(hal)
    put = f"{sheet.resource.url('stick')}versions/{sheet.pk}/put"
    answer = client.post(put, {"file": sent("card.png", picture())})
    assert (answer.status_code, "is no version of it" in answer.text) == (422, True)
    # What only says that it is a sheet is told by its content, and nothing of it stays.
    answer = client.post(put, {"file": sent("readings.csv", b"MZ\x90\x00\x03")})
    assert (answer.status_code, "readings.csv" in answer.text) == (422, True)
    assert told(sheet) == [(1, "Hal Brennan", True)]
    assert StoredFile.objects.count() == 1


def test_a_picture_in_the_words_is_shown_in_its_newest_version(shelve, hal) -> None:
    drawing = Enclosure(keep_bytes(name="valve.png", data=picture()), "valve.png", "A valve")
    here = shelve(words=Words(CARD.title, "", {"how": "Look: ![](valve.png)"}), files=[drawing])
    row = ResourceFile.objects.select_related("file", "resource__community").get(resource=here)
    made = filing.put_version(by=hal, file=row, upload=sent("valve.png", picture(size=(60, 30))))
    assert f"/files/kept/{made.file_id}/valve.png" in here.sections.get().html


def test_a_small_picture_is_drawn_and_shown(client: Client, shelve, hal) -> None:
    here = shelve(files=[keep_bytes(name="valve.png", data=picture(size=(1500, 800)))])
    client.force_login(hal)
    assert draw_wanted(now=timezone.now()) == 1
    row = ResourceFile.objects.get(resource=here)
    address = f"/files/kept/{row.file_id}/valve.png?small"
    assert f'src="{address}"' in client.get(here.url("stick")).text
    assert client.get(address)["Content-Type"] == "image/webp"


def test_what_is_left_out_goes_with_every_version(sheet, hal, tomasz) -> None:
    filing.put_version(by=hal, file=sheet, upload=sent("readings.csv", b"c,d"))
    sheet.refresh_from_db()
    changing.change(by=hal, resource=sheet.resource, words=CARD, on=1, files=Files(leave_out=[sheet.file_id]))
    assert not StoredFile.objects.exists()
    with pytest.raises(NotTheirs):
        filing.put_version(by=tomasz, file=sheet, upload=sent("readings.csv", b"c"))


@pytest.mark.parametrize("withdraws", [True, False])
def test_whoever_goes_takes_the_versions_that_they_brought(sheet, hal, rosa, withdraws: bool) -> None:
    filing.put_version(by=rosa, file=sheet, upload=sent("readings.csv", b"c,d"))
    erasing.erase(person=rosa, withdraw=withdraws)
    sheet.refresh_from_db()
    assert sheet.file.content.read() == (b"a,b" if withdraws else b"c,d")
    assert told(sheet) == [(1, "Hal Brennan", True), *([] if withdraws else [(2, "", True)])]
    assert Resource.objects.get().files.count() == 1
