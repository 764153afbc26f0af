"""People whose letters bear no name are numbered: stable, through a community's archives, in its language."""

import importlib
from pathlib import Path

import pytest
from django.apps import apps

from commonplace.communities.models import Community
from commonplace.conversations.actions.wording import word
from commonplace.people.models import ArchiveAddress, Person
from commonplace.transfer.actions.housing import house_for
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.models import Import
from commonplace.transfer.tests.test_one_person import letters


def called(address: str) -> str:
    return ArchiveAddress.objects.get(address=address).person.name


def moved_in(path: Path, *senders: str, slug: str = "loom") -> Community:
    path.write_text(letters(*senders))
    space = house_for(slug).space
    bring_in(archive=Archive([path]), space=space)
    return space.community


def test_each_has_a_number_of_their_own_and_keeps_it(db, tmp_path: Path) -> None:
    moved_in(tmp_path / "a.mbox", "b@mill.example", "Rosa Quill <r@q.example>", "a@mill.example", "b@mill.example")
    assert (called("b@mill.example"), called("a@mill.example")) == ("Correspondent 1", "Correspondent 2")
    senders = ["b@mill.example", "Rosa Quill <r@q.example>", "a@mill.example", "b@mill.example", "c@mill.example"]
    moved_in(tmp_path / "b.mbox", *senders)
    assert (called("b@mill.example"), called("a@mill.example")) == ("Correspondent 1", "Correspondent 2")
    assert called("c@mill.example") == "Correspondent 3"


def test_an_address_that_somebody_hid_is_no_name(db, tmp_path: Path) -> None:
    moved_in(tmp_path / "a.mbox", '"ada.l at mill" <u1@list.example>', "\u3164 <u2@list.example>")
    assert called("u1@list.example") == "Correspondent 1"
    assert called("u2@list.example") == "Correspondent 2"


def test_numbers_are_said_in_the_communitys_language(db, tmp_path: Path) -> None:
    community = house_for("loom").community
    Community.objects.filter(pk=community.pk).update(language="pl")
    moved_in(tmp_path / "a.mbox", "b@mill.example")
    assert called("b@mill.example") == "Korespondent 1"


@pytest.mark.parametrize("word", ["Unnamed correspondent", "Ktoś bez nazwiska"])
def test_those_of_earlier_archives_are_numbered_when_the_house_is_brought_up_to_date(
    db, tmp_path: Path, word: str
) -> None:
    moved_in(tmp_path / "a.mbox", "b@mill.example", "a@mill.example")
    Person.objects.filter(name__startswith="Correspondent").update(name=word)
    Import.objects.update(unnamed=0)
    importlib.import_module("commonplace.transfer.migrations.0007_number_the_nameless").number_the_nameless(apps, None)
    assert (called("b@mill.example"), called("a@mill.example")) == ("Correspondent 1", "Correspondent 2")
    moved_in(tmp_path / "b.mbox", "b@mill.example", "a@mill.example", "c@mill.example")
    assert called("c@mill.example") == "Correspondent 3"


def test_a_name_stays_whole_with_its_brackets_and_can_be_mentioned_however_it_is_typed(db, tmp_path: Path) -> None:
    senders = (
        '"Ann <b>Reed</b>" <ann@mill.example>',
        "Bo (Mill) <bo@mill.example>",
        "Z\u0307o\u0301łw <z@mill.example>",
    )
    community = moved_in(tmp_path / "a.mbox", *senders)
    assert (called("ann@mill.example"), called("bo@mill.example")) == ("Ann <b>Reed</b>", "Bo (Mill)")
    turtle = ArchiveAddress.objects.get(address="z@mill.example").person
    table = community.spaces.get(slug="table")
    for typed in ("@Żółw", "@Z\u0307o\u0301łw"):
        said = word(f"Hello {typed}", space=table, slug=community.slug)
        assert str(turtle.pk) in said.html
