"""Taking files in. A file is checked by its content, made harmless, and kept once for each content and name."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from commonplace.files import pictures, refusals
from commonplace.files.formats import DOCUMENTS, EXTENSIONS, IMAGES, recognise, safe_name
from commonplace.files.models import StoredFile
from commonplace.files.refusals import FileRefused

__all__ = ["DOCUMENTS", "IMAGES", "FileRefused", "keep", "keep_bytes", "keep_face"]

DEFAULT_MAX_BYTES = 10 * 1024 * 1024


def keep(
    *, upload: "UploadedFile[bytes]", allow: frozenset[str] = IMAGES | DOCUMENTS, at: datetime | None = None
) -> StoredFile:
    """Keep what a form sent, of the content types in `allow`; raises FileRefused."""
    return keep_bytes(name=upload.name or "", data=_read(upload), allow=allow, at=at)


def keep_bytes(
    *, name: str, data: bytes, allow: frozenset[str] = IMAGES | DOCUMENTS, at: datetime | None = None
) -> StoredFile:
    """Keep bytes under a name, as importers do; the same bytes and name again give the same row. Raises FileRefused."""
    _check_size(len(data))
    content_type, data = recognise(name, data)
    if content_type not in allow:
        raise refusals.not_here()
    if content_type in IMAGES:
        return _store_picture(pictures.repaint(data, content_type), name, at)
    return _store(data, name=name, kind=StoredFile.Kind.DOCUMENT, content_type=content_type, at=at)


def keep_face(*, upload: "UploadedFile[bytes]", at: datetime | None = None) -> StoredFile:
    """Keep a person's photo as a small square; raises FileRefused."""
    data = _read(upload)
    content_type, data = recognise(upload.name or "", data)
    if content_type not in IMAGES:
        raise refusals.not_here()
    # The name someone gave a photo of themselves is nobody's business.
    return _store_picture(pictures.face(data, content_type), "face", at)


def _read(upload: "UploadedFile[bytes]") -> bytes:
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


def _max_bytes() -> int:
    return int(getattr(settings, "FILES_MAX_BYTES", DEFAULT_MAX_BYTES))


def _store_picture(picture: pictures.Picture, name: str, at: datetime | None) -> StoredFile:
    return _store(
        picture.data,
        name=name,
        kind=StoredFile.Kind.IMAGE,
        content_type=picture.content_type,
        at=at,
        width=picture.width,
        height=picture.height,
    )


def _store(
    data: bytes,
    *,
    name: str,
    kind: StoredFile.Kind,
    content_type: str,
    at: datetime | None,
    width: int | None = None,
    height: int | None = None,
) -> StoredFile:
    digest = hashlib.sha256(data).hexdigest()
    path = f"{digest[:2]}/{digest[2:4]}/{digest}.{EXTENSIONS[content_type]}"
    path = _write(path, data)
    with transaction.atomic():
        stored, _ = StoredFile.objects.get_or_create(
            sha256=digest,
            name=safe_name(name, content_type),
            defaults={
                "kind": kind,
                "content_type": content_type,
                "size": len(data),
                "width": width,
                "height": height,
                "content": path,
                "created_at": at or timezone.now(),
            },
        )
    return stored


def _write(path: str, data: bytes) -> str:
    """Write once for each content, before the row: a file without a row is harmless, a row without a file is not."""
    if default_storage.exists(path):
        if default_storage.size(path) == len(data):
            return path
        default_storage.delete(path)  # cut short when a process was killed while writing
    return default_storage.save(path, ContentFile(data))
