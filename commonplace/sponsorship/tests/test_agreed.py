"""What was agreed stands on the sponsor’s page while it holds, and in a report as it stood."""

from datetime import timedelta

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

    def make(gives="Two hours a month.", *, on=0, signed=True, at=now, days=90):
        terms = sponsoring.Terms(gives, "Who said what.", timezone.localdate(at) + timedelta(days=days))
        laid = sponsoring.lay_down(by=ines, community=stick, terms=terms, on=on, at=at)
        if signed:
            sponsoring.sign(by=henrik, agreement=laid, at=at)
        return laid

    return make


def test_nothing_is_agreed_before_both_have_signed(stick, agree):
    agree(signed=False)
    assert agreed_as_kept(stick, on=timezone.localdate()) == {}
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


def report_of(stick, ines, since, until):
    kept = assembled(stick, since=since, until=until)
    worded = reporting.Worded("winter", "What it was good for.", "", ())
    return reporting.lay_out(by=ines, community=stick, since=since, until=until, worded=worded, kept=kept)


def test_a_report_keeps_what_held_when_its_period_ended(stick, agree, ines, henrik, now):
    """Whenever it is laid out or kept anew: after another was signed, and after that ended, too."""
    until = (now - timedelta(days=40)).date()
    agree(at=now - timedelta(days=200), days=190)
    agree("An hour a month.", on=1, at=now - timedelta(days=30))
    report = report_of(stick, ines, until - timedelta(days=180), until)
    agree("Ten minutes a year.", on=2)
    sheet = sheet_of(Report.objects.get(pk=report.pk), look(ines, "stick"))
    assert [words for _label, words in sheet.agreed.lines] == ["Two hours a month.", "Who said what."]
    assert sheet.agreed.signed_on == (now - timedelta(days=200)).date()
    assert assembled(stick, since=until, until=until)["agreed"] == report.kept["agreed"]
    # Names of whoever signed stay where they signed: a report that is handed on carries none.
    assert henrik.name not in str(report.kept["agreed"])


def test_of_a_day_it_tells_what_held_on_it(stick, agree, ines, now):
    def held(days_ago):
        return agreed_as_kept(stick, on=(now - timedelta(days=days_ago)).date()).get("gives", "")

    agree("The first.", at=now - timedelta(days=300), days=100)
    agree("Nobody signed.", on=1, signed=False, at=now - timedelta(days=290))
    third = agree("The third.", on=2, at=now - timedelta(days=90), days=365)
    sponsoring.end(by=ines, agreement=third, why="The budget.", at=now - timedelta(days=10))
    assert [held(days) for days in (301, 300, 200, 199, 91, 90, 11, 10, 0)] == [
        "", "The first.", "The first.", "", "", "The third.", "The third.", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize("damaged", [{"gives": 3}, {"gives": "", "will_not_ask": "", "shows": ""}])
def test_what_nobody_kept_is_refused(damaged):
    with pytest.raises((LookupError, TypeError, ValueError)):
        agreed_of(damaged)
