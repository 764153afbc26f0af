"""The sponsor’s page and a report come out of a printer on two pages, whatever stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.sponsorship.actions import reporting
from commonplace.sponsorship.actions.asking import Asked, ask
from commonplace.sponsorship.models import Report
from commonplace.sponsorship.queries.assembling import assembled
from commonplace.sponsorship.tests.test_paper import of
from commonplace.stories.actions.releasing import let_go
from commonplace.stories.actions.telling import Words, begin, tell
from commonplace.stories.models import Audience, Cycle

pytestmark = pytest.mark.django_db(transaction=True)
A4 = {"format": "A4", "prefer_css_page_size": True}


def pages_of(page: Page, address: str) -> int:
    """On how many pages of paper it comes out."""
    page.goto(address)
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(**A4)))


@pytest.fixture
def report(stick: Community, ines: Person, hal: Person) -> Callable[[str], Report]:
    """Lays one out in which each text is as long as its form lets it be."""
    stick.modules = [*stick.modules, "value", "sponsorship"]
    stick.save(update_fields=["modules"])

    def make(alphabet: str) -> Report:
        def text(length: int) -> str:
            return of(alphabet, length).strip()

        told = []
        for _number in range(2):
            story = begin(by=hal, community=stick, title=text(160).replace("\n", " "))
            for _step in range(3):
                words = Words(Cycle.REALIZED, text(290), checked_with=text(160).replace("\n", " "))
                step = tell(by=hal, story=story, words=words)
                let_go(by=hal, story=story, reach={step.pk: Audience.SPONSOR})
            told.append(story.pk)
        for number in range(4):
            ask(by=ines, community=stick, asked=Asked(f"{number} {text(150)}", why=text(1200)))
        since, until = date(2026, 1, 1), date(2026, 6, 30)
        answered = {"says": "part", "words": text(1200)}
        kept = assembled(stick, since=since, until=until) | {
            "brief": [{"lead": text(24), "words": text(160), "how": text(160)}] * 3,
            "asked": [
                {"title": text(160), "why": text(1200), "on": "2026-05-01", "answer": answered, "changed": text(1200)}
            ]
            * 4,
            "figures": [
                {
                    "name": text(120),
                    "cycle": "realized",
                    "horizon": "short",
                    "whose": "member",
                    "source": "asked",
                    "measure": "",
                    "question": text(200),
                    "unit": "",
                    "values": [],
                    "expected": {"words": text(200), "with": "Mireille", "on": "2026-01-01"},
                }
            ]
            * 9,
            "agreed": {name: text(4000) for name in ("gives", "will_not_ask", "shows")}
            | {"signed_on": "2026-01-01", "until": "2027-01-01"},
        }
        worded = reporting.Worded(text(80), text(240), text(700), told)
        return reporting.lay_out(by=ines, community=stick, since=since, until=until, worded=worded, kept=kept)

    return make


@pytest.mark.parametrize("alphabet", ["words", "wide", "endless"])
def test_two_pages(
    page: Page, walk_in: Callable[..., None], report: Callable[[str], Report], ines: Person, alphabet: str
) -> None:
    made = report(alphabet)
    walk_in(page, ines)
    assert pages_of(page, made.url("stick")) == 2
    reporting.put_to_core(by=ines, report=made, until=timezone.localdate() + timedelta(days=3))
    assert pages_of(page, made.url("stick")) == 2
    assert pages_of(page, "/c/stick/sponsor/") == 2
