"""What stewards see of a list of people: each row with how it stands, what was typed, and how many stand how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from commonplace.communities.joining.actions.inviting import AT_ONCE
from commonplace.communities.models import Community
from commonplace.lib.archives.people import Invitee
from commonplace.lib.archives.people_headings import Field
from commonplace.lib.archives.sheets import Cells
from commonplace.people.languages import country_name
from commonplace.transfer.actions.listing import MENDED, as_taken, cells_of
from commonplace.transfer.models import Listed, PeopleList, Stand
from commonplace.transfer.reasons import wrong_in_row

SHOWN: Final = 20  # rows of a preview
SHOWS: Final[Mapping[str, Sequence[str]]] = {
    "waits": (Stand.WAITS,),
    "wrong": (Stand.WRONG,),
    "invited": (Stand.INVITED, Stand.BEFORE),
    "here": (Stand.JOINED, Stand.HERE),
    "left": (Stand.UNWISHED, Stand.SILENT),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is shown: what is known of somebody, what is wrong, and what was typed where that matters."""

    row: Listed
    where: str  # organisation, country
    wrong: Sequence[str]
    typed: Sequence[str]
    is_ticked: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """How a list would be read where its columns hold what is said."""

    people: int
    reachable: int
    first: Sequence[Row]
    wrong: Sequence[Row]
    wrong_count: int
    by_reason: Sequence[tuple[str, int]] = field(default_factory=tuple)


def standing_on(people: PeopleList, community: Community, now: datetime, show: str = "") -> QuerySet[Listed]:
    """Those on a list with how it stands with each, all or some."""
    return people.listed.standing(community, now, SHOWS.get(show, ()))


def counted(people: PeopleList, community: Community, now: datetime) -> dict[str, int]:
    """How many of a list stand how, by what may be shown."""
    each = people.listed.numbers(community, now)
    return {show: sum(each.get(stand, 0) for stand in stands) for show, stands in SHOWS.items()}


def next_in_turn(people: PeopleList, community: Community, now: datetime) -> list[int]:
    """The numbers of the rows that are invited where all are, as many as are at once."""
    waiting = standing_on(people, community, now, "waits").order_by("number")
    return list(waiting.values_list("number", flat=True)[:AT_ONCE])


def shown(rows: Iterable[Listed], ticked: Iterable[str] = ()) -> list[Row]:
    """Rows of an agreed list as they are shown."""
    chosen = set(ticked)
    return [
        Row(
            one,
            " · ".join(filter(None, (one.organisation, country_name(one.country) if one.country else "", one.craft))),
            [wrong_in_row(code) for code in one.wrong],
            [cell for cell in one.cells if cell],
            str(one.pk) in chosen,
        )
        for one in rows
    ]


def previewed(people: PeopleList, fields: Sequence[Field | None]) -> Preview:
    """How a list would be read."""
    found = [(one, cells) for one, cells in as_taken(cells_of(people), fields)]
    wrong = [(one, cells) for one, cells in found if one.wrong]
    reasons: dict[str, int] = {}
    for one, _cells in wrong:
        for code in one.wrong:
            reasons[code] = reasons.get(code, 0) + 1
    return Preview(
        len(found),
        sum(one.can_be_invited for one, _cells in found),
        [_as_row(*one) for one in found[:SHOWN]],
        [_as_row(*one) for one in wrong[:SHOWN]],
        len(wrong),
        [(wrong_in_row(code), number) for code, number in sorted(reasons.items(), key=lambda one: -one[1])],
    )


def _as_row(one: Invitee, cells: Cells) -> Row:
    row = Listed(
        number=one.row,
        name=one.name,
        address=one.address,
        organisation=one.organisation,
        country=one.country,
        craft=one.craft,
        wrong=[str(code) for code in one.wrong],
        cells=cells if one.wrong else [],
    )
    return shown([row])[0]


def typed_of(row: Listed) -> dict[str, Any]:
    """What stands in the form that mends a row: what was typed, where something is wrong with it."""
    said = {str(one): getattr(row, str(one)) for one in MENDED}
    said["country"] = country_name(row.country) if row.country else ""
    typed = {one: cell for one, cell in zip(row.people.fields, row.cells, strict=False) if one is not None}
    parts = (typed.get(Field.FIRST, ""), typed.get(Field.LAST, ""))
    typed.setdefault(Field.NAME, " ".join(filter(None, parts)))
    return said | {str(one): cell for one, cell in typed.items() if cell and str(one) in said}
