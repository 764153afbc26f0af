"""How much of a report, and of the sponsor’s page, stands on two pages of paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonplace.sponsorship.agreed import Agreed
from commonplace.sponsorship.models.reports import MOST_ASKED, MOST_FIGURES, MOST_STORIES
from commonplace.sponsorship.paper import Asks, Page, Paper, Tells, fit
from commonplace.sponsorship.queries.page import Front, Requests
from commonplace.sponsorship.queries.reports import Sheet
from commonplace.sponsorship.queries.requests import Told as Request
from commonplace.sponsorship.queries.stories import Told
from commonplace.value.queries.reading import Reading

MOST_LOOKS = 3
# The head of what was answered, of the looks with the line on hours, and each look.
HEAD_OF_ANSWERED, HEAD_OF_LOOKS, LOOK = 43.0, 107.0, 34.0


def sheet_on_paper(sheet: Sheet) -> Paper:
    """That of a report, all of whose figures stand on its second page."""
    report = sheet.report
    asked = [
        Asks(one.title, _texts(one.why, str(one.answer), one.words, one.changed, _day(one.on))) for one in sheet.asked
    ]
    paper = fit(
        Page(
            f"{report.community.name}, {report.title}",
            report.opening,
            [(line["lead"], line["words"], line["how"]) for line in sheet.brief],
            asked,
            [_tells(one) for one in sheet.stories],
            [_row(one) for one in sheet.figures],
            [words for _label, words in sheet.agreed.lines] if sheet.agreed else (),
            report.closing,
        )
    )
    return replace(paper, rows=frozenset(range(len(sheet.figures))))


def front_on_paper(
    name: str,
    front: Front,
    requests: Requests,
    stories: Sequence[Told],
    agreed: Agreed | None,
    *,
    looks: int,
) -> Paper:
    """That of the page: what waits longest first, two stories, and the figures of which something is told first."""
    told = [*requests.open, *requests.answered][:MOST_ASKED]
    known = sorted(range(len(front.figures)), key=lambda number: _weight(front.figures[number]))
    rows = frozenset(known[:MOST_FIGURES])
    paper = fit(
        Page(
            name,
            "",
            [(line["lead"], line["words"], line["how"]) for line in front.lines],
            [_asks(one) for one in told],
            [_tells(one) for one in stories[:MOST_STORIES]],
            [_row(one) for number, one in enumerate(front.figures) if number in rows],
            [words for _label, words in agreed.lines] if agreed else (),
            above=HEAD_OF_ANSWERED * bool(requests.answered) + 25.0 * bool(front.withdrawn),
            more=HEAD_OF_LOOKS + LOOK * min(looks or 1, MOST_LOOKS),
        )
    )
    is_more = len(requests.open) + len(requests.answered) > paper.asked or len(front.figures) > len(rows)
    return replace(paper, rows=rows, is_cut=paper.is_cut or is_more or len(stories) > MOST_STORIES)


def _weight(one: Reading) -> int:
    """What is told comes first, then what is withheld, then what there is no evidence for."""
    return 0 if one.latest and one.latest.is_told else 1 if one.latest else 2


def _day(on: date) -> str:
    return date_format(on, "DATE_FORMAT")


def _texts(why: str, answer: str, words: str, changed: str, on: str) -> list[str]:
    texts = [why]
    if answer:
        texts.append(f"{answer}. {words}")
    if changed:
        texts.append(f"{_('What changed:')} {changed}")
    return [*texts, on]


def _asks(one: Request) -> Asks:
    answer, change = one.answer, one.change
    said = (str(answer.label), answer.words) if answer else ("", "")
    return Asks(one.request.title, _texts(one.request.why, *said, change.words if change else "", ""))


def _tells(one: Told) -> Tells:
    if not one.steps:
        return Tells("", "", "")
    name = one.byline.name if one.byline else _("A member, who asked not to be named")
    below = " · ".join([name, *(_("checked with %(who)s") % {"who": who} for who in one.checked)])
    notes = sum((one.is_partly, one.is_held, one.is_reworded))
    return Tells(one.story.title, "\n".join(step.words for step in one.steps), below, notes)


def _row(one: Reading) -> tuple[str, str, str, str, str]:
    latest, before, agreed = one.latest, one.before, one.agreed
    return (
        f"{one.indicator.name} {one.indicator.get_horizon_display()}",
        f"{latest.words} {latest.when}" if latest else _("no evidence yet"),
        before.words if before else "",
        f"{agreed.words} {_('agreed')} {_day(agreed.agreed_on)} {_('afterwards')}" if agreed else _("nothing agreed"),
        f"{one.how} {one.silence or one.rests_on}",
    )
