"""How much is kept for whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Sum

from commonplace.files.models import StoredFile


@dataclass(frozen=True)
class Use:
    """What is kept on one account, in bytes and files, and how much may be; `most` is 0 where nothing bounds it."""

    size: int
    files: int
    most: int

    @property
    def is_full(self) -> bool:
        return bool(self.most) and self.size >= self.most

    @property
    def left(self) -> int:
        """Bytes for which there is room; 0 also where nothing bounds it."""
        return max(0, self.most - self.size)


def used_by(account: int) -> Use:
    """What is kept on an account; one query. A file counts as often as it was brought, also where archives share it."""
    said = StoredFile.objects.filter(account=account).aggregate(size=Sum("size"), files=Count("pk"))
    return Use(size=said["size"] or 0, files=said["files"], most=int(getattr(settings, "FILES_QUOTA_BYTES", 0)))
