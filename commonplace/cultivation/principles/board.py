"""The board: each principle with its evidence, and what one could tend for it; no number stands for a principle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.communities.principles import Counted, Principle
from commonplace.communities.tendings import Tending
from commonplace.cultivation.principles.counted import may_be_told, standing_beside
from commonplace.cultivation.principles.own import Beside, Ground, own

# So many suggestions stand beside a principle; the others are on Cultivate.
TENDED = 2

MEANING: Mapping[Principle, str | Promise] = {
    Principle.EVOLUTION: _("A community grows from what is there. Begin with little, and add what people reach for."),
    Principle.DIALOGUE: _("Insiders know what matters; whoever comes from outside shows what else is possible."),
    Principle.LEVELS: _("Not everyone has to be in the middle. What counts is that the ways in and out are open."),
    Principle.SPACES: _("What is said to everyone rests on what was said to one. Both need a place."),
    Principle.VALUE: _("Value shows late, and only when somebody comes back and tells what came of it."),
    Principle.EXCITEMENT: _("What comes again is a home; now and then something else wakes it."),
    Principle.RHYTHM: _("A beat that is strong enough to carry, and leaves one breath."),
}


@dataclass(frozen=True)
class Field:
    """One principle on the board."""

    principle: Principle
    readings: Sequence[Beside]
    tendings: Sequence[Tending]

    @property
    def meaning(self) -> str | Promise:
        """What is meant by it."""
        return MEANING[self.principle]


def board(
    ground: Ground, counted: Mapping[str, Mapping[str, Counted]], tendings: Mapping[Principle, Sequence[Tending]]
) -> list[Field]:
    """All seven, as this viewer may read them."""
    return [
        Field(
            principle,
            [*own(ground, principle), *_declared(ground, principle, counted)],
            tendings.get(principle, ())[:TENDED],
        )
        for principle in Principle
    ]


def _declared(ground: Ground, principle: Principle, counted: Mapping[str, Mapping[str, Counted]]) -> list[Beside]:
    found = []
    for one in standing_beside(ground.viewpoint.community):
        if one.principle is principle:
            parts = counted.get(one.code, {})
            may = bool(parts) if ground.tends else may_be_told(parts) and not ground.shape.is_small
            found.append(Beside(str(one.name), one.sentence(parts) if may else "", str(one.act), ground.url(one.page)))
    return found
