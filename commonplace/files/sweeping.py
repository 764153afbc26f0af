"""Bytes that no row leads to: what a process left that was killed between writing them and its row, or before it
deleted them. They are looked for in a share of the storage each day, so that a large one takes a fortnight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import batched
from typing import Final

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField

SHARES: Final = 16  # days until all of it was looked at
LEFT_AFTER: Final = timedelta(days=2)
AT_ONCE: Final = 500
MOST: Final = 2_000  # in one day
# What this room writes; what others keep in the same storage, and an operator beside it, is theirs.
_OURS: Final = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,4}")
_FOLDER: Final = re.compile(r"[0-9a-f]{2}")


def sweep(*, now: datetime) -> int:
    """Delete bytes without a row in the share of today that have lain for two days; how many there were."""
    share, gone = now.date().toordinal() % SHARES, 0
    for some in batched(_names_of(share), AT_ONCE, strict=False):
        for name in sorted(set(some) - _named(some)):
            with suppress(FileNotFoundError):
                if default_storage.get_modified_time(name) < now - LEFT_AFTER:
                    default_storage.delete(name)
                    gone += 1
            if gone == MOST:
                return gone
    return gone


def _names_of(share: int) -> Iterator[str]:
    for folder in _folders(""):
        if int(folder, 16) % SHARES == share:
            for inner in _folders(folder):
                for name in default_storage.listdir(f"{folder}/{inner}")[1]:
                    if _OURS.fullmatch(name) and name.startswith(folder + inner):
                        yield f"{folder}/{inner}/{name}"


def _folders(path: str) -> list[str]:
    with suppress(FileNotFoundError):
        return [name for name in default_storage.listdir(path)[0] if _FOLDER.fullmatch(name)]
    return []


def _named(names: tuple[str, ...]) -> set[str]:
    """Those that a row of any room names."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                rows = model._base_manager.filter(**{f"{field.name}__in": names})
                found.update(map(str, rows.values_list(field.name, flat=True)))
    return found
