"""The matrix as a page shows it: cycles across, what is looked at in them, and stories through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.direction import isolated
from commonplace.value.cycles import AROUND, ASKS, COLUMNS, Cycle
from commonplace.value.matrix import Drawn, Knot, Picture, draw
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
    """Columns that are drawn as one, with the lines through them, and what the story of each letter is called."""

    columns: Sequence[Column]
    drawn: Drawn
    titles: Mapping[str, str]

    @property
    def cells(self) -> list[Cell]:
        """All of them."""
        return [cell for column in self.columns for cell in column.cells]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked at."""
        return not self.cells

    @property
    def heads(self) -> list[str]:
        """The heads of its table."""
        return [
            _("Where it shows"),
            _("What we look at"),
            _("How much"),
            _("When"),
            pgettext("of a number", "Expected"),
            _("Stories"),
        ]

    @property
    def table(self) -> list[list[str | Promise]]:
        """The same as a table in words; a column in which nothing is looked at has a row that says so."""
        rows: list[list[str | Promise]] = []
        for column in self.columns:
            rows += [_row(column, cell, self.titles) for cell in column.cells]
            if not column.cells:
                rows.append([column.cycle.label, _("Nobody has asked yet"), "", "", "", ""])
        return rows


@dataclass(frozen=True)
class Matrix:
    """Both bands, the readings that they are made of, and the stories that are drawn through them."""

    learning: Band
    around: Band
    readings: Sequence[Reading]
    told: Sequence[tuple[Knot, Told]]
    left_out: int

    @property
    def crossed(self) -> list[Cell]:
        """What several stories touch, most of them first."""
        cells = [*self.learning.cells, *self.around.cells]
        return sorted((cell for cell in cells if cell.stories > 1), key=lambda cell: -cell.stories)[:MOST_CROSSED]

    @property
    def in_steps(self) -> Told | None:
        """The one story that is told step by step beside the matrix."""
        return next((one for _knot, one in self.told if one.steps), None)


def _row(column: Column, cell: Cell, titles: Mapping[str, str]) -> list[str | Promise]:
    latest, one = cell.reading.latest, cell.reading.indicator
    stories = [
        _("%(title)s (hoped for)") % {"title": titles[knot.letter]} if knot.is_hoped else titles[knot.letter]
        for knot in cell.knots
    ]
    if cell.unseen:
        stories.append(ngettext("%(n)d more", "%(n)d more", cell.unseen) % {"n": cell.unseen})
    return [
        column.cycle.label,
        isolated(one.name),
        latest.words if latest else _("No evidence yet"),
        latest.when if latest else "",
        isolated(cell.reading.agreed.words) if cell.reading.agreed else "",
        "; ".join(stories),
    ]


def matrix_for(viewpoint: Viewpoint, *, wanted: Wanted = ALL, follow: int = 0) -> Matrix:
    """The matrix of a community as the viewer may see it, with one story picked out where they follow one."""
    readings = read(viewpoint.community, as_steward=viewpoint.is_steward, wanted=replace(wanted, is_brief=True))
    seen = seen_by(viewpoint)
    bands = [_columns(cycles, readings) for cycles in (COLUMNS, AROUND)]
    picture = draw(
        [[[one.indicator.pk for one in column] for column in columns] for columns in bands],
        threads_of(seen),
        first=follow,
    )
    stories = told(list(picture.letters), seen, viewpoint, in_steps=_told_in_steps(picture, seen, follow))
    titles = {knot.letter: isolated(stories[story].title) for story, knot in picture.letters.items()}
    learning, around = [
        _band(cycles, columns, drawn, titles)
        for cycles, columns, drawn in zip((COLUMNS, AROUND), bands, picture.bands, strict=True)
    ]
    lines = [(knot, stories[story]) for story, knot in picture.letters.items()]
    return Matrix(learning, around, readings, lines, picture.left_out)


def _told_in_steps(picture: Picture, seen: Mapping[int, Seen], follow: int) -> int:
    """The story that somebody follows, else the one that touches most: 0 where none is drawn."""
    if follow in picture.letters:
        return follow
    return max(picture.letters, key=lambda story: len(seen[story].touches), default=0)


def _columns(cycles: Sequence[Cycle], readings: Sequence[Reading]) -> list[list[Reading]]:
    return [[one for one in readings if one.indicator.cycle == cycle] for cycle in cycles]


def _band(
    cycles: Sequence[Cycle], columns: Sequence[Sequence[Reading]], drawn: Drawn, titles: Mapping[str, str]
) -> Band:
    cells = [
        Column(
            cycle,
            ASKS[cycle],
            [
                Cell(one, drawn.knots.get(one.indicator.pk, ()), drawn.touched.get(one.indicator.pk, 0))
                for one in column
            ],
        )
        for cycle, column in zip(cycles, columns, strict=True)
    ]
    return Band(cells, drawn, titles)
