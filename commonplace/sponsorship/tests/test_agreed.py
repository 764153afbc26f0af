"""What was agreed stands on the sponsor’s page while it holds, and in a report as it stood."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.agreements.actions import sponsoring
from commonplace.communities.viewpoint import look
from commonplace.sponsorship.actions import reporting
from commonplace.sponsorship.agreed import agreed_as_kept, agreed_of
from commonplace.sponsorship.models import Report
from commonplace.sponsorship.queries.assembling import assembled
from commonplace.sponsorship.queries.reports import sheet_of


@pytest.fixture
def agree(stick, ines, henrik, now):
    """Has a steward lay it down, and a sponsor sign it."""

    def make(gives="Two hours a month.", *, on=0, signed=True):
        terms = sponsoring.Terms(gives, "Who said what.", timezone.localdate() + timedelta(days=90))
        laid = sponsoring.lay_down(by=ines, community=stick, terms=terms, on=on, at=now)
        if signed:
            sponsoring.sign(by=henrik, agreement=laid, at=now)
        return laid

    return make


def test_nothing_is_agreed_before_both_have_signed(stick, agree):
    agree(signed=False)
    assert agreed_as_kept(stick) == {}
    assert agreed_of({}) is None


def test_the_page_says_what_holds_and_until_when(client: Client, stick, agree, henrik, ines):
    client.force_login(henrik)
    assert "Nothing is agreed in writing yet" in client.get("/c/stick/sponsor/").text
    laid = agree()
    page = client.get("/c/stick/sponsor/")
    assert "Two hours a month." in page.text
    assert [str(label) for label, _words in page.context["agreed"].lines] == ["The host gives", "It will not ask"]
    assert page.context["agreed"].until == laid.until
    sponsoring.end(by=ines, agreement=laid, why="It was another year.")
    assert "Two hours a month." not in client.get("/c/stick/sponsor/").text


def test_a_report_keeps_what_held_when_it_was_laid_out(stick, agree, ines, henrik):
    agree()
    since, until = date(2026, 1, 1), date(2026, 6, 30)
    kept = assembled(stick, since=since, until=until)
    worded = reporting.Worded("winter", "What it was good for.", "", ())
    report = reporting.lay_out(by=ines, community=stick, since=since, until=until, worded=worded, kept=kept)
    agree("An hour a month.", on=1)
    sheet = sheet_of(Report.objects.get(pk=report.pk), look(ines, "stick"))
    assert [words for _label, words in sheet.agreed.lines] == ["Two hours a month.", "Who said what."]
    # Names of whoever signed stay where they signed: a report that is handed on carries none.
    assert henrik.name not in str(kept["agreed"])


@pytest.mark.parametrize("damaged", [{"gives": 3}, {"gives": "", "will_not_ask": "", "shows": ""}])
def test_what_nobody_kept_is_refused(damaged):
    with pytest.raises((LookupError, TypeError, ValueError)):
        agreed_of(damaged)
