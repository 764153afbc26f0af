"""Gaps of the map are set aside for a while by a steward, and taken up again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from commonplace.communities.models import Topic
from commonplace.communities.viewpoint import standing_of
from commonplace.knowledge.gaps import Missing
from commonplace.knowledge.models import SetAside
from commonplace.people.models import Person

ASIDE_FOR: Final = timedelta(weeks=12)


class NotASteward(ValueError):
    """Only stewards say what is not offered for a while."""


def set_aside(*, by: Person, topic: Topic, missing: Iterable[Missing], at: datetime | None = None) -> None:
    """Offer these gaps of a topic to nobody for twelve weeks; said again it only moves the day. Raises NotASteward.

    No deed is written: who said it and until when stands on the page of gaps, for everyone.
    """
    at = at or timezone.now()
    _require_steward(by, topic, at)
    SetAside.objects.bulk_create(
        [SetAside(topic=topic, missing=one, by=by, at=at, until=at + ASIDE_FOR) for one in dict.fromkeys(missing)],
        update_conflicts=True,
        unique_fields=["topic", "missing"],
        update_fields=["by", "at", "until"],
    )


def take_up(*, by: Person, topic: Topic, at: datetime | None = None) -> None:
    """Offer again whatever of a topic was set aside. Raises NotASteward."""
    _require_steward(by, topic, at or timezone.now())
    SetAside.objects.filter(topic=topic).delete()


def _require_steward(by: Person, topic: Topic, at: datetime) -> None:
    standing = standing_of(by, topic.community, now=at)
    if standing is None or not standing.is_steward:
        raise NotASteward(by.pk)
