"""The files of a resource as pages show them, with their small pictures and the states that each had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.files.models import StoredFile
from commonplace.files.versions import versions_of
from commonplace.repertoire.models import FileVersion, Resource, ResourceFile
from commonplace.ui.addresses import address


@dataclass(frozen=True)
class Small:
    """A small picture of a file: where it is, and how large in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Filed:
    """A file as it is taken: in its newest version, of which the number is told where there were others."""

    pk: int
    name: str
    url: str
    size: int
    sha256: str
    shows: str
    number: int
    small: Small | None


@dataclass(frozen=True)
class State:
    """One version of a file; without an address where its bytes were taken away."""

    number: int
    at: datetime
    byline: Byline
    is_newest: bool
    restores: int | None
    url: str
    size: int
    sha256: str
    small: Small | None
    taken_away_at: datetime | None
    taken_away_by: Byline | None


def files_of(resource: Resource) -> Sequence[Filed]:
    """Its files in their order; one query, and none where `besides` found none."""
    if not getattr(resource, "has_files", True):
        return []
    rows = ResourceFile.objects.filter(resource=resource).select_related("file__preview")
    return [
        Filed(
            one.pk,
            one.name,
            url := address("resource_file", one.file_id, one.name),
            one.file.size,
            one.file.sha256,
            one.description,
            one.newest or 1,
            _small(one.file, url),
        )
        for one in rows.annotate(newest=Max("versions__number")).order_by("position", "pk")
    ]


def states_of(file: ResourceFile, viewpoint: Viewpoint) -> Sequence[State]:
    """Its versions, the newest first; one query."""
    return [_state(one, file, viewpoint) for one in versions_of(file)]


def _state(one: FileVersion, file: ResourceFile, viewpoint: Viewpoint) -> State:
    stored = one.file
    url = address("resource_file", stored.pk, file.name) if stored is not None else ""
    return State(
        number=one.number,
        at=one.at,
        byline=viewpoint.byline_for(one.by),
        is_newest=one.file_id == file.file_id,
        restores=one.restores,
        url=url,
        size=stored.size if stored is not None else 0,
        sha256=stored.sha256 if stored is not None else "",
        small=_small(stored, url) if stored is not None else None,
        taken_away_at=one.taken_away_at,
        taken_away_by=viewpoint.byline_for(one.taken_away_by) if one.taken_away_at is not None else None,
    )


def _small(stored: StoredFile, url: str) -> Small | None:
    preview = getattr(stored, "preview", None)
    if preview is not None and preview.content:
        return Small(f"{url}?small", preview.width or 1, preview.height or 1)
    if stored.kind == StoredFile.Kind.IMAGE:
        return Small(f"{url}?still" if stored.moves else url, stored.width or 1, stored.height or 1)
    return None
