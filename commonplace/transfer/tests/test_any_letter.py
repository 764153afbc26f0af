"""Whatever an archive is called and whatever stands in it, it moves in; what cannot be kept is named and left."""

from collections.abc import Callable
from email.header import Header
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.communities.models import Community
from commonplace.conversations.actions import importing
from commonplace.conversations.models import Attachment, Post
from commonplace.files.models import StoredFile
from commonplace.people.models import ArchiveAddress, Person
from commonplace.transfer import words
from commonplace.transfer.actions import keeping
from commonplace.transfer.actions.handing_in import go_on, hand_in
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.models import Enclosed, Handle, Import, Letter, Merged, SetAside, Unreadable
from commonplace.transfer.tests.made_up import write_archive
from commonplace.transfer.tests.wishing import say_where

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_by_one(tmp_path: Path) -> Archive:
    return Archive([write_archive(tmp_path / "wells")])


def add_up(said: Any, run: Import | None = None) -> None:
    assert said.read == (run or said).kept + said.already + said.aside + said.unreadable


@pytest.mark.parametrize(
    "name",
    ["水" * 96, "水" * 96 + "/2009-March.txt", "a" * 400, "..", "é" * 200 + ".mbox", "💧" * 60, "\ud83d.mbox", " "],
)
def test_any_name_of_an_archive_moves_in(name: str, stick: Community, ines: Person, tmp_path: Path) -> None:
    upload = SimpleUploadedFile("a", (write_archive(tmp_path / "wells") / "2009-March.txt").read_bytes())
    upload._name = name  # a browser may send anything, and former runs kept it
    hand_in(by=ines, space=stick.spaces.get(slug="table"), uploads=[upload])
    say_where()
    go_on(now=timezone.now())
    run = Import.objects.get()
    assert (run.is_finished, run.trouble) == (True, "")
    assert run.kept > 50


def test_a_name_kept_long_ago_moves_in_now(stick: Community, ines: Person, tmp_path: Path) -> None:
    upload = SimpleUploadedFile("a.mbox", (write_archive(tmp_path / "wells") / "2009-March.txt").read_bytes())
    hand_in(by=ines, space=stick.spaces.get(slug="table"), uploads=[upload])
    Import.objects.update(name="水" * 200)
    say_where()
    assert go_on(now=timezone.now()) > 50


@pytest.mark.parametrize("where", ["setting", "keeping"])
def test_one_letter_that_cannot_be_kept_stops_no_other(
    where: str, stick: Community, one_by_one: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(plain: Callable[..., Any], mark: str) -> Callable[..., Any]:
        def fail(*said: Any, **more: Any) -> Any:
            if mark in str(said) or mark in str([one.source for one in more.get("arrivals", ())]):
                raise ValueError(mark)
            return plain(*said, **more)

        return fail

    if where == "setting":
        monkeypatch.setattr(words, "set_text", failing(words.set_text, "Letter 40 on"))
    else:
        monkeypatch.setattr(keeping, "import_posts", failing(importing.import_posts, "Letter 40 on"))
    outcome = bring_in(archive=one_by_one, space=stick.spaces.get(slug="table"))
    add_up(outcome)
    assert (outcome.kept, outcome.unreadable) == (119, 2)
    assert sorted(one.reason.split()[0] for one in outcome.could_not_read) == ["no-header", "not-kept"]
    told = next(one for one in outcome.could_not_read if one.reason.startswith("not-kept"))
    assert "could not be kept" in told.why
    assert b"Letter 40 on" in one_by_one.files[told.file == one_by_one.files[1].name].read_bytes()[told.offset :][:900]
    assert not Post.objects.filter(source__contains="Letter 40 on").exists()
    monkeypatch.undo()
    again = bring_in(archive=one_by_one, space=stick.spaces.get(slug="table"))
    add_up(again)
    assert (again.kept, Post.objects.filter(source__contains="Letter 40 on").count()) == (1, 1)


def test_trouble_of_the_database_is_no_letters_fault(
    stick: Community, one_by_one: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(**_: Any) -> None:
        raise keeping.OperationalError("the disk is full")

    monkeypatch.setattr(keeping, "import_posts", gone)
    with pytest.raises(keeping.OperationalError):
        bring_in(archive=one_by_one, space=stick.spaces.get(slug="table"))
    monkeypatch.undo()
    assert bring_in(archive=one_by_one, space=stick.spaces.get(slug="table")).kept == 120


WRITTEN = (
    *(Person, ArchiveAddress, Import, Handle, Letter, Merged, SetAside, Enclosed, Unreadable),
    *(Attachment, StoredFile),
)
ANY = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=30)
LONG = st.builds(lambda text, times: (text * times)[:1500], ANY, st.sampled_from([1, 1, 1, 20, 100]))


def encoded(text: str) -> bytes:
    return Header(text, "utf-8", maxlinelen=76).encode().encode("ascii", "replace")


@st.composite
def letters(draw: Callable[..., Any]) -> bytes:
    """A letter of anything: raw, or as encoded words, or as half of either."""
    form = draw(st.sampled_from([encoded, lambda text: text.encode(), lambda text: text.encode("utf-16")]))
    name, subject, local, host, file, number = (draw(LONG) for _ in range(6))
    body, binary = draw(LONG), draw(st.binary(max_size=60))
    head = (
        b"From a@wells.example Mon Mar  2 09:00:00 2009\nDate: Mon, 2 Mar 2009 09:00:00 +0000\n"
        b"From: %s <%s@%s>\nSubject: %s\nMessage-ID: <%s>\nIn-Reply-To: <%s@x>\nReferences: <%s> <a@b>\n"
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\n%s\n--b\n'
        b'Content-Type: application/%s; name="%s"\nContent-Disposition: attachment; filename="%s"\n\n%s\n--b--\n\n'
    )
    said = (name, local, host, subject, number, number, number, body, host, file, file)
    return head % (*(form(one).replace(b"\n\n", b"\n") for one in said), binary)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(letters(), min_size=1, max_size=6))
def test_anything_in_letters_is_kept_or_accounted_for(stick: Community, tmp_path: Path, some: list[bytes]) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(b"".join(some))
    with transaction.atomic():
        outcome = bring_in(archive=Archive([path]), space=stick.spaces.get(slug="table"))
        add_up(outcome)
        assert not [one for one in outcome.could_not_read if one.reason.startswith("not-kept")]
        for model in WRITTEN:
            fields = [one for one in model._meta.get_fields() if getattr(one, "max_length", None) and one.concrete]
            for row in model._default_manager.all():
                for field in fields:
                    assert len(str(getattr(row, field.attname) or "")) <= (field.max_length or 0), field
        transaction.set_rollback(True)


@pytest.mark.parametrize("subject", ["\x01", "\u202e", " \x7f "])
def test_a_subject_that_says_nothing_is_none(subject: str, stick: Community, tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    head = "From a@wells.example Mon Mar  2 09:00:00 2009\nDate: Mon, 2 Mar 2009 09:00:00 +0000\nFrom: A <a@b.org>\n"
    path.write_bytes((head + f"Subject: {subject}\nMessage-ID: <1@wells>\n\nWhere is the seal?\n").encode())
    outcome = bring_in(archive=Archive([path]), space=stick.spaces.get(slug="table"))
    assert (outcome.kept, outcome.unreadable) == (1, 0)
    assert Post.objects.get().conversation.title == "Without a subject"
