"""How much one person may do in an hour: more than anyone has cause to, less than a machine would."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from django.utils import formats, timezone
from django.utils.functional import Promise

HOUR = timedelta(hours=1)


class TooFast(Exception):
    """Enough for this hour; `when` is the moment from which there is room again. `said` tells it, with a %(time)s."""

    said: ClassVar[str | Promise]

    def __init__(self, when: datetime) -> None:
        super().__init__(when)
        self.when = when

    @property
    def words(self) -> str:
        """What the person is told."""
        return str(self.said) % {"time": formats.time_format(timezone.localtime(self.when), "TIME_FORMAT")}


def require_room(moments: Iterable[datetime], *, most: int, error: type[TooFast]) -> None:
    """Raise `error` when the hour holds `most` of these already; `moments` are those of the last hour, latest first."""
    lately = list(moments)[:most]
    if len(lately) == most:
        raise error(lately[-1] + HOUR)
