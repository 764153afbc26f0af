"""Taking files in. A file is checked by its content, made harmless, and kept as its bringer's own.

Whoever brings bytes that are here already cannot tell: the row, its number, name and moment are new, and the bytes are
written whole, to a place of their own. Only what importers bring shares its bytes, and only within one `shelf`.

`account` is whose use a file counts in, the key of a community; what that may keep is FILES_QUOTA_BYTES. It is asked
before anything is read and once more before it is written; two who come at the same moment may both find the last room.

Files that go on in versions are in `versions.py`, small pictures of them in `previews.py`.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, Model, OuterRef
from django.utils import timezone

from commonplace.files import pictures, refusals
from commonplace.files.formats import DOCUMENTS, EXTENSIONS, IMAGES, Recognised, recognise, safe_name
from commonplace.files.models import Preview, StoredFile
from commonplace.files.pictures import Picture
from commonplace.files.queries import used_by
from commonplace.files.refusals import FileRefused, StorageTrouble
from commonplace.lib.unpacking import ONE_AT_A_TIME

__all__ = [
    "DOCUMENTS",
    "IMAGES",
    "FileRefused",
    "StorageTrouble",
    "brought",
    "keep",
    "keep_bytes",
    "keep_face",
    "let_lost_go",
    "pointed_at",
    "throw_away",
    "write",
]
logger = logging.getLogger(__name__)

LOST_AFTER = timedelta(days=2)
MOST_LOST = 500  # at once
DEFAULT_MAX_BYTES = 10 * 1024 * 1024


def keep(
    *,
    upload: UploadedFile[bytes],
    allow: frozenset[str] = IMAGES | DOCUMENTS,
    account: int | None = None,
    at: datetime | None = None,
    language: str = "",
) -> StoredFile:
    """Keep what a form sent, of the content types in `allow`; a text that does not say how it is written is read as
    is usual in `language`. Raises FileRefused, and StorageTrouble where it cannot be written just now.
    """
    name = upload.name or ""
    _check_size(upload.size or 0)
    _check_account(account, upload.size or 0)
    return _store(name, _unpacked(name, lambda: _read(upload), allow, language=language), at=at, account=account)


@contextmanager
def brought(
    *,
    upload: UploadedFile[bytes],
    allow: frozenset[str] = IMAGES | DOCUMENTS,
    account: int | None = None,
    at: datetime | None = None,
    language: str = "",
) -> Iterator[StoredFile]:
    """Keep what a form sent, for rows that are made within: where that fails, nothing was brought. Raises as `keep`."""
    stored = keep(upload=upload, allow=allow, account=account, at=at, language=language)
    try:
        yield stored
    except BaseException:
        throw_away(ids=[stored.pk])
        raise


def keep_bytes(
    *,
    name: str,
    data: bytes,
    allow: frozenset[str] = IMAGES | DOCUMENTS,
    account: int | None = None,
    at: datetime | None = None,
    idempotency_key: str | None = None,
    shelf: str = "",
    language: str = "",
) -> StoredFile:
    """Keep bytes under a name, as importers do; the same bytes and name again give the same row where `once` is the
    same, and lie in storage once within a `shelf`, which names what its readers may know of. Raises as `keep`.
    """
    _check_size(len(data))
    return _store(
        name,
        _unpacked(name, lambda: data, allow, language=language),
        at=at,
        account=account,
        idempotency_key=idempotency_key,
        shelf=shelf,
    )


def keep_face(*, upload: UploadedFile[bytes], at: datetime | None = None) -> StoredFile:
    """Keep a person's photo as a small square; raises FileRefused."""
    # The name someone gave a photo of themselves is nobody's business.
    return _store("face", _unpacked(upload.name or "", lambda: _read(upload), IMAGES, paint=pictures.face), at=at)


def throw_away(*, ids: Collection[int]) -> None:
    """Delete files that no row points at any more, and their bytes, unless another row has them too.

    The bytes go once the transaction is kept; a process killed before leaves bytes that no row leads to. Raises
    ProtectedError where something still points at one.
    """
    rows = StoredFile.objects.filter(pk__in=ids)
    paths = {str(path) for path in rows.values_list("content", flat=True)}
    drawn = Preview.objects.filter(of__in=ids).exclude(content="")
    paths |= {str(path) for path in drawn.values_list("content", flat=True)}
    with transaction.atomic():
        rows.delete()
        shared = set(StoredFile.objects.filter(content__in=paths).values_list("content", flat=True))
        for path in sorted(paths - shared):
            transaction.on_commit(partial(default_storage.delete, path), robust=True)


def let_lost_go(*, now: datetime) -> int:
    """Throw away what people brought two days ago and no row points at; how many there were. What importers keep is
    found again by its key.
    """
    lost = StoredFile.objects.filter(created_at__lt=now - LOST_AFTER, idempotency_key=None)
    for model, name in _pointing():
        lost = lost.exclude(Exists(model._base_manager.filter(**{name: OuterRef("pk")})))
    gone = list(lost.order_by("pk").values_list("pk", flat=True)[:MOST_LOST])
    throw_away(ids=gone)
    return len(gone)


def pointed_at(ids: Collection[int], *, besides: type[Model] | None = None) -> set[int]:
    """Those of these files that a row of any room points at, `besides` those of one model."""
    found: set[int] = set()
    for model, name in _pointing():
        if model is not besides:
            found.update(model._base_manager.filter(**{f"{name}__in": ids}).values_list(name, flat=True))
    return found


def _pointing() -> Iterator[tuple[type[Model], str]]:
    """Every model that points at stored files, with the name of the field."""
    # Hidden ones too: no row that points here wants a way back.
    for one in StoredFile._meta.get_fields(include_hidden=True):
        # A small picture of a file keeps no file.
        if isinstance(one, ForeignObjectRel) and one.related_model is not Preview:
            yield one.related_model, one.field.name


def _unpacked(
    name: str,
    read: Callable[[], bytes],
    allow: frozenset[str],
    paint: Callable[[bytes, str], Picture] | None = None,
    language: str = "",
) -> Picture | Recognised:
    """The file as it will be kept, pictures painted anew."""
    # Nobody asks the database meanwhile: whoever waits here may hold its only place for a writer.
    with ONE_AT_A_TIME:
        found = recognise(name, read(), language)
        if found.content_type not in allow:
            raise refusals.not_here()
        if found.content_type not in IMAGES:
            return found
        return (paint or pictures.repaint)(found.data, found.content_type)


def _read(upload: UploadedFile[bytes]) -> bytes:
    _check_size(upload.size or 0)
    limit = _max_bytes()
    data: bytes = upload.read(limit + 1)
    _check_size(len(data))
    return data


def _check_size(size: int) -> None:
    if not size:
        raise refusals.empty()
    if size > _max_bytes():
        raise refusals.too_large(_max_bytes())


def _check_account(account: int | None, size: int) -> None:
    """Raise FileRefused where an account would hold more than it may."""
    if account is None or not settings.FILES_QUOTA_BYTES:
        return
    use = used_by(account)
    if use.size + size > use.most:
        raise refusals.account_full(use.most)


def _max_bytes() -> int:
    return int(getattr(settings, "FILES_MAX_BYTES", DEFAULT_MAX_BYTES))


def _store(
    name: str,
    what: Picture | Recognised,
    *,
    at: datetime | None,
    account: int | None = None,
    idempotency_key: str | None = None,
    shelf: str = "",
) -> StoredFile:
    digest = hashlib.sha256(what.data).hexdigest()
    key = {"idempotency_key": idempotency_key, "sha256": digest, "name": safe_name(name, what.content_type)}
    # Asked before anything is written: what an importer kept and keeps again is there.
    if idempotency_key is not None and (stored := StoredFile.objects.filter(**key).first()) and _is_whole(stored):
        return stored
    _check_account(account, len(what.data))
    path = _place(digest, what, shelf)
    rest = {
        "kind": StoredFile.Kind.IMAGE if isinstance(what, Picture) else StoredFile.Kind.DOCUMENT,
        "content_type": what.content_type,
        "charset": what.charset if isinstance(what, Recognised) else "",
        "moves": isinstance(what, Picture) and what.moves,
        "size": len(what.data),
        "width": what.width if isinstance(what, Picture) else None,
        "height": what.height if isinstance(what, Picture) else None,
        "content": path,
        "account": account,
        "created_at": at or timezone.now(),
    }
    try:
        if idempotency_key is None:
            return StoredFile.objects.create(**key, **rest)
        with transaction.atomic():
            return StoredFile.objects.get_or_create(**key, defaults=rest)[0]
    except Exception:
        # A shelf may have lent its bytes to another row meanwhile; what is left there is swept.
        if not shelf:
            _let_half_go(path)
        raise


def _is_whole(stored: StoredFile) -> bool:
    path = str(stored.content.name)
    return default_storage.exists(path) and default_storage.size(path) == stored.size


def _place(digest: str, what: Picture | Recognised, shelf: str) -> str:
    """Write before the row: a file without a row is harmless, a row without a file is not."""
    # Nothing is looked up for what people bring, so that not even the time it takes tells what is here.
    place = hashlib.sha256(f"{shelf}\0{digest}".encode()).hexdigest() if shelf else token_hex(32)
    path = path_of(place, EXTENSIONS[what.content_type])
    if shelf and default_storage.exists(path):
        if default_storage.size(path) == len(what.data):
            return path
        default_storage.delete(path)  # cut short when a process was killed while writing
    return write(path, what.data, is_ours_alone=not shelf)


def path_of(place: str, extension: str) -> str:
    """Where a file lies whose place is called so (64 hexadecimal digits)."""
    return f"{place[:2]}/{place[2:4]}/{place}.{extension}"


def write(path: str, data: bytes, *, is_ours_alone: bool = True) -> str:
    """Write bytes to where nothing is, all of them or none; where they lie. Raises StorageTrouble."""
    try:
        return default_storage.save(path, ContentFile(data))
    except OSError as problem:
        logger.error("A file could not be kept: %s", problem)
        if is_ours_alone:
            _let_half_go(path)
        raise StorageTrouble(problem.errno, str(problem)) from problem


def _let_half_go(path: str) -> None:
    with suppress(OSError):  # storage that is away keeps what a sweep finds
        default_storage.delete(path)
