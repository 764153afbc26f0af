"""Versions: raised within the transaction that changes something, and looked at by every process that has listeners.

The database behind it is enough, for many processes too. Where Redis is set it is asked first, so that the database is
looked at where something changed, and now and then besides: what is kept in Redis is a hint and is not believed.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models import F

from commonplace.live.models import LiveTopic
from commonplace.live.topics import name_of

BESIDES = 2.0  # seconds between looks at the database where Redis says that nothing changed
KEPT_FOR = timedelta(days=60)


def raise_version(code: str, key: int, *, at: datetime) -> int:
    """Say that what stands under this number changes; gives the version that it has when this transaction ends."""
    name = name_of(code, key)
    with transaction.atomic():
        if not LiveTopic.objects.filter(name=name).update(version=F("version") + 1, changed_at=at):
            # Two at once: the second waits for the first's row, and raises it.
            LiveTopic.objects.bulk_create([LiveTopic(name=name, changed_at=at)], ignore_conflicts=True)
            LiveTopic.objects.filter(name=name).update(version=F("version") + 1)
        if settings.REDIS_URL:
            transaction.on_commit(partial(_hint, name))
        return LiveTopic.objects.values_list("version", flat=True).get(name=name)


def version_of(code: str, key: int) -> int:
    """The present version; 0 where nothing ever changed."""
    return LiveTopic.objects.filter(name=name_of(code, key)).values_list("version", flat=True).first() or 0


def _hint(name: str) -> None:
    caches["house"].set(f"live:{name}", uuid4().hex, 3600)


class Lookout:
    """What a process knows of versions."""

    def __init__(self) -> None:
        self._hints: dict[str, object] = {}
        self._looked_at = float("-inf")
        self._known: dict[str, int] = {}

    def versions(self, names: Collection[str]) -> Mapping[str, int]:
        """The version of each of these topics; one query, or none where Redis says that nothing changed."""
        if settings.REDIS_URL and not self._is_worth_a_look(names):
            return {name: self._known.get(name, 0) for name in names}
        found = dict(LiveTopic.objects.filter(name__in=names).values_list("name", "version"))
        self._known = {name: found.get(name, 0) for name in names}
        self._looked_at = time.monotonic()
        return self._known

    def _is_worth_a_look(self, names: Collection[str]) -> bool:
        hints = {name: caches["house"].get(f"live:{name}") for name in names}
        changed = hints != self._hints
        self._hints = hints
        return changed or time.monotonic() - self._looked_at > BESIDES


def forget_quiet_topics(*, now: datetime) -> None:
    """Let topics go that have not changed for a long time; who still listens is told the present once."""
    LiveTopic.objects.filter(changed_at__lt=now - KEPT_FOR).delete()
