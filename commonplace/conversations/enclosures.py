"""A file on its way with a post: what it is called there, what it shows, and the sign that places it in the text."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from commonplace.files.models import StoredFile
from commonplace.lib.markdown_pictures import Picture, Pictures, named, sign_of


@dataclass(frozen=True)
class Enclosure:
    """A file that comes with a post: what it is called there, and what it shows."""

    file: StoredFile
    name: str = ""
    description: str = ""

    @property
    def called(self) -> str:
        """Its name within the post."""
        return self.name or self.file.name

    @property
    def is_picture(self) -> bool:
        return self.file.kind == StoredFile.Kind.IMAGE

    @property
    def sign(self) -> str:
        """What places it in the text."""
        return sign_of(self.called)

    @property
    def address(self) -> str:
        return address_of(self.file.pk, self.called)


def enclosed(files: Iterable[StoredFile | Enclosure], *, beside: Iterable[str] = ()) -> list[Enclosure]:
    """The files as they come with a post: the same one twice counts once, and no two have one name, nor the name of
    one that is there (`beside`).
    """
    once: dict[tuple[str, str], Enclosure] = {}
    for one in files:
        coming = one if isinstance(one, Enclosure) else Enclosure(one)
        once.setdefault((coming.file.sha256, coming.called), coming)
    taken = {named(name) for name in beside}
    apart = []
    for coming in once.values():
        name = free_name(coming.called, taken)
        taken.add(named(name))
        apart.append(replace(coming, name=name))
    return apart


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or the next like it that none of `taken` (as `named`) is."""
    stem, dot, extension = name.rpartition(".")
    number, free = 1, name
    while named(free) in taken:
        number += 1
        free = f"{stem}-{number}{dot}{extension}"
    return free


def pictures_among(files: Iterable[Enclosure]) -> Pictures:
    """The pictures that a text can place, by the names that its signs have; of two, the first."""
    pictures: dict[str, Picture] = {}
    for one in files:
        if one.is_picture:
            pictures.setdefault(named(one.called), _picture(one))
    return pictures


def _picture(one: Enclosure) -> Picture:
    file = one.file
    return Picture(one.address, one.called, one.description, file.width, file.height, file.moves)


def address_of(file_id: int, name: str) -> str:
    """Where a file that came with a post is, for those who may read the post."""
    return reverse("attachment", args=[file_id, name])


def said_with(files: Iterable[Enclosure]) -> list[list[str]]:
    """What came with a post, told by its bytes, its name and what it shows: a file sent twice is kept twice, and is
    the same.
    """
    return [[one.file.sha256, one.called, one.description] for one in files]
