"""Stewards hand in archives, see how they move in, and look through what was set aside."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from commonplace.communities.models import Community, Membership
from commonplace.conversations.models import Attachment, Post
from commonplace.files.models import StoredFile
from commonplace.people.models import Person
from commonplace.transfer.actions.bringing_back import bring_back
from commonplace.transfer.actions.handing_in import go_on, hand_in
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.forms import ArchiveForm
from commonplace.transfer.models import Import, Letter, Merged, SetAside, Unreadable
from commonplace.transfer.tests.made_up import write_archive
from commonplace.transfer.tests.wishing import say_where


@pytest.fixture
def upload(tmp_path: Path) -> Callable[[], SimpleUploadedFile]:
    """Makes the two months as one mbox file."""
    folder = write_archive(tmp_path / "wells")
    text = b"".join((folder / name).read_bytes() for name in ("2009-March.txt", "2009-April.txt"))
    return lambda: SimpleUploadedFile("wells.mbox", text)


@pytest.fixture
def brought(stick: Community, tmp_path: Path) -> Import:
    outcome = bring_in(archive=Archive([write_archive(tmp_path / "wells")]), space=stick.spaces.get(slug="table"))
    assert outcome.run is not None
    return outcome.run


def test_a_steward_hands_in_an_archive(
    client: Client, stick: Community, ines: Person, upload: Callable[[], SimpleUploadedFile]
) -> None:
    client.force_login(ines)
    space = stick.spaces.get(slug="table")
    page = client.post(reverse("imports", args=["stick"]), {"archive": upload(), "space": space.pk})
    run = Import.objects.get()
    assert (page.status_code, page["Location"]) == (302, reverse("import", args=["stick", run.pk]))
    stored = run.upload.name
    assert default_storage.exists(stored)
    say_where()
    assert go_on(now=timezone.now()) == 120
    run.refresh_from_db()
    assert (run.is_finished, run.position, run.aside, run.unreadable) == (True, 120, 14, 1)
    assert not default_storage.exists(stored)
    assert "120" in client.get(reverse("import", args=["stick", run.pk])).content.decode()


def test_the_worker_goes_on_after_another_was_killed(
    stick: Community, ines: Person, upload: Callable[[], SimpleUploadedFile]
) -> None:
    run = hand_in(by=ines, space=stick.spaces.get(slug="table"), uploads=[upload()])
    say_where()
    now = timezone.now()
    assert go_on(now=now, seconds=0) == 0
    # One that was killed while it read: the plan is half written, the lease still runs.
    Import.objects.filter(pk=run.pk).update(leased_until=now + timedelta(minutes=2), holder="gone")
    assert go_on(now=now) == 0
    assert go_on(now=now + timedelta(minutes=3)) == 120
    assert go_on(now=now + timedelta(minutes=9)) == 0
    assert Post.objects.filter(conversation__community=stick).count() == 120


def test_the_same_archive_twice_brings_nothing(
    stick: Community, ines: Person, upload: Callable[[], SimpleUploadedFile]
) -> None:
    for _ in range(2):
        hand_in(by=ines, space=stick.spaces.get(slug="table"), uploads=[upload()])
        say_where()
        go_on(now=timezone.now())
    assert list(Import.objects.order_by("pk").values_list("position", "already", "aside")) == [
        (120, 2, 14),
        (0, 122, 14),
    ]
    assert not Import.objects.unfinished().exists()


def test_figures_are_said_in_sentences(
    client, stick: Community, ines: Person, upload: Callable[[], SimpleUploadedFile]
) -> None:
    client.force_login(ines)
    said = []
    for _ in range(2):
        run = hand_in(by=ines, space=stick.spaces.get(slug="table"), uploads=[upload()])
        say_where()
        go_on(now=timezone.now())
        said.append(client.get(reverse("import", args=["stick", run.pk])).content.decode())
    assert "120 letters are in conversations now." in said[0]
    assert "2 messages were copies of others in the same files; each letter is kept once." in said[0]
    assert "Here already" not in said[0]
    assert "122 letters were here before, or came twice; each is kept once." in said[1]


def test_figures_add_up_where_a_letter_could_not_be_kept(client: Client, ines: Person, brought: Import) -> None:
    Import.objects.filter(pk=brought.pk).update(not_kept=1, unreadable=brought.unreadable + 1)
    client.force_login(ines)
    page = client.get(reverse("import", args=["stick", brought.pk]))
    run = page.context["run"]
    assert f"{brought.position - 1} letters are in conversations now." in page.text
    assert run.read == run.kept + run.already + run.aside + run.unreadable


def test_trouble_is_said_and_tried_again(
    stick: Community, ines: Person, upload: Callable[[], SimpleUploadedFile]
) -> None:
    run = hand_in(by=ines, space=stick.spaces.get(slug="table"), uploads=[upload()])
    default_storage.delete(run.upload.name)
    now = timezone.now()
    assert go_on(now=now) == 0
    run.refresh_from_db()
    assert run.trouble == "interrupted"
    assert run.leased_until is not None
    assert run.leased_until > now


@pytest.mark.parametrize(("name", "content"), [("a.mbox", b"<html>"), ("a.gz", b"PK\x03\x04"), ("a.mbox", b"\0\0\0")])
def test_what_is_no_archive_is_refused(
    client: Client, stick: Community, ines: Person, name: str, content: bytes
) -> None:
    client.force_login(ines)
    given = {"archive": SimpleUploadedFile(name, content), "space": stick.spaces.get(slug="table").pk}
    page = client.post(reverse("imports", args=["stick"]), given)
    assert page.status_code == 422
    assert "This is no archive of mail" in page.content.decode()
    assert not Import.objects.exists()


@pytest.mark.parametrize("name", ["imports", "set_aside"])
def test_only_stewards_come_here(client: Client, stick: Community, hal: Person, stranger: Person, name: str) -> None:
    for person in (hal, stranger):
        client.force_login(person)
        assert client.get(reverse(name, args=["stick"])).status_code == 404
        assert client.post(reverse(name, args=["stick"]), {"all": "1"}).status_code == 404


def test_what_was_set_aside_comes_in(client: Client, stick: Community, ines: Person, brought: Import) -> None:
    client.force_login(ines)
    before = stick.memberships.count()
    one = SetAside.objects.order_by("sent_at").first()
    assert one is not None
    client.post(reverse("set_aside", args=["stick"]), {"letter": [one.pk, "x", "9" * 30]})
    post = Post.objects.get(conversation__title=one.subject)
    assert (post.written_at, post.author and post.author.name, post.number) == (one.sent_at, one.name, 1)
    assert Membership.objects.filter(person=post.author, community=stick).count() == 1
    client.post(reverse("set_aside", args=["stick"]), {"all": "1"})
    assert stick.memberships.count() == before + 14
    assert not SetAside.objects.waiting().exists()
    assert bring_back(community=stick, by=ines, pks=[one.pk]) == 0


def test_the_files_of_what_was_set_aside_come_in_with_it(stick: Community, ines: Person, brought: Import) -> None:
    row = SetAside.objects.get(enclosed__name="prize.png")
    assert not Attachment.objects.filter(name="prize.png").exists()
    assert not StoredFile.objects.filter(name="prize.png").exists(), "nobody has asked for it"
    bring_back(community=stick, by=ines, pks=[row.pk])
    post = Letter.objects.get(pk=row.letter_id).post
    assert post is not None
    assert [one.name for one in post.attachments.all()] == ["prize.png"]
    assert "Not kept: win.exe" in post.html
    assert not row.enclosed.exists()


def test_what_came_in_is_there_already_the_next_time(
    stick: Community, ines: Person, brought: Import, tmp_path: Path
) -> None:
    bring_back(community=stick, by=ines, pks=list(SetAside.objects.values_list("pk", flat=True)[:4]))
    again = bring_in(archive=Archive([write_archive(tmp_path / "wells")]), space=brought.space)
    assert (again.kept, again.already, again.aside) == (0, 126, 10)


def test_pages_ask_little_and_show_no_address(
    client: Client, ines: Person, brought: Import, django_assert_max_num_queries: Any
) -> None:
    client.force_login(ines)
    pages = [
        reverse("imports", args=["stick"]),
        reverse("import", args=["stick", brought.pk]),
        reverse("set_aside", args=["stick"]),
    ]
    for url in pages:
        with django_assert_max_num_queries(12):
            page = client.get(url)
        assert page.status_code == 200
        assert ".example" not in page.content.decode().replace("casino.example", "")


def test_reasons_once_kept_as_sentences_become_codes(stick: Community, brought: Import) -> None:
    were = {
        "a list wrote this full name before its own address, and one person here has it": "rewritten",
        "the same mailbox": "same-mailbox",
    }
    for was in were:
        Merged.objects.create(run=brought, kept="Ada", merged="Ada", reason=was)
    flood = "One of 14 letters by strangers within 30 days that nobody answered"
    ones = list(SetAside.objects.order_by("pk")[:4])
    for one, was in zip(
        ones,
        [f"{flood}.", f"{flood}; 3 of them sent the same text or link.", f"{flood}; it reads like advertising.", "?"],
        strict=True,
    ):
        SetAside.objects.filter(pk=one.pk).update(reason=was)
    error = "It is no message that could be understood (KeyError)."
    Unreadable.objects.create(run=brought, file="a", offset=0, reason=error)
    import_module("commonplace.transfer.migrations.0002_reasons").encode(apps, None)
    assert set(were.values()) <= set(Merged.objects.values_list("reason", flat=True))
    assert [SetAside.objects.get(pk=one.pk).reason for one in ones] == [
        "flood 14",
        "flood-alike 14 3",
        "flood-hawking 14",
        "?",
    ]
    assert Unreadable.objects.get(file="a").why == error


def test_a_later_archive_joins_the_talk(stick: Community, brought: Import, tmp_path: Path) -> None:
    later = tmp_path / "later.mbox"
    later.write_text(
        "From ada at wells.example  Sun Aug 02 09:00:00 2009\nFrom: ada at wells.example (Ada Quill)\n"
        "Date: Sun, 02 Aug 2009 09:00:00 +0000\nSubject: Re: [wells] Pressure at night 0\n"
        "Message-ID: <later@wells.example>\nIn-Reply-To: <2@wells.example>\n\nIt still hisses.\n"
    )
    outcome = bring_in(archive=Archive([later]), space=brought.space)
    assert (outcome.kept, outcome.conversations, outcome.people) == (1, 0, 0)
    post = Post.objects.select_related("author", "reply_to").get(source__contains="still hisses")
    assert post.author is not None
    assert post.author.name == "Ada Quill"
    assert post.reply_to is not None
    assert "Letter 2 " in post.reply_to.source
    assert post.number == post.conversation.last_number


def test_a_new_address_of_somebody_known(stick: Community, brought: Import, tmp_path: Path) -> None:
    later = tmp_path / "later.mbox"
    later.write_text(
        "From x at y.example  Sun Aug 02 09:00:00 2009\nFrom: chidi.anyang at three.example (Chidi Anyang)\n"
        "Date: Sun, 02 Aug 2009 09:00:00 +0000\nSubject: From a new desk\nMessage-ID: <desk@wells.example>\n\nHello.\n"
        f"\nFrom x at y.example  Sun Aug 02 10:00:00 2009\nFrom: {'long' * 200} at four.example\n"
        "Date: Sun, 02 Aug 2009 10:00:00 +0000\nSubject: Long\nMessage-ID: <long@wells.example>\n\nHello.\n"
    )
    outcome = bring_in(archive=Archive([later]), space=brought.space)
    assert (outcome.kept, outcome.people) == (2, 1)
    assert Person.objects.filter(name="Chidi Anyang").count() == 1


def test_who_brings_in_what_was_set_aside_is_told_how_much(client: Client, ines: Person, brought: Import) -> None:
    client.force_login(ines)
    one = SetAside.objects.order_by("sent_at").first()
    assert one is not None
    page = reverse("set_aside", args=["stick"])
    said = [
        [str(message) for message in client.post(page, ticked, follow=True).context["messages"]]
        for ticked in ({"letter": [one.pk]}, {"letter": [one.pk]}, {})
    ]
    nothing = "Nothing was ticked, or another steward brought it in before you."
    assert said == [["1 letter came in."], [nothing], [nothing]]


def test_an_archive_that_is_too_large_is_refused_in_words(ines: Person, stick: Community, settings) -> None:
    settings.REQUEST_MAX_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 10
    archive = SimpleUploadedFile("wells.mbox", b"From ada@example.org\n")
    form = ArchiveForm(
        {"space": stick.spaces.get().pk}, MultiValueDict({"archive": [archive]}), community=stick, person=ines
    )
    assert not form.is_valid()
    assert list(form.errors) == ["archive"]
    assert "This is more than 10" in str(form.errors["archive"])
