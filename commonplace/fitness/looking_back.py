"""What earlier rounds of the same told: the same instrument, or the same questions of one's own."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from commonplace.fitness.instruments import Circle
from commonplace.fitness.models import Cell, Round
from commonplace.lib.spread import Middle

type Key = tuple[Circle, str]
EARLIER = 6  # rounds of one instrument that a page looks back on


def _before(this: Round) -> QuerySet[Round]:
    return Round.objects.filter(
        community=this.community_id,
        instrument=this.instrument,
        questions=this.questions,
        number__lt=this.number,
        closed_at__isnull=False,
    ).order_by("-number")


def with_earlier(this: Round) -> tuple[dict[Key, Cell], dict[Key, list[tuple[int, Middle]]]]:
    """What it tells of each, and what each of the rounds before told, with its number, the latest last; one query."""
    before = _before(this).values("pk")[:EARLIER]
    found = Cell.objects.filter(Q(round=this) | Q(round__in=before)).select_related("round")
    told: dict[Key, Cell] = {}
    earlier: dict[Key, list[tuple[int, Middle]]] = {}
    for cell in found.order_by("round__number", "pk"):
        key = (Circle(cell.circle), cell.item)
        if cell.round_id == this.pk:
            told[key] = cell
        elif cell.middle is not None:
            earlier.setdefault(key, []).append((cell.round.number, cell.middle))
    return told, earlier


def last_told(this: Round) -> dict[Key, Middle]:
    """What was told of each last."""
    _told, earlier = with_earlier(this)
    return {cell: rounds[-1][1] for cell, rounds in earlier.items()}
