"""All that the page of a mutual benchmark shows: its lessons to everyone, and the rest to its group alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.undertakings.figures import for_a_sheet, shown
from commonplace.undertakings.models import (
    Figure,
    Lesson,
    LessonYes,
    Measure,
    MutualBenchmark,
    Participant,
    Period,
    Showing,
    Undertaking,
)
from commonplace.undertakings.spread import spread


@dataclass(frozen=True)
class Member:
    """Somebody in the group, or who asks to be."""

    part: Participant
    byline: Byline
    is_own: bool
    is_here: bool


@dataclass(frozen=True)
class Group:
    """Who is in it, who asks to be, and the viewer's own part."""

    inside: Sequence[Member]
    asking: Sequence[Member]
    own: Participant | None
    # The viewer has asked, and is not let in yet.
    waits: bool


@dataclass(frozen=True)
class Cell:
    """What stands in the table where a participant and a measure meet."""

    words: str = ""
    note: str = ""
    # The number as spreadsheets of the reader's language take it.
    plain: str = ""
    # It was given, or became another, after the numbers were open.
    is_late: bool = False


@dataclass(frozen=True)
class Row:
    """The numbers of one participant."""

    member: Member
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Column:
    """A measure in one period: how many answered, whether it is open, and its spread in words once it is."""

    measure: Measure
    answered: int
    is_open: bool
    middle: str = ""
    reach: str = ""
    has_own: bool = False
    # Who said what stands behind their number, where it is open.
    notes: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Table:
    """One period, as the viewer may see it: another's number stands in it once its measure is open."""

    period: Period
    columns: Sequence[Column]
    rows: Sequence[Row]
    is_any_open: bool
    own_missing: int


@dataclass(frozen=True)
class Shown:
    """Who would show what of a measure."""

    measure: Measure
    offers: Sequence[tuple[Showing, Byline]]
    own: str


@dataclass(frozen=True)
class Learned:
    """A lesson, and how far its group has agreed to tell it."""

    lesson: Lesson
    byline: Byline
    yes: int
    has_own_yes: bool
    is_own: bool


def group_of(undertaking: Undertaking, viewpoint: Viewpoint) -> Group:
    """Who is in its group, in the order in which they came; one query."""
    person = viewpoint.person
    still = Participant.objects.still_here(undertaking).filter(pk=OuterRef("pk"))
    found = undertaking.participants.select_related("person").defer(*beyond_byline("person"))
    members = [
        Member(
            one,
            viewpoint.byline_for(one.person),
            person is not None and one.person_id == person.pk,
            getattr(one, "is_here", False),
        )
        for one in found.annotate(is_here=Exists(still)).order_by("pk")
    ]
    mine = next((one for one in members if one.is_own), None)
    return Group(
        inside=[one for one in members if one.is_here],
        asking=[one for one in members if one.part.let_in_at is None],
        own=mine.part if mine is not None and mine.is_here else None,
        waits=mine is not None and mine.part.let_in_at is None,
    )


def measures_of(benchmark: MutualBenchmark, group: Group) -> Sequence[Measure]:
    """What is compared, for whoever has a part in the group; one query."""
    return list(benchmark.measures.order_by("pk")) if group.own is not None else []


def tables_of(benchmark: MutualBenchmark, group: Group, measures: Sequence[Measure]) -> Sequence[Table]:
    """A table for each period, the last first, for whoever has a part in the group; two queries, none for others."""
    if group.own is None:
        return []
    inside = [one.part.pk for one in group.inside]
    figures: dict[tuple[int, int], dict[int, Figure]] = {}
    for one in Figure.objects.filter(measure__in=measures, participant__in=inside).order_by("pk"):
        figures.setdefault((one.period_id, one.measure_id), {})[one.participant_id] = one
    periods: dict[int, Period] = {}
    opened: dict[tuple[int, int], datetime] = {}
    rows = benchmark.periods.order_by("-pk").values_list("pk", "words", "openings__measure", "openings__at")
    for pk, words, measure, at in rows:
        periods.setdefault(pk, Period(pk=pk, words=words))
        if measure is not None:
            opened[pk, measure] = at
    return [_table(one, measures, group.own, group.inside, figures, opened) for one in periods.values()]


def _table(
    period: Period,
    measures: Sequence[Measure],
    own: Participant,
    inside: Sequence[Member],
    figures: dict[tuple[int, int], dict[int, Figure]],
    opened: dict[tuple[int, int], datetime],
) -> Table:
    given = {one.pk: figures.get((period.pk, one.pk), {}) for one in measures}
    open_at = {one.pk: opened.get((period.pk, one.pk)) for one in measures}
    names = {one.part.pk: one.byline.name for one in inside}
    columns = [_column(one, given[one.pk], open_at[one.pk], own, names) for one in measures]
    rows = [
        Row(
            member,
            [
                _cell(given[one.pk].get(member.part.pk), open_at[one.pk], is_own=member.part.pk == own.pk)
                for one in measures
            ],
        )
        for member in inside
    ]
    return Table(
        period=period,
        columns=columns,
        rows=rows,
        is_any_open=any(one.is_open for one in columns),
        own_missing=sum(not one.has_own for one in columns),
    )


def _column(
    measure: Measure, given: dict[int, Figure], open_at: datetime | None, own: Participant, names: dict[int, str]
) -> Column:
    middle = reach = ""
    if open_at is not None:
        found = spread([one.amount for one in given.values() if one.amount is not None])
        if found is None:
            middle = _("Fewer than three numbers; they have no middle.")
        else:
            said = {"n": shown(found.middle), "least": shown(found.least), "most": shown(found.most)}
            middle = _("The middle is %(n)s.") % said
            reach = _("They reach from %(least)s to %(most)s.") % said
    notes = [(names[pk], one.note) for pk, one in given.items() if one.note and (open_at is not None or pk == own.pk)]
    return Column(measure, len(given), open_at is not None, middle, reach, own.pk in given, notes)


def _cell(figure: Figure | None, open_at: datetime | None, *, is_own: bool) -> Cell:
    if figure is None:
        return Cell(_("not given yet") if open_at is not None or is_own else "")
    if open_at is None and not is_own:
        return Cell()
    is_late = open_at is not None and (figure.at > open_at or figure.changed_at is not None)
    if figure.amount is None:
        return Cell(_("left out"), figure.note, is_late=is_late)
    return Cell(shown(figure.amount), figure.note, for_a_sheet(figure.amount), is_late)


def showings_of(measures: Sequence[Measure], group: Group) -> Sequence[Shown]:
    """For each measure, who would show how; one query, for whoever has a part in the group."""
    if group.own is None:
        return []
    inside = {one.part.pk: one.byline for one in group.inside}
    offers: dict[int, list[Showing]] = {}
    for one in Showing.objects.filter(measure__in=measures, participant__in=inside).order_by("pk"):
        offers.setdefault(one.measure_id, []).append(one)
    own = group.own.pk
    return [
        Shown(
            measure,
            [(one, inside[one.participant_id]) for one in offers.get(measure.pk, [])],
            next((one.words for one in offers.get(measure.pk, []) if one.participant_id == own), ""),
        )
        for measure in measures
    ]


def lessons_of(benchmark: MutualBenchmark, group: Group, viewpoint: Viewpoint) -> Sequence[Learned]:
    """What is told, and for the group what waits for a yes; one query."""
    person = viewpoint.person
    own = LessonYes.objects.filter(lesson=OuterRef("pk"), participant=group.own)
    here = Q(agreed__participant__in=[one.part.pk for one in group.inside])
    found = benchmark.lessons.select_related("by").defer(*beyond_byline("by")).order_by("pk")
    found = found.annotate(yes=Count("agreed", filter=here), has_own_yes=Exists(own))
    if group.own is None:
        found = found.filter(told_at__isnull=False)
    return [
        Learned(
            lesson=one,
            byline=viewpoint.byline_for(one.by),
            yes=one.yes,
            has_own_yes=one.has_own_yes,
            is_own=person is not None and one.by_id == person.pk,
        )
        for one in found
    ]


def sheet_of(tables: Sequence[Table]) -> Iterable[Sequence[str]]:
    """The open numbers, and the viewer's own, line by line for a spreadsheet."""
    yield [_("Period"), _("Who"), _("For"), _("Measure"), _("Unit"), _("Number"), _("What stands behind it")]
    for table in tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                if cell.words:
                    yield [
                        table.period.words,
                        row.member.byline.name,
                        row.member.part.speaks_for,
                        column.measure.name,
                        column.measure.unit,
                        cell.plain or cell.words,
                        cell.note,
                    ]


def own_figures(period: Period, part: Participant) -> dict[int, Figure]:
    """What somebody gave for a period, by measure; one query."""
    return {one.measure_id: one for one in Figure.objects.filter(period=period, participant=part)}
