"""Someone of an archive is erased: the archive knows them no more, and brings neither name nor address back."""

from pathlib import Path

import pytest

from commonplace.communities.models import Space
from commonplace.conversations.models import Post
from commonplace.people.actions.erasing import erase
from commonplace.people.models import ArchiveAddress, Person
from commonplace.store.kept import KEPT
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.models import Handle, Import, Merged, SetAside
from commonplace.transfer.on_erase import ArchiveIsMovingIn
from commonplace.transfer.tests.made_up import write_archive

BRUNO = "Bruno Marsh"


@pytest.fixture
def bruno(table: Space, tmp_path: Path) -> Person:
    """Wrote from two addresses that were recognised as one person's."""
    bring_in(archive=Archive([write_archive(tmp_path / "wells", 40)]), space=table)
    return Person.objects.get(name=BRUNO)


def told_of(name: str) -> list[object]:
    domain = "hill.example"
    return [
        *Person.objects.filter(name=name),
        *Handle.objects.filter(name=name),
        *Merged.objects.filter(kept=name),
        *Merged.objects.filter(merged=name),
        *SetAside.objects.filter(name=name),
        *Handle.objects.filter(handle__contains=domain),
        *Handle.objects.filter(address__contains=domain),
        *ArchiveAddress.objects.filter(address__contains=domain),
    ]


@pytest.mark.parametrize("withdraw", [False, True])
def test_the_same_archive_brings_nothing_back(bruno: Person, table: Space, tmp_path: Path, withdraw: bool, now) -> None:
    assert told_of(BRUNO)
    theirs = list(Post.objects.filter(author=bruno).values_list("pk", flat=True))
    erase(person=bruno, withdraw=withdraw)
    assert told_of(BRUNO) == []
    bring_in(archive=Archive([write_archive(tmp_path / "wells", 40)]), space=table)
    assert told_of(BRUNO) == []
    assert set(Post.objects.filter(pk__in=theirs).values_list("author", flat=True)) == {None}
    assert not (withdraw and Post.objects.filter(pk__in=theirs).exclude(source="").exists())
    assert [(kept.code, pk) for kept in KEPT for pk in kept.wrong(now)] == []


def test_a_later_archive_brings_letters_without_the_name(bruno: Person, table: Space, tmp_path: Path) -> None:
    erase(person=bruno, withdraw=False)
    people, posts = Person.objects.count(), Post.objects.count()
    bring_in(archive=Archive([write_archive(tmp_path / "more", 90)]), space=table)
    assert Post.objects.count() > posts
    assert told_of(BRUNO) == []
    assert Person.objects.filter(name="Correspondent 1").exists()
    assert Person.objects.count() <= people + 2


def test_nobody_goes_while_their_letters_come_in(bruno: Person) -> None:
    Import.objects.update(finished_at=None)
    with pytest.raises(ArchiveIsMovingIn):
        erase(person=bruno, withdraw=False)
    assert Person.objects.filter(pk=bruno.pk).exists()
