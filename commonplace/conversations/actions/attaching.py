"""Files that come with a post."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from commonplace.conversations.enclosures import Enclosure, enclosed
from commonplace.conversations.models import Attachment, Post, Upload
from commonplace.files.actions import pointed_at, throw_away

MOST = 10


@dataclass(frozen=True)
class Files:
    """What becomes of the files of a post that is changed: what comes, what goes, and what each that stays shows; the
    last two by the keys of stored files.
    """

    bring: Sequence[Enclosure] = ()
    leave_out: Collection[int] = ()
    descriptions: Mapping[int, str] = field(default_factory=dict)


def attach(brought: Iterable[tuple[Post, Iterable[Enclosure]]]) -> None:
    """Keep what came with each post, in order, as `enclosed` tells it."""
    rows = [
        Attachment(post=post, file=one.file, name=one.called, description=one.description, position=position)
        for post, files in brought
        for position, one in enumerate(files)
    ]
    if rows:
        Attachment.objects.bulk_create(rows, batch_size=500)


def change_files(post: Post, files: Files) -> bool:
    """Bring, leave out and describe files of a post that nobody else changes meanwhile; whether anything changed."""
    rows = Attachment.objects.filter(post=post)
    is_changed = bool(files.bring)
    for one in rows.filter(file__in=files.descriptions):
        if one.description != files.descriptions[one.file_id]:
            rows.filter(pk=one.pk).update(description=files.descriptions[one.file_id])
            is_changed = True
    gone = set(rows.filter(file__in=files.leave_out).values_list("file", flat=True))
    if gone:
        rows.filter(file__in=gone).delete()
        _let_go(gone)
    there = list(rows.order_by("position").select_related("file"))
    known = {(one.file.sha256, one.name) for one in there}
    coming = [one for one in files.bring if (one.file.sha256, one.called) not in known]
    last = max((one.position for one in there), default=-1)
    Attachment.objects.bulk_create(
        [
            Attachment(post=post, file=one.file, name=one.called, description=one.description, position=last + place)
            for place, one in enumerate(enclosed(coming, beside=[one.name for one in there]), start=1)
        ],
        ignore_conflicts=True,
    )
    return is_changed or bool(gone)


def let_files_go(post_ids: Collection[int]) -> None:
    """Take the files off these posts; those that nobody else's words came with go for good."""
    brought = Attachment.objects.filter(post__in=post_ids)
    files = set(brought.values_list("file", flat=True))
    brought.delete()
    _let_go(files)


def let_uploads_go(uploads: Collection[int]) -> None:
    """Forget that these (keys of Upload) were brought; those that came with nobody's words go for good."""
    rows = Upload.objects.filter(pk__in=uploads)
    files = set(rows.values_list("file", flat=True))
    rows.delete()
    _let_go(files)


def _let_go(files: set[int]) -> None:
    if files and (files := files - pointed_at(files, besides=Upload)):
        Upload.objects.filter(file__in=files).delete()
        throw_away(ids=files)
