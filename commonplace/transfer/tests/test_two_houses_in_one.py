"""Two communities of one house whose archives have the same address: neither learns whom the other knows by it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities.models import Community, Membership
from commonplace.conversations.models import Post
from commonplace.lib.archives.stream import Author, Place
from commonplace.people.actions.claiming import claim_by_address
from commonplace.people.models import ArchiveAddress, Merger, Person
from commonplace.people.queries import earlier_selves
from commonplace.transfer.actions.closed_chats import tell_people
from commonplace.transfer.actions.housing import house_for
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.actions.moving_in import Moved, move_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.foretelling_mail import foretell_mail
from commonplace.transfer.models import ClosedChat, Handle, Import
from commonplace.transfer.tests.invented import Invented, message

ADA = "ada@wells.example"
LETTER = (
    "From ada Mon May  6 09:00:00 2019\nFrom: {name} <{address}>\nDate: {at}\nMessage-ID: <{id}>\nSubject: {id}\n\nHi\n"
)


def letter(name: str, number: str, address: str = ADA) -> str:
    return LETTER.format(name=name, address=address, at="Mon, 06 May 2019 09:00:00 +0000", id=f"{number}@list.example")


@pytest.fixture
def loom(db: None) -> Community:
    return house_for("loom").community


def told(community: Community, name: str, by: Person | None = None) -> Moved:
    """A place that gives an address a name."""
    author = Author("a", name, ADA, True)
    return move_in(reader=Invented([Place("p", "P"), author, message("m", "a", place="p")]), community=community, by=by)


def names_in(community: Community) -> set[str]:
    return {*Membership.objects.filter(community=community).values_list("person__name", flat=True)}


def test_a_steward_learns_no_name_by_an_address_that_another_community_knows(
    stick: Community, loom: Community, ines: Person
) -> None:
    first = told(loom, "Ada Quill")
    second = told(stick, "Anybody", ines)
    assert first.account.as_json() == second.account.as_json()
    assert "Ada Quill" not in names_in(stick)
    assert "Anybody" not in names_in(loom)
    assert not Merger.objects.exists()
    assert {(one.archive_of, one.person.name) for one in ArchiveAddress.objects.filter(address=ADA)} == {
        (loom.pk, "Ada Quill"), (stick.pk, "Anybody")
    }  # fmt: skip


def test_nor_by_mail_and_what_would_come_is_told_alike(stick: Community, loom: Community, tmp_path: Path) -> None:
    theirs, ours, again = tmp_path / "a.mbox", tmp_path / "b.mbox", tmp_path / "c.mbox"
    theirs.write_text(letter("Ada Quill", "1"))
    ours.write_text(letter("Anybody", "1"))
    again.write_text(letter("Anybody", "2"))
    space = stick.spaces.order_by("pk")[0]
    before = foretell_mail(archive=Archive([ours]), community=stick, space=space)
    bring_in(archive=Archive([theirs]), space=loom.spaces.order_by("pk")[0])
    after = foretell_mail(archive=Archive([ours]), community=stick, space=space)
    assert (before.people, before.account) == (after.people, after.account) == (1, after.account)
    assert bring_in(archive=Archive([ours]), space=space).people == 1
    assert bring_in(archive=Archive([again]), space=space).people == 0
    assert ("Ada Quill" in names_in(stick), "Anybody" in names_in(stick)) == (False, True)


def test_whoever_reads_mail_there_finds_both_names(
    stick: Community, loom: Community, someone: Callable[..., Person]
) -> None:
    told(loom, "Ada Quill")
    told(stick, "A. Q.")
    owner = someone("Ada")
    EmailAddress.objects.create(user=owner, email=ADA, verified=True)
    for name in sorted(earlier_selves(owner), key=lambda one: one.name):
        claim_by_address(person=owner, of=name)
    assert {*Membership.objects.filter(person=owner).values_list("community", flat=True)} == {stick.pk, loom.pk}
    assert {*ArchiveAddress.objects.values_list("person", "archive_of")} == {(owner.pk, stick.pk), (owner.pk, loom.pk)}


def test_a_later_export_adds_to_the_communitys_own_name(stick: Community, loom: Community) -> None:
    told(loom, "Ada Quill")
    told(stick, "Anybody")
    more = [Place("p", "P"), Author("b", "Any Body", ADA, True), message("n", "b", place="p")]
    move_in(reader=Invented(more), community=stick, source="other")
    assert Handle.objects.get(community=stick, name="Any Body").person == Person.objects.get(name="Anybody")
    assert "Any Body" not in names_in(stick)


def test_no_letter_of_a_closed_chat_goes_by_what_another_community_knows(
    stick: Community, loom: Community, ines: Person
) -> None:
    """How many were told would say that the house knows an address which this community's archive did not give."""
    told(loom, "Ada Quill")
    person = Person.objects.get(name="Ada Quill")
    place = Place("p", "P", is_closed=True)
    move_in(reader=Invented([place, Author("a", "Ada"), message("m", "a", place="p")]), community=stick, by=ines)
    chat = ClosedChat.objects.get()
    Post.objects.filter(conversation__space=chat.space).update(author=person)
    assert tell_people(chat=chat, by=ines) == 0


def test_the_database_keeps_one_person_for_an_address_in_a_community(stick: Community, loom: Community) -> None:
    one, other = (Person.objects.create_user(name=name, claimed_at=None) for name in "ab")
    ArchiveAddress.objects.create(person=one, address=ADA, archive_of=stick.pk)
    ArchiveAddress.objects.create(person=other, address=ADA, archive_of=loom.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArchiveAddress.objects.create(person=other, address=ADA, archive_of=stick.pk)


def test_an_update_says_whose_archive_each_address_is_of(stick: Community, loom: Community, ines: Person) -> None:
    shared, alone, lost = (Person.objects.create_user(name=name, claimed_at=None) for name in ("S", "A", "L"))
    for person, address in ((shared, "s@x.example"), (alone, "a@x.example"), (lost, "l@x.example")):
        ArchiveAddress.objects.create(person=person, address=address)
    for community in (stick, loom):
        run = Import.objects.create(community=community, space=community.spaces.order_by("pk")[0], by=ines, name="n")
        Handle.objects.create(community=community, run=run, handle="s", address="s@x.example", person=shared)
    Membership.objects.create(community=loom, person=alone, joined_at=timezone.now())
    move = importlib.import_module("commonplace.transfer.migrations.0020_address_of_an_archive").say_whose_archive
    for _twice in range(2):
        move(apps, None)
        assert sorted(ArchiveAddress.objects.values_list("person__name", "archive_of")) == [
            ("A", loom.pk), ("L", 0), *(("S", pk) for pk in sorted((stick.pk, loom.pk)))
        ]  # fmt: skip
