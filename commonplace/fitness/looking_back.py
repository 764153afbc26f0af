"""What earlier rounds of the same told: the same instrument, or the same questions of one's own."""

from __future__ import annotations

from django.db.models import QuerySet

from commonplace.fitness.instruments import Circle
from commonplace.fitness.models import Cell, Round
from commonplace.lib.spread import Middle

EARLIER = 6  # rounds of one instrument that a page looks back on


def _before(this: Round) -> QuerySet[Round]:
    return Round.objects.filter(
        community=this.community_id,
        instrument=this.instrument,
        questions=this.questions,
        number__lt=this.number,
        closed_at__isnull=False,
    ).order_by("-number")


def earlier_of(this: Round) -> dict[tuple[Circle, str], list[tuple[int, Middle]]]:
    """What each told, with its number, the latest last; two queries."""
    rounds = [one.pk for one in _before(this)[:EARLIER]]
    found: dict[tuple[Circle, str], list[tuple[int, Middle]]] = {}
    cells = Cell.objects.filter(round__in=rounds, low__isnull=False).select_related("round").order_by("round__number")
    for cell in cells:
        if cell.middle is not None:
            found.setdefault((Circle(cell.circle), cell.item), []).append((cell.round.number, cell.middle))
    return found


def last_told(this: Round) -> dict[tuple[Circle, str], Middle]:
    """What was told of each last."""
    return {cell: rounds[-1][1] for cell, rounds in earlier_of(this).items()}
