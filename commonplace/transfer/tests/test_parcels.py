"""Several files, zips and folders at once: what is letters comes in, the rest is named, and a bomb harms nothing."""

import gzip
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.conversations.models import Conversation, Post
from commonplace.lib.unpacking import Budget
from commonplace.people.models import Person
from commonplace.transfer.actions import handing_in
from commonplace.transfer.actions.handing_in import go_on
from commonplace.transfer.archive import Archive
from commonplace.transfer.forms import most_files
from commonplace.transfer.models import Import, Unreadable
from commonplace.transfer.parcels import Given, lay_out, look_into
from commonplace.transfer.tests.made_up import write_archive
from commonplace.transfer.tests.told import told
from commonplace.transfer.tests.wishing import say_where

type Send = Callable[..., Import | None]


@pytest.fixture
def months(tmp_path: Path) -> dict[str, bytes]:
    folder = write_archive(tmp_path / "wells")
    return {name: (folder / name).read_bytes() for name in ("2009-April.txt", "2009-March.txt")}


@pytest.fixture
def send(client: Client, stick: Community, ines: Person) -> Send:
    """Hands in files through the page; the run, or nothing where the page refuses and the reason is among its words."""
    client.force_login(ines)

    def sent(*files: tuple[str, bytes], because: str = "") -> Import | None:
        given = {
            "archive": [SimpleUploadedFile(name, data) for name, data in files],
            "space": stick.spaces.get(slug="table").pk,
        }
        page = client.post(reverse("imports", args=["stick"]), given)
        if because:
            assert page.status_code == 422
            assert because in page.content.decode()
            assert not Import.objects.exists()
            return None
        assert page.status_code == 302, page.content.decode()
        return Import.objects.latest("pk")

    return sent


def zipped(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def settled(run: Import) -> Import:
    say_where()
    for _ in range(20):
        go_on(now=timezone.now())
        run.refresh_from_db()
        if run.is_finished:
            break
    assert (run.is_finished, run.trouble) == (True, "")
    assert not default_storage.exists(str(run.upload.name))
    return run


@pytest.mark.parametrize("way", ["files", "zip", "files packed", "both", "folders in a zip"])
def test_however_it_is_handed_in_the_same_comes_in(
    way: str, send: Send, stick: Community, months: dict[str, bytes], tmp_path: Path
) -> None:
    april, march = months["2009-April.txt"], months["2009-March.txt"]
    sent = {
        "files": [("2009-April.txt", april), ("2009-March.txt", march)],
        "zip": [("wells.zip", zipped({"wells/2009-April.txt": april, "wells/2009-March.txt": march}))],
        "files packed": [("2009-April.txt.gz", gzip.compress(april)), ("2009-March.txt.gz", gzip.compress(march))],
        "both": [("wells.zip", zipped({"2009-April.txt": april})), ("2009-March.txt", march)],
        "folders in a zip": [
            ("wells.zip", zipped({"a/2009-April.txt.gz": gzip.compress(april), "b/2009-March": march}))
        ],
    }
    run = send(*sent[way])
    assert run is not None
    settled(run)
    assert run.kept == 120
    assert run.handed_in.count() == 2
    found = told(stick.slug)
    # What lies in which file is the same as well, since months are read in their order.
    offsets = [row[2:5] for row in found["letters"]]
    archive = Archive([tmp_path / "wells"])
    assert {file for file, _offset, _size in offsets} == {0, 1}
    assert [path.name for path in archive.files] == ["2009-March.txt", "2009-April.txt"]


def test_what_is_not_read_is_named(send: Send, client: Client, months: dict[str, bytes]) -> None:
    inner = zipped({"2009-March.txt": months["2009-March.txt"]})
    locked = bytearray(zipped({"locked.mbox": b"From ada@example.org\n"}, zipfile.ZIP_STORED))
    locked[6] |= 1  # as the entry says
    locked[locked.find(b"PK\x01\x02") + 8] |= 1  # and the record of it
    run = send(
        ("2009-March.txt", months["2009-March.txt"]),
        ("cat.jpg", b"\xff\xd8\xff"),
        ("broken.zip", b"PK\x03\x04 and no more"),
        ("locked.zip", bytes(locked)),
        (
            "all.zip",
            zipped({"README": b"Hello", "__MACOSX/._a.mbox": b"From x", "inner.zip": inner, "folder/": b""}),
        ),
        ("odd.zip", zipped({"odd.mbox": months["2009-April.txt"]}, zipfile.ZIP_LZMA)),
    )
    assert run is not None
    assert settled(run).kept > 50
    page = client.get(reverse("import", args=["stick", run.pk])).content.decode()
    said = {one.name: one.why for one in run.handed_in.all()}
    assert said == {
        "2009-March.txt": "",
        "cat.jpg": "no-letters",
        "broken.zip": "damaged",
        "locked.zip: locked.mbox": "locked",
        "all.zip: README": "no-letters",
        "all.zip: __MACOSX/._a.mbox": "hidden",
        "all.zip: inner.zip": "zip-in-zip",
        "odd.zip: odd.mbox": "strange-packing",
    }
    for one in run.handed_in.exclude(why=""):
        assert one.name in page.replace("\xad", "")
        assert one.reason != one.why
        assert one.reason in page


def test_a_file_that_is_damaged_inside_is_passed_over_when_it_is_unpacked(send: Send, months: dict[str, bytes]) -> None:
    data = bytearray(
        zipped({"a.mbox": months["2009-March.txt"], "b.mbox": months["2009-April.txt"]}, zipfile.ZIP_STORED)
    )
    data[data.find(b"Letter 30 ")] ^= 1
    run = send(("wells.zip", bytes(data)))
    assert run is not None
    assert 0 < settled(run).kept < 120
    assert run.handed_in.filter(why="damaged").count() == 1


def test_nothing_left_to_read_is_told_and_ends(send: Send, months: dict[str, bytes]) -> None:
    data = bytearray(zipped({"a.mbox": months["2009-March.txt"]}, zipfile.ZIP_STORED))
    data[data.rfind(b"on the water we lose")] ^= 1
    run = send(("wells.zip", bytes(data)))
    assert run is not None
    assert settled(run).kept == 0
    assert run.handed_in.filter(why="damaged").count() == 1


@pytest.mark.parametrize("nested", [False, True])
def test_a_bomb_is_refused_before_it_is_unpacked(send: Send, nested: bool) -> None:
    mail = b"From ada@example.org Mon Mar  2 09:00:00 2009\n" + b"\0" * (30 << 20)
    bomb = zipped({"a.mbox": mail})
    send(*([("a.zip", bomb)] if not nested else [("b.txt", b"From x"), ("a.zip", bomb)]), because="more in it than")


def test_too_many_entries_are_refused(send: Send) -> None:
    send(("a.zip", zipped(dict.fromkeys(map(str, range(4_100)), b""), zipfile.ZIP_STORED)), because="4000 files")


def test_many_small_bombs_unpack_to_no_more_than_one(tmp_path: Path) -> None:
    mail = gzip.compress(b"From ada@example.org Mon Mar  2 09:00:00 2009\n" + b"\0" * (8 << 20))
    given = [Given(f"{number}.gz", io.BytesIO(mail), len(mail)) for number in range(5)]
    budget = Budget(size=20 << 20)
    assert not any(piece.why for piece in look_into(given, Budget()))
    files, found = lay_out(given, tmp_path, budget)
    assert [path.name for path in files] == ["0.gz", "1.gz"]
    assert found == dict.fromkeys((2, 3, 4), "unpacks-too-large")


def test_a_zip_that_lies_about_its_sizes_writes_no_more_than_it_says(tmp_path: Path) -> None:
    mail = b"From ada@example.org Mon Mar  2 09:00:00 2009\n" + b"\0" * (30 << 20)
    data = bytearray(zipped({"a.mbox": mail}))
    record = data.find(b"PK\x01\x02")
    data[record + 24 : record + 28] = (10_000).to_bytes(4, "little")
    given = [Given("a.zip", io.BytesIO(bytes(data)), len(data))]
    assert [piece.size for piece in look_into(given, Budget())] == [10_000]
    files, found = lay_out(given, tmp_path, Budget())
    assert (files, list(found.values())) == ([], ["damaged"])


def test_one_file_too_many_is_told(send: Send) -> None:
    files = [(f"{number}.txt", b"From x") for number in range(most_files() + 1)]
    send(*files, because=f"more than {most_files()} files")


def test_the_limits_that_are_said_are_those_that_are_read(
    client: Client, stick: Community, ines: Person, settings
) -> None:
    client.force_login(ines)
    settings.REQUEST_MAX_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 7 * 1024 * 1024
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 13
    page = client.get(reverse("imports", args=["stick"])).content.decode().replace("\xa0", " ")
    assert "up to 12 files and 7.0 MB" in page
    assert "up to 4000 files and unpack to 2.0 GB" in page


def test_same_names_of_several_folders_do_not_meet(send: Send, months: dict[str, bytes]) -> None:
    run = send(("one.mbox", months["2009-March.txt"]), ("one.mbox", months["2009-April.txt"]))
    assert run is not None
    assert settled(run).kept == 120


def test_unpacking_for_longer_than_a_slice_leaves_time_to_keep(
    send: Send, months: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = send(*months.items())
    assert run is not None

    def slow(*args: Any, **options: Any) -> Any:
        sleep(0.3)
        return lay_out(*args, **options)

    say_where()
    monkeypatch.setattr(handing_in, "lay_out", slow)
    go_on(now=timezone.now(), seconds=0.2)
    run.refresh_from_db()
    assert run.position > 0


def test_results_lead_to_what_came(send: Send, client: Client, months: dict[str, bytes]) -> None:
    run = send(*months.items())
    assert run is not None
    settled(run)
    page = client.get(reverse("import", args=["stick", run.pk])).content.decode()
    for name in ("import_conversations", "import_people"):
        assert reverse(name, args=["stick", run.pk]) in page
    aside = f"{reverse('set_aside', args=['stick'])}?run={run.pk}"
    assert aside in page
    conversations, seen = Conversation.objects.filter(origin=run.origin), set()
    address = reverse("import_conversations", args=["stick", run.pk])
    for _ in range(5):
        response = client.get(address)
        seen |= set(re.findall(r"/conversations/(\d+)/", response.content.decode()))
        if not response.context["page"].older:
            break
        address = f"{reverse('import_conversations', args=['stick', run.pk])}?after={response.context['page'].older}"
    assert {str(one.pk) for one in conversations} == seen
    people = client.get(reverse("import_people", args=["stick", run.pk])).content.decode()
    for author in set(Post.objects.filter(conversation__in=conversations).values_list("author", flat=True)):
        assert reverse("person", args=["stick", author]) in people
    assert "offer" not in client.get(f"{reverse('set_aside', args=['stick'])}?run={run.pk + 1}").content.decode()
    assert "strangers" in client.get(aside).content.decode()


def test_conversations_that_a_steward_may_not_read_are_not_listed(
    send: Send, client: Client, months: dict[str, bytes], stick: Community
) -> None:
    run = send(*months.items())
    assert run is not None
    settled(run)
    Conversation.objects.filter(origin=run.origin).update(post_count=0)
    page = client.get(reverse("import_conversations", args=["stick", run.pk])).content.decode()
    assert "Nothing of it is here that you may read." in page


@pytest.mark.parametrize("name", ["import_conversations", "import_people"])
def test_only_stewards_see_what_came(
    send: Send, client: Client, months: dict[str, bytes], hal: Person, name: str
) -> None:
    run = send(*months.items())
    assert run is not None
    client.force_login(hal)
    assert client.get(reverse(name, args=["stick", run.pk])).status_code == 404


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(send: Send, months: dict[str, bytes]) -> None:
    cut = gzip.compress(months["2009-March.txt"])[:-400]
    run = send(("2009-March.txt.gz", cut), ("2009-April.txt", months["2009-April.txt"]))
    assert run is not None
    assert 60 < settled(run).kept <= 120
    assert Unreadable.objects.filter(run=run, reason__startswith="broken-off").exists()
