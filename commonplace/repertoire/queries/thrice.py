"""Questions that were settled again and again, and of which nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from commonplace.communities.inbox import Waiting, row
from commonplace.communities.tendings import Bed
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation
from commonplace.lib.salience import SHORT
from commonplace.repertoire.models import Passage, Resource
from commonplace.search.words import stem

WITHIN = timedelta(days=730)
OFTEN = 3
MOST = 400  # settled questions that are compared
ALIKE = 0.5
SHORTEST = 3  # letters


@dataclass(frozen=True)
class Settled:
    """A settled question: its key, its title, and the stems by which it is compared."""

    pk: int
    title: str
    stems: frozenset[str]


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two titles ask much the same: they share two stems, and half of those that either has."""
    shared = len(one & other)
    return shared >= 2 and shared >= ALIKE * len(one | other)


def again_and_again(questions: Sequence[Settled]) -> list[list[Settled]]:
    """Groups of `OFTEN` or more, each like the first of its group, the largest first; no question stands in two."""
    groups: list[list[Settled]] = []
    left = list(questions)
    while left:
        first, *rest = left
        group = [first, *(one for one in rest if alike(first.stems, one.stems))]
        taken = {one.pk for one in group}
        left = [one for one in left if one.pk not in taken]
        if len(group) >= OFTEN:
            groups.append(group)
    return sorted(groups, key=lambda group: -len(group))


def settled(bed: Bed, code: str) -> QuerySet[Any, Any]:
    """Questions that the viewer may read, settled within two years, the latest; `number` is 1 of what is kept."""
    kept = Resource.objects.filter(conversation=OuterRef("pk"))
    quoted = Passage.objects.filter(post__conversation=OuterRef("pk")).exclude(source="")
    found = Conversation.objects.visible_to(bed.viewpoint.person).filter(
        community=bed.community,
        kind__in=(Kind.QUESTION, Kind.EXPERIENCE, Kind.PROBLEM),
        settlement__at__gt=bed.now - WITHIN,
        settlement__at__lte=bed.now,
    )
    latest = found.order_by("-settlement__at", "-pk").values("pk")[:MOST]
    return row(
        # SQLite takes no part of a union that is cut by itself.
        Conversation.objects.filter(pk__in=latest),
        code,
        community_id=F("community_id"),
        about_id=F("pk"),
        number=Case(When(Q(Exists(kept)) | Q(Exists(quoted)), then=1), default=Value(0), output_field=IntegerField()),
        title=F("title"),
        happened_at=F("settlement__at"),
    )


def not_kept(rows: Sequence[Waiting], language: str) -> list[list[Settled]]:
    """Groups of settled questions of which nothing is kept, the latest first."""
    known = sorted(rows, key=lambda one: (one.happened_at, one.about_id), reverse=True)
    kept = {one.about_id for one in known if one.number}
    groups = again_and_again([Settled(one.about_id, one.title, _stems(one.title, language)) for one in known])
    return [group for group in groups if not any(one.pk in kept for one in group)]


def _stems(title: str, language: str) -> frozenset[str]:
    small = SHORT.get(language.split("-")[0], frozenset())
    words = ["".join(sign for sign in word if sign.isalnum()) for word in title.lower().split()]
    return frozenset(stem(word, language) for word in words if len(word) >= SHORTEST and word not in small)
