"""A whole archive is taken back: as if it had never come, unless somebody has built on it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.communities.readers import read_on
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation, Post
from commonplace.files.models import StoredFile
from commonplace.people.models import ArchiveAddress, Person
from commonplace.transfer.actions import taking_back
from commonplace.transfer.actions.bringing_back import bring_back
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.actions.taking_back import BuiltOn, ask_back, go_on_taking_back
from commonplace.transfer.archive import Archive
from commonplace.transfer.hindrances import hindrances
from commonplace.transfer.models import Handle, Import, Letter, Likeness, SetAside
from commonplace.transfer.tests.told import nothing_is_off, one_of, told


def taken_back(run: Import, **options: Any) -> None:
    ask_back(run=run)
    for _ in range(400):
        go_on_taking_back(now=timezone.now() + timedelta(hours=1), **options)
        if not Import.objects.filter(pk=run.pk).exists():
            break
    assert not Import.objects.filter(pk=run.pk).exists()
    # What the worker is told when everything is kept.
    read_on()


type Bring = Callable[..., Import]


def everything(stick: Community) -> dict[str, Any]:
    """What is told, but the last numbers of conversations, which are never given twice."""
    found = told(stick.slug)
    found["conversations"] = [row[:8] + row[9:] for row in found["conversations"]]
    stick.refresh_from_db()
    return found | {"began": str(stick.began_at), "remembered": stick.remembered_count, "likenesses": _pairs(stick)}


def _pairs(stick: Community) -> list[str]:
    pairs = Likeness.objects.filter(community=stick).select_related("one", "other")
    return sorted(f"{row.one.name} {row.other.name}" for row in pairs)


@pytest.mark.parametrize("step", [17, 1000])
def test_taken_back_it_is_as_if_it_had_never_come(
    stick: Community, ines: Person, bring: Bring, step: int, django_capture_on_commit_callbacks: Any
) -> None:
    open_conversation(by=ines, space=stick.spaces.get(slug="table"), kind="question", title="Before", text="Here?")
    read_on()
    before, files = everything(stick), set(default_storage.listdir("")[1])
    run = bring()
    assert Post.objects.count() > 100
    assert StoredFile.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        taken_back(run, step=step)
    assert everything(stick) == before
    assert not StoredFile.objects.exists()
    assert not Letter.objects.exists()
    assert not Handle.objects.exists()
    assert set(default_storage.listdir("")[1]) == files
    nothing_is_off()
    again = bring()
    assert again.kept == 120


def test_a_later_archive_is_taken_back_and_the_earlier_stays(stick: Community, bring: Bring) -> None:
    bring("2009-April.txt")
    before = everything(stick)
    later = bring("2009-March.txt")
    assert Post.objects.filter(origin=later.origin).exclude(conversation__origin=later.origin).exists()
    taken_back(later)
    after = everything(stick)
    assert {name for name in before if before[name] != after[name]} <= {"letters"}
    assert [row[:8] for row in after["letters"]] == [row[:8] for row in before["letters"]]
    nothing_is_off()


def test_an_archive_that_a_later_one_goes_on_in_stays(stick: Community, ines: Person, bring: Bring) -> None:
    first = bring("2009-April.txt")
    later = bring("2009-March.txt")
    with pytest.raises(BuiltOn):
        ask_back(run=first)
    assert any("later archive" in one.words for one in hindrances(first, ines))
    taken_back(later)
    taken_back(first)
    assert not Letter.objects.exists()
    nothing_is_off()


def test_people_of_two_archives_stay_with_the_other(stick: Community, bring: Bring, tmp_path: Path) -> None:
    first = bring()
    lone = tmp_path / "lone.mbox"
    lone.write_text(
        "From x at y.example  Sun Aug 02 09:00:00 2009\nFrom: ada at wells.example (Ada Quill)\n"
        "Date: Sun, 02 Aug 2009 09:00:00 +0000\nSubject: Something else\nMessage-ID: <else@wells.example>\n\nHello.\n"
    )
    second = bring_in(archive=Archive([lone]), space=stick.spaces.get(slug="table")).run
    assert second is not None
    read_on()
    taken_back(first)
    ada = Person.objects.get(name="Ada Quill")
    assert Post.objects.get(conversation__origin=second.origin).author == ada
    assert list(Handle.objects.values_list("address", "person")) == [("ada@wells.example", ada.pk)]
    assert not Person.objects.filter(name="Dagny Holt").exists()
    nothing_is_off()
    taken_back(second)
    assert not Person.objects.filter(name="Ada Quill").exists()
    nothing_is_off()


def test_the_same_archive_of_another_community_stays(stick: Community, ines: Person, bring: Bring) -> None:
    other = Community.objects.create(slug="other", name="Other", language="en")
    other.spaces.create(slug="table", name="The table")
    run = bring()
    bring(community=other)
    there = everything(other)
    by_address = ArchiveAddress.objects.filter(archive_of=other.pk).order_by("pk").values_list("address", "person")
    known = list(by_address)
    taken_back(run)
    there_now = everything(other)
    whole_house = {"files", "unreadable", "merged", "addresses", "persons"}
    assert known
    assert list(by_address) == known
    assert {name for name in there if there[name] != there_now[name]} <= whole_house
    assert len(there["files"]) == 2 * len(there_now["files"])
    assert not stick.memberships.filter(person__claimed_at__isnull=True).exists()
    nothing_is_off()


def test_what_was_set_aside_and_brought_in_goes_too(stick: Community, ines: Person, bring: Bring) -> None:
    before = everything(stick)
    run = bring()
    bring_back(community=stick, by=ines, pks=list(SetAside.objects.values_list("pk", flat=True)[:3]))
    taken_back(run)
    assert everything(stick) == before
    nothing_is_off()


def test_nothing_of_it_is_read_once_it_has_begun(client: Client, stick: Community, ines: Person, bring: Bring) -> None:
    run = bring()
    ask_back(run=run)
    run.holder = "me"
    Import.objects.filter(pk=run.pk).update(holder="me")
    run.refresh_from_db()
    assert taking_back.take_step(run, 5)
    client.force_login(ines)
    one = one_of(run)
    assert client.get(reverse("conversation", args=["stick", one.pk])).status_code in (404, 410)
    assert not Conversation.objects.visible_to(ines).filter(origin=run.origin).exists()
    assert SetAside.objects.waiting().count() == 0


@pytest.mark.parametrize("name", ["_posts_go", "_conversations_go", "_people_go", "_letters_go", "_end"])
def test_a_step_that_dies_is_done_again(
    stick: Community, bring: Bring, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(stick)
    run = bring()
    ask_back(run=run)
    real, calls = getattr(taking_back, name), []

    def dies(*given: Any) -> Any:
        real(*given)
        calls.append(1)
        raise KeyboardInterrupt  # nothing is caught on the way, as when a process is killed

    monkeypatch.setattr(taking_back, name, dies)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            go_on_taking_back(now=timezone.now() + timedelta(hours=1), step=40)
    monkeypatch.setattr(taking_back, name, real)
    assert len(calls) == 2
    # The lease of the process that died has to run out first.
    assert go_on_taking_back(now=timezone.now() - timedelta(seconds=1)) == 0
    go_on_taking_back(now=timezone.now() + timedelta(hours=1), step=40)
    read_on()
    assert everything(stick) == before
    nothing_is_off()


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_stewards_take_back(client: Client, bring: Bring, hal: Person, stranger: Person, method: str) -> None:
    run = bring()
    for person in (hal, stranger):
        client.force_login(person)
        page = getattr(client, method)(reverse("import_taking_back", args=["stick", run.pk]))
        assert page.status_code == 404
    run.refresh_from_db()
    assert run.back_asked_at is None


def test_the_page_says_what_goes(client: Client, ines: Person, bring: Bring) -> None:
    run = bring()
    client.force_login(ines)
    page = reverse("import_taking_back", args=["stick", run.pk])
    goes = client.get(page).context["goes"]
    assert (goes.letters, goes.conversations, goes.aside) == (120, run.conversations, 14)
    assert goes.people == run.people
    assert goes.files == StoredFile.objects.count()
    assert page in client.get(reverse("import", args=["stick", run.pk])).content.decode()
    assert client.post(page)["Location"] == reverse("imports", args=["stick"])
    assert "It is being taken back." in client.get(reverse("imports", args=["stick"])).content.decode()
    assert "being taken back" in client.get(reverse("import", args=["stick", run.pk])).content.decode()
    go_on_taking_back(now=timezone.now())
    assert not Import.objects.exists()
