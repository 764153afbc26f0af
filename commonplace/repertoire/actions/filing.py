"""A file of a resource goes on: another version, an earlier one again, one taken away for good."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from commonplace.files import versions
from commonplace.files.actions import brought, pointed_at, throw_away
from commonplace.people.models import Person
from commonplace.repertoire.actions.deeds import record
from commonplace.repertoire.actions.rights import held_still, require_tending
from commonplace.repertoire.actions.wording import set_anew
from commonplace.repertoire.models import FileVersion, Resource, ResourceFile


class OtherKind(ValueError):
    """What came is no version of it: a picture for a sheet, or a sheet for a picture."""


def put_version(
    *, by: Person, file: ResourceFile, upload: UploadedFile[bytes], at: datetime | None = None
) -> FileVersion:
    """Have it go on with what was sent; the same bytes under the same name are no version.

    Raises NotTheirs, IsGone, OtherKind, FileRefused and StorageTrouble.
    """
    at, resource = at or timezone.now(), file.resource
    require_tending(by, resource)
    whose, language = resource.community_id, resource.community.language
    with brought(upload=upload, account=whose, at=at, language=language) as stored, transaction.atomic():
        here = held_still(resource)
        if stored.kind != file.file.kind:
            raise OtherKind(stored.name)
        made: FileVersion = versions.put(of=file, stored=stored, by=by, at=at)  # type: ignore[assignment]
        if made.file_id == stored.pk:
            _went_on(here, made, "put_version", by=by, at=at)
    return made


def restore_version(*, by: Person, file: ResourceFile, version: FileVersion, at: datetime | None = None) -> FileVersion:
    """Make an earlier version the newest again. Raises NotTheirs, IsGone, `versions.NotThere` and FileRefused."""
    at, resource = at or timezone.now(), file.resource
    require_tending(by, resource)
    with transaction.atomic():
        here = held_still(resource)
        made: FileVersion = versions.restore(of=file, version=version, by=by, at=at)  # type: ignore[assignment]
        if made.restores == version.number:
            _went_on(here, made, "put_version", by=by, at=at)
    return made


def take_version_away(*, by: Person, file: ResourceFile, version: FileVersion, at: datetime | None = None) -> None:
    """Throw the bytes of an earlier version away for good. Raises NotTheirs, IsGone and `versions.NotThere`."""
    at, resource = at or timezone.now(), file.resource
    require_tending(by, resource)
    with transaction.atomic():
        here = held_still(resource)
        versions.take_away(of=file, version=version, by=by, at=at)
        record("took_version_away", by=by, what=here, at=at, part_id=version.pk)


def leave_out(files: QuerySet[ResourceFile]) -> None:
    """Take these off their resource, with every version; bytes that nobody else has go for good."""
    rows = list(files.values_list("pk", "file"))
    earlier = FileVersion.objects.filter(of__in=[pk for pk, _file in rows]).exclude(file=None)
    gone = {file for _pk, file in rows} | set(earlier.values_list("file", flat=True))
    if rows:
        ResourceFile.objects.filter(pk__in=[pk for pk, _file in rows]).delete()
        throw_away(ids=gone - pointed_at(gone))


def take_out_of(person: Person, resource: Resource) -> None:
    """Take every version that `person` brought out of a resource of others: what came before is the newest again."""
    for one in ResourceFile.objects.filter(resource=resource, versions__by=person).distinct():
        theirs = FileVersion.objects.filter(of=one, by=person, restores=None)
        files = set(theirs.exclude(file=None).values_list("file", flat=True))
        others = FileVersion.objects.filter(of=one).exclude(file=None).exclude(file__in=files)
        newest = others.order_by("-number").first()
        if newest is None:
            leave_out(ResourceFile.objects.filter(pk=one.pk))
            continue
        ResourceFile.objects.filter(pk=one.pk).update(file=newest.file_id)
        FileVersion.objects.filter(of=one, file__in=files).delete()
        throw_away(ids=files - pointed_at(files))
    set_anew(resource)


def _went_on(here: Resource, made: FileVersion, verb: str, *, by: Person, at: datetime) -> None:
    Resource.objects.filter(pk=here.pk).update(changed_at=max(at, here.changed_at))
    set_anew(here)
    record(verb, by=by, what=here, at=at, part_id=made.pk)
