"""Stewards keep a reason, put it in other words, move it, and let it go.

No deed tells it: what is kept is a tool of theirs, and each use of it is told by the deed that it stands under.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from commonplace.communities.models import Community, SavedReason
from commonplace.communities.reasons.queries import MOST
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.people.models import Person
from commonplace.store.locks import lock


class TooManyReasons(ValueError):
    """The list is as long as one can look through; another must go first."""


class SaidAlready(ValueError):
    """Another of the reasons has these words."""


class ReasonGone(ValueError):
    """Another steward let it go first."""


def keep_reason(*, by: Person, community: Community, words: str, at: datetime | None = None) -> SavedReason:
    """Put a reason at the end of the list; the same words again are the same reason.

    Raises NotASteward, TooManyReasons.
    """
    now = at or timezone.now()
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        require_steward(by, community, at=now)
        kept = SavedReason.objects.filter(community=community)
        if same := kept.filter(words=words).first():
            return same
        if kept.count() >= MOST:
            raise TooManyReasons(community.slug)
        last = kept.aggregate(last=Max("position"))["last"] or 0
        return SavedReason.objects.create(community=community, words=words, by=by, position=last + 1, at=now)


def reword_reason(*, by: Person, reason: SavedReason, words: str) -> SavedReason:
    """Put a reason in other words; what was said with it stays as it was said.

    Raises NotASteward, ReasonGone, SaidAlready.
    """
    with transaction.atomic():
        lock(Community.objects.filter(pk=reason.community_id))
        require_steward(by, reason.community)
        if SavedReason.objects.filter(community=reason.community_id, words=words).exclude(pk=reason.pk).exists():
            raise SaidAlready(words)
        if not SavedReason.objects.filter(pk=reason.pk).update(words=words):
            raise ReasonGone(reason.pk)
    reason.words = words
    return reason


def move_reason(*, by: Person, reason: SavedReason, up: bool) -> None:
    """Let a reason change places with the one above it, or below it. Raises NotASteward."""
    with transaction.atomic():
        lock(Community.objects.filter(pk=reason.community_id))
        require_steward(by, reason.community)
        order = list(
            SavedReason.objects.filter(community=reason.community_id)
            .order_by("position", "pk")
            .values_list("pk", flat=True)
        )
        if reason.pk not in order:
            return
        here = order.index(reason.pk)
        there = here - 1 if up else here + 1
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
        for position, pk in enumerate(order, start=1):
            SavedReason.objects.filter(pk=pk).update(position=position)


def let_reason_go(*, by: Person, reason: SavedReason) -> None:
    """Take a reason off the list; what was said with it stays as it was said. Raises NotASteward."""
    with transaction.atomic():
        lock(Community.objects.filter(pk=reason.community_id))
        require_steward(by, reason.community)
        SavedReason.objects.filter(pk=reason.pk).delete()


__all__ = [
    "NotASteward",
    "ReasonGone",
    "SaidAlready",
    "TooManyReasons",
    "keep_reason",
    "let_reason_go",
    "move_reason",
    "reword_reason",
]
