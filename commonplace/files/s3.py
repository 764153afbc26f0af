"""Files on a store that speaks S3, named by FILES_URL. It never answers a browser: the house fetches and hands out."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from commonplace.files.refusals import StorageTrouble

CONNECTING: Final = 5  # seconds
ANSWERING: Final = 20  # seconds
TRIES: Final = 2
IN_MEMORY: Final = 3 << 20  # bytes of one file; what is larger lies on the disk while it is handed out
_FULL: Final = frozenset({"XMinioStorageFull", "InsufficientStorage", "QuotaExceeded", "507"})


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Whatever the store or the way there had against it, as StorageTrouble."""
    try:
        yield
    except ClientError as problem:
        code = str(problem.response.get("Error", {}).get("Code", ""))
        raise StorageTrouble(errno.ENOSPC if code in _FULL else errno.EHOSTUNREACH, str(problem)) from problem
    except (BotoCoreError, Boto3Error) as problem:
        raise StorageTrouble(errno.EHOSTUNREACH, str(problem)) from problem


class S3(S3Storage):
    """django-storages' S3, which waits for nobody long, writes over nothing, and fails as a disk does: by OSError."""

    def get_default_settings(self) -> dict[str, Any]:
        """What the address does not say."""
        known: dict[str, Any] = super().get_default_settings()
        return known | {
            "client_config": Config(
                connect_timeout=CONNECTING,
                read_timeout=ANSWERING,
                retries={"mode": "standard", "total_max_attempts": TRIES},
                signature_version="s3v4",
                # Stores that are not Amazon's know no other checksum than the one they were asked for.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            "transfer_config": TransferConfig(use_threads=False),
            "default_acl": None,
            "file_overwrite": False,
            "max_memory_size": IN_MEMORY,
        }

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        with _said_plainly():
            opened: File[bytes] = super()._open(name, mode)
            # Fetched before an answer begins, which could not be taken back.
            opened.open(mode)
            return opened

    def _save(self, name: str, content: File[bytes]) -> str:
        with _said_plainly():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Delete what lies there, if anything does."""
        with _said_plainly():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether something lies there."""
        with _said_plainly():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        """Bytes. Raises FileNotFoundError."""
        with _said_plainly():
            return int(super().size(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Folders and files that lie there."""
        with _said_plainly():
            folders, files = super().listdir(path)
            return folders, files

    def get_modified_time(self, name: str) -> datetime:
        """When it was written."""
        with _said_plainly():
            moment: datetime = super().get_modified_time(name)
            return moment
