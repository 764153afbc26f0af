"""The year as one picture, a row a month and a column a day, and the same as rows of a table."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from commonplace.cultivation.season.closed_days import ClosedDay
from commonplace.cultivation.season.drafts import Drafted
from commonplace.cultivation.season.meeting import Meeting
from commonplace.cultivation.season.proposals import Proposal
from commonplace.cultivation.season.reading import Season, month_from
from commonplace.ui.addresses import address

# Widths are shares of the picture, so that it is drawn alike on a wall and on a phone; heights are in pixels.
MONTHS, DAYS = 12, 31
LABEL = 11.0
COLUMN = (100 - LABEL) / DAYS
HEAD, ROW = 22, 32
SMALLEST, LARGEST = 4.0, 6.0
# Marks lie along the edges of a row, washes fill it.
HEIGHTS = {"full": 4, "closed": 6}
APART = 9.0
TONES, OTHERS = 5, 6


@dataclass(frozen=True)
class Dot:
    """One gathering, or a proposal. `state` is "been", "plan", "open" or "idea"; only what lies ahead leads on."""

    x: str
    y: str
    radius: float
    tone: int
    state: str
    words: str
    url: str = ""
    day: str = ""


@dataclass(frozen=True)
class Bar:
    """A wash over days of one month, or a mark on one day."""

    x: str
    y: int
    width: str
    kind: str
    words: str = ""

    @property
    def height(self) -> int:
        """How much of its row it takes, from the top."""
        return HEIGHTS.get(self.kind, ROW)


@dataclass(frozen=True)
class Form:
    """A form with its colour, as the legend names it."""

    name: str
    tone: int


@dataclass(frozen=True)
class Month:
    """A row of the picture: the first day, and where its words stand."""

    day: date
    y: int


@dataclass(frozen=True)
class Picture:
    """Everything the template draws."""

    height: int
    months: Sequence[Month]
    days: Sequence[tuple[int, str]]
    bars: Sequence[Bar]
    dots: Sequence[Dot]
    forms: Sequence[Form]
    has_others: bool
    label: float = LABEL
    column: float = COLUMN
    row: int = ROW
    head: int = HEAD


def picture(
    season: Season, ideas: Sequence[Proposal], closed: Sequence[ClosedDay], slug: str, drafts: Sequence[Drafted] = ()
) -> Picture:
    """The year of a season."""
    shown = [one for one in season.meetings if season.first <= one.day <= season.last]
    forms = _forms(shown)
    months = [Month(month_from(season.first, at), HEAD + at * ROW) for at in range(MONTHS)]
    return Picture(
        height=HEAD + MONTHS * ROW,
        months=months,
        days=[(day, _percent(LABEL + (day - 0.5) * COLUMN)) for day in (1, 5, 10, 15, 20, 25, 30)],
        bars=[*_washes(season), *_closed(season, closed), *_today(season)],
        dots=list(_dots(season, shown, ideas, drafts, {one.name: one.tone for one in forms}, slug)),
        forms=forms,
        has_others=any(one.form_name not in {form.name for form in forms} for one in shown),
    )


def _forms(shown: Iterable[Meeting]) -> list[Form]:
    """The forms met most often have colours of their own; all others share one."""
    often = Counter(one.form_name for one in shown if one.form)
    named = sorted(often, key=lambda name: (-often[name], name))[:TONES]
    return [Form(name, tone) for tone, name in enumerate(named, start=1)]


def _dots(
    season: Season,
    shown: Sequence[Meeting],
    ideas: Sequence[Proposal],
    drafts: Sequence[Drafted],
    tones: dict[str, int],
    slug: str,
) -> Iterator[Dot]:
    many = Counter([*(one.day for one in shown), *(one.day for one in ideas), *(one.day for one in drafts)])
    placed: Counter[date] = Counter()
    most = max((one.there or one.coming for one in shown), default=0)
    for one in shown:
        x, y = _place(season, one.day, placed, many)
        is_over = one.is_over(season.now)
        state = "open" if not one.has_date else "been" if is_over else "plan"
        yield Dot(
            x,
            y,
            _radius((one.there if is_over else one.coming) or 0, most),
            tones.get(one.form_name, OTHERS),
            state,
            f"{date_format(one.day, _('l j F'))}: {one.title}",
            address("season-move", slug, one.pk) if state == "plan" else "",
            one.day.isoformat(),
        )
    for draft in drafts:
        x, y = _place(season, draft.day, placed, many)
        words = _("%(day)s: your draft, %(title)s") % {
            "day": date_format(draft.day, _("l j F")),
            "title": draft.title,
        }
        yield Dot(x, y, LARGEST, OTHERS, "idea", words, draft.url, draft.day.isoformat())
    for idea in ideas:
        x, y = _place(season, idea.day, placed, many)
        words = _("%(day)s: proposed") % {"day": date_format(idea.day, _("l j F"))}
        tone = tones.get(idea.form_name, OTHERS)
        yield Dot(x, y, LARGEST, tone, "idea", words, idea_url(idea, slug), idea.day.isoformat())


def idea_url(idea: Proposal, slug: str) -> str:
    """The page on which it is called, filled in; the day comes last, so that another can take its place."""
    said = {"copy": idea.copies, "minutes": idea.minutes, "zone": idea.slot.zone, "at": f"{idea.slot.at:%H:%M}"}
    filled = {name: value for name, value in said.items() if value is not None} | {"on": idea.day.isoformat()}
    return f"{address('convening', slug)}?{urlencode(filled, safe='/:')}"


def _place(season: Season, day: date, placed: Counter[date], many: Counter[date]) -> tuple[str, str]:
    """Where a dot of a day stands; several of one day stand above one another."""
    at = placed[day]
    placed[day] += 1
    shift = (at - (many[day] - 1) / 2) * min(APART, (ROW - 8) / many[day])
    return _middle(day), f"{_row(season, day) + ROW / 2 + shift:.1f}"


def _radius(people: int, most: int) -> float:
    """A dot's area says how many; on one scale for the year."""
    share = math.sqrt(people / most) if most else 0
    return round(SMALLEST + (LARGEST - SMALLEST) * share, 2)


def _washes(season: Season) -> Iterator[Bar]:
    for silence in season.silences:
        words = ngettext("%(n)d day without a gathering", "%(n)d days without a gathering", silence.days)
        first, last = max(silence.first, season.first), min(silence.last, season.last)
        yield from _over(season, first, last, "silence", words % {"n": silence.days})
    for full in season.full:
        yield from _over(season, full.monday, full.monday + timedelta(days=6), "full", _("a full week"))


def _over(season: Season, first: date, last: date, kind: str, words: str) -> Iterator[Bar]:
    """A wash over days, a part for each month."""
    first, last = max(first, season.first), min(last, season.last)
    while first <= last:
        end = min(last, month_from(first, 1) - timedelta(days=1))
        yield Bar(_left(first), _row(season, first), _percent(COLUMN * ((end - first).days + 1)), kind, words)
        first = end + timedelta(days=1)


def _closed(season: Season, closed: Sequence[ClosedDay]) -> Iterator[Bar]:
    days: dict[date, list[ClosedDay]] = {}
    for one in closed:
        days.setdefault(one.day, []).append(one)
    for day, here in days.items():
        words = ", ".join(f"{one.name} ({one.country})" for one in here)
        yield Bar(_left(day), _row(season, day), _percent(COLUMN), "closed", words)


def _today(season: Season) -> Iterator[Bar]:
    yield Bar(_left(season.today), _row(season, season.today), _percent(COLUMN), "today", _("today"))


def _row(season: Season, day: date) -> int:
    months = (day.year - season.first.year) * 12 + day.month - season.first.month
    return HEAD + months * ROW


def _left(day: date) -> str:
    return _percent(LABEL + (day.day - 1) * COLUMN)


def _middle(day: date) -> str:
    return _percent(LABEL + (day.day - 0.5) * COLUMN)


def _percent(share: float) -> str:
    return f"{share:.3f}%"


@dataclass(frozen=True)
class Line:
    """A line of the table that says what the picture shows."""

    day: date
    title: str
    form: str
    state: str
    people: int | None
    url: str = ""
    move: str = ""


def table(season: Season, ideas: Sequence[Proposal], slug: str, drafts: Sequence[Drafted] = ()) -> list[Line]:
    """Every gathering of the year and what is proposed, in order of days."""
    lines = [
        Line(
            day=one.day,
            title=one.title,
            form=one.form_name if one.form_name != one.title else "",
            state=_state(season, one),
            people=one.there if one.is_over(season.now) else one.coming,
            url=address("gathering", slug, one.pk),
            move=address("season-move", slug, one.pk) if one.has_date and not one.is_over(season.now) else "",
        )
        for one in season.meetings
        if season.first <= one.day <= season.last
    ]
    lines += [
        Line(one.day, name_of(one), "", pgettext("a gathering", "proposed"), None, idea_url(one, slug)) for one in ideas
    ]
    lines += [Line(one.day, one.title, "", _("your draft"), None, one.url) for one in drafts]
    return sorted(lines, key=lambda line: (line.day, line.title))


def _state(season: Season, one: Meeting) -> str:
    if not one.has_date:
        return _("its date is open")
    return pgettext("a gathering", "has been") if one.is_over(season.now) else pgettext("a gathering", "planned")


def name_of(idea: Proposal) -> str:
    """What a proposal is called: its form, or that it stands alone."""
    return idea.form_name or _("A gathering of its own")
