"""The matrix as a page shows it: cycles across, what is looked at in them, and stories through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.direction import isolated
from commonplace.value.cycles import AROUND, ASKS, COLUMNS, Cycle
from commonplace.value.matrix import Drawn, Knot, draw
from commonplace.value.queries.reading import ALL, Reading, Wanted, read
from commonplace.value.queries.threads import Seen, Told, seen_by, threads_of, told

MOST_CROSSED = 5


@dataclass(frozen=True)
class Cell:
    """Something that is looked at, and who touches it: `stories` may be more than have a knot here."""

    reading: Reading
    knots: Sequence[Knot]
    stories: int

    @property
    def unseen(self) -> int:
        """How many stories touch it that are not drawn here."""
        return self.stories - len(self.knots)


@dataclass(frozen=True)
class Column:
    """A cycle, what it asks, and its cells."""

    cycle: Cycle
    asks: str | Promise
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Band:
    """Columns that are drawn as one, with the lines through them, and the stories that these are."""

    columns: Sequence[Column]
    drawn: Drawn
    told: Sequence[tuple[Knot, Told]]

    @property
    def cells(self) -> list[Cell]:
        """All of them."""
        return [cell for column in self.columns for cell in column.cells]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked at."""
        return not self.cells

    @property
    def crossed(self) -> list[Cell]:
        """What several stories touch, most of them first."""
        found = sorted((cell for cell in self.cells if cell.stories > 1), key=lambda cell: -cell.stories)
        return found[:MOST_CROSSED]

    @property
    def heads(self) -> list[str]:
        """The heads of its table."""
        return [_("Where it shows"), _("What we look at"), _("How much"), _("When"), _("Stories")]

    @property
    def table(self) -> list[list[str | Promise]]:
        """The same as a table in words; a column in which nothing is looked at has a row that says so."""
        titles = {knot.letter: isolated(one.title) for knot, one in self.told}
        rows: list[list[str | Promise]] = []
        for column in self.columns:
            rows += [_row(column, cell, titles) for cell in column.cells]
            if not column.cells:
                rows.append([column.cycle.label, _("Nobody has asked yet"), "", "", ""])
        return rows


@dataclass(frozen=True)
class Matrix:
    """Both bands, and the readings that they are made of."""

    learning: Band
    around: Band
    readings: Sequence[Reading]


def _row(column: Column, cell: Cell, titles: Mapping[str, str]) -> list[str | Promise]:
    latest, one = cell.reading.latest, cell.reading.indicator
    stories = [titles[knot.letter] for knot in cell.knots]
    if cell.unseen:
        stories.append(ngettext("%(n)d more", "%(n)d more", cell.unseen) % {"n": cell.unseen})
    return [
        column.cycle.label,
        isolated(one.name),
        latest.words if latest else _("No evidence yet"),
        latest.when if latest else "",
        "; ".join(stories),
    ]


def matrix_for(viewpoint: Viewpoint, *, wanted: Wanted = ALL, follow: int = 0) -> Matrix:
    """The matrix of a community as the viewer may see it, with one story picked out where they follow one."""
    readings = read(viewpoint.community, as_steward=viewpoint.is_steward, wanted=wanted)
    seen = seen_by(viewpoint)
    drawn = [_drawn(cycles, readings, seen, follow) for cycles in (COLUMNS, AROUND)]
    stories = told([story for one in drawn for story in one.letters], seen, viewpoint)
    learning, around = [
        _band(cycles, readings, one, stories) for cycles, one in zip((COLUMNS, AROUND), drawn, strict=True)
    ]
    return Matrix(learning, around, readings)


def _columns(cycles: Sequence[Cycle], readings: Sequence[Reading]) -> list[list[Reading]]:
    return [[one for one in readings if one.indicator.cycle == cycle] for cycle in cycles]


def _drawn(cycles: Sequence[Cycle], readings: Sequence[Reading], seen: dict[int, Seen], follow: int) -> Drawn:
    keys = [[one.indicator.pk for one in column] for column in _columns(cycles, readings)]
    return draw(keys, threads_of(seen), first=follow)


def _band(cycles: Sequence[Cycle], readings: Sequence[Reading], drawn: Drawn, stories: Mapping[int, Told]) -> Band:
    cells = [
        Column(
            cycle,
            ASKS[cycle],
            [
                Cell(one, drawn.knots.get(one.indicator.pk, ()), drawn.touched.get(one.indicator.pk, 0))
                for one in column
            ],
        )
        for cycle, column in zip(cycles, _columns(cycles, readings), strict=True)
    ]
    return Band(cells, drawn, [(knot, stories[story]) for story, knot in drawn.letters.items()])
