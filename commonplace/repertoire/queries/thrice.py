"""Questions that were settled again and again, and of which nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from commonplace.communities.viewpoint import Viewpoint
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


def settled_and_not_kept(viewpoint: Viewpoint, *, now: datetime) -> list[list[Settled]]:
    """Groups of questions that the viewer may read, settled within two years, the latest first; one query."""
    kept = Resource.objects.filter(conversation=OuterRef("pk"))
    quoted = Passage.objects.filter(post__conversation=OuterRef("pk")).exclude(source="")
    found = Conversation.objects.visible_to(viewpoint.person).filter(
        community=viewpoint.community,
        kind__in=(Kind.QUESTION, Kind.EXPERIENCE, Kind.PROBLEM),
        settlement__at__gt=now - WITHIN,
        settlement__at__lte=now,
    )
    rows = found.annotate(is_kept=Exists(kept) | Q(Exists(quoted))).order_by("-settlement__at", "-pk")
    language = viewpoint.community.language
    known = list(rows.values_list("pk", "title", "is_kept")[:MOST])
    kept_ones = {pk for pk, _title, is_kept in known if is_kept}
    groups = again_and_again([Settled(pk, title, _stems(title, language)) for pk, title, _is_kept in known])
    return [group for group in groups if not any(one.pk in kept_ones for one in group)]


def _stems(title: str, language: str) -> frozenset[str]:
    small = SHORT.get(language.split("-")[0], frozenset())
    words = ["".join(sign for sign in word if sign.isalnum()) for word in title.lower().split()]
    return frozenset(stem(word, language) for word in words if len(word) >= SHORTEST and word not in small)
