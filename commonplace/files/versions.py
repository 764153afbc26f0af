"""Files that go on: each new state is a version, the earlier ones stay with who and when, and any can be had again.

A room that shows such files derives two models from `models.Versioned` and `models.Version`, and calls

    versions.begin(of=sheet, by=rosa)                      once, when the file has come
    with brought(upload=upload, account=community.pk) as stored, transaction.atomic():
        versions.put(of=sheet, stored=stored, by=hal)      the next one; the earlier ones stay
        record(...)                                        the room's deed; where it fails, nothing was brought
    versions.restore(of=sheet, version=first, by=rosa)     an earlier one is the newest again, as one more version
    versions.take_away(of=sheet, version=first, by=rosa)   its bytes go for good; that it was there stays told
    versions.versions_of(sheet)                            newest first, with file, bringer and preview: one query
    previews.want(stored=sheet.file)                       the worker draws it, and `stored.preview` is there then

Who may, and the deed in the ledger, are that room's. So is serving, once it found the row by `visible_to`:
`serve.response_for(version.file, download=True)` and `serve.preview_for(version.file)`. Nobody's fetching is noted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import models, transaction
from django.utils import timezone

from commonplace.files import previews, refusals
from commonplace.files.actions import pointed_at, throw_away
from commonplace.files.models import StoredFile, Version, Versioned
from commonplace.store.locks import lock

MOST: Final = 100  # of one file


class NotThere(Exception):
    """A version that cannot be had: its bytes were taken away, or it is the newest, which only a newer one replaces."""


def begin(*, of: Versioned, by: models.Model | None, at: datetime | None = None) -> Version:
    """Note the file that is there as its first version."""
    with transaction.atomic():
        lock(type(of)._base_manager.filter(pk=of.pk))
        first = of.versions.order_by("number").first()
        if first is None:
            first = of.versions.create(number=1, file=of.file, by=by, at=at or of.file.created_at)
            previews.want(stored=of.file)
        made: Version = first
        return made


def put(*, of: Versioned, stored: StoredFile, by: models.Model, at: datetime | None = None) -> Version:
    """Make what was brought the newest version; the same bytes under the same name as the newest make none.

    Two at once make two, in the order in which they came. Raises FileRefused where there are too many.
    """
    with transaction.atomic():
        newest = _newest(of)
        if newest.file is not None and (newest.file.sha256, newest.file.name) == (stored.sha256, stored.name):
            throw_away(ids=[stored.pk])
            return newest
        return _add(of, newest, stored, by=by, at=at)


def restore(*, of: Versioned, version: Version, by: models.Model, at: datetime | None = None) -> Version:
    """Make an earlier version the newest again: one more, of the same file. Raises NotThere and FileRefused."""
    with transaction.atomic():
        newest = _newest(of)
        earlier = of.versions.select_related("file").filter(number=version.number).first()
        if earlier is None or earlier.file is None:
            raise NotThere(version.number)
        if earlier.file_id == newest.file_id:
            return newest
        return _add(of, newest, earlier.file, by=by, at=at, restores=earlier.number)


def take_away(*, of: Versioned, version: Version, by: models.Model, at: datetime | None = None) -> None:
    """Throw an earlier version's bytes away for good, in each version that has them; who did so, and when, stays.

    A file elsewhere that goes on from them keeps them. Raises NotThere for the newest one, and where its bytes are also
    the newest's.
    """
    with transaction.atomic():
        newest = _newest(of)
        gone = of.versions.filter(number=version.number).values_list("file", flat=True).first()
        if gone is None or gone == newest.file_id:
            raise NotThere(version.number)
        of.versions.filter(file=gone).update(file=None, taken_away_by=by, taken_away_at=at or timezone.now())
        throw_away(ids={gone} - pointed_at([gone]))


def let_go(*, of: Versioned) -> None:
    """Delete the file with all its versions, and their bytes where nothing else has them."""
    with transaction.atomic():
        files = {of.file_id, *of.versions.exclude(file=None).values_list("file", flat=True)}
        of.versions.all().delete()
        of.delete()
        throw_away(ids=files - pointed_at(files))


def versions_of(of: Versioned) -> models.QuerySet[Any]:
    """All versions, newest first, each with its file, the small picture of it, and who brought it."""
    found: models.QuerySet[Any] = of.versions.select_related("file__preview", "by", "taken_away_by")
    return found.order_by("-number")


def _newest(of: Versioned) -> Version:
    """The newest version, with the file's row kept to this transaction."""
    lock(type(of)._base_manager.filter(pk=of.pk))
    of.refresh_from_db(fields=["file"])
    newest: Version | None = of.versions.select_related("file").order_by("-number").first()
    # A file that had no versions before began with what is there, by nobody who is known.
    return newest or begin(of=of, by=None)


def _add(
    of: Versioned,
    newest: Version,
    stored: StoredFile,
    *,
    by: models.Model,
    at: datetime | None,
    restores: int | None = None,
) -> Version:
    if newest.number >= MOST:
        raise refusals.too_many_versions(MOST)
    moment = at or timezone.now()
    made: Version = of.versions.create(number=newest.number + 1, file=stored, by=by, at=moment, restores=restores)
    of.file = stored
    of.save(update_fields=["file"])
    previews.want(stored=stored)
    return made
