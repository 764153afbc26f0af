"""The bad days of whoever tells, counts and pays, as docs/decisions/0051 lists them: each has an outcome, and nobody is
told what is not so.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import timezone

from commonplace.communities.audience import audience_inside
from commonplace.communities.membership.actions.sponsoring import end_sponsoring
from commonplace.communities.models import Look, Membership
from commonplace.communities.viewpoint import look
from commonplace.letters.actions import send_due
from commonplace.sponsorship.actions import asking, reporting
from commonplace.sponsorship.actions.keeping import keep_figures
from commonplace.sponsorship.models import Report, Request
from commonplace.sponsorship.queries.assembling import assembled
from commonplace.sponsorship.tests.test_pages import HERE, shown
from commonplace.stories.actions.objecting import let_stand, object_to
from commonplace.stories.actions.releasing import withdraw
from commonplace.value.actions.entering import enter
from commonplace.value.actions.indicators import Looked, SameName, begin, new_unit
from commonplace.value.cycles import Cycle, Horizon, Whose
from commonplace.value.models import RestsOn

SINCE, UNTIL = date(2026, 1, 1), date(2026, 6, 30)


@pytest.fixture
def report_of(stick, ines, now):
    """A report that sponsors have, of some stories."""

    def make(*stories):
        kept = assembled(stick, since=SINCE, until=UNTIL)
        worded = reporting.Worded("winter", "What it was good for.", "", [one.pk for one in stories])
        made = reporting.lay_out(by=ines, community=stick, since=SINCE, until=UNTIL, worded=worded, kept=kept, at=now)
        reporting.put_to_core(by=ines, report=made, until=(now + timedelta(days=3)).date(), at=now)
        made.refresh_from_db()
        reporting.release(by=ines, report=made, at=now + timedelta(days=4))
        return made

    return make


def test_a_teller_withdraws_the_day_before_the_board_meets(client, report_of, told, hal, henrik):
    story = told()
    report = report_of(story, told("The sheet that was not for us", worth="negative"))
    client.force_login(henrik)
    assert "ran less" in shown(client, report.url("stick"))
    withdraw(by=hal, story=story)
    said = shown(client, report.url("stick"))
    assert "A story stood here. Its teller withdrew it." in said
    assert "Sunday" not in said + shown(client)
    assert "It did harm" in said


def test_whoever_a_story_is_about_objects_the_day_before(client, report_of, told, tomasz, ines, henrik):
    """It is out of sight until a steward says what becomes of it; that somebody objects is told to no sponsor."""
    story = told()
    report = report_of(story)
    objection = object_to(by=tomasz, step=story.steps.get(), words="That was my shift.")
    client.force_login(henrik)
    pages = [shown(client, report.url("stick")), shown(client)]
    assert "A story stood here. It is not shown for now." in pages[0]
    for page in pages:
        assert "ran less" not in page
        assert "withdrew" not in page
        assert "objects" not in page
        assert "Tomasz" not in page
    let_stand(by=ines, objection=objection, reply="It names no shift.")
    assert "ran less" in shown(client, report.url("stick"))


def looked(name):
    return Looked(name, Cycle.REALIZED, Horizon.SHORT, Whose.ORGANISATION, unit="hours")


def test_two_indicators_of_one_name_never_stand_beside_each_other(client, stick, ines, henrik, now):
    begin(by=ines, community=stick, looked=looked("Run-time saved"), at=now)
    with pytest.raises(SameName):
        begin(by=ines, community=stick, looked=looked("RUN-TIME saved"), at=now)
    keep_figures(community=stick, at=now)
    client.force_login(henrik)
    assert shown(client).lower().count("run-time saved") == 1


def test_a_period_that_begins_after_it_ends_is_none(stick, ines):
    worded = reporting.Worded("winter", "Good.", "", ())
    for since, until in ((UNTIL, SINCE), (SINCE, timezone.now().date() + timedelta(days=1))):
        with pytest.raises(reporting.BeginsAfterItEnds):
            reporting.lay_out(by=ines, community=stick, since=since, until=until, worded=worded, kept={})
    assert not Report.objects.exists()


def test_a_number_in_another_unit_stands_before_nothing(stick, ines, now):
    one = begin(by=ines, community=stick, looked=looked("Run-time saved"), at=now)
    given = {"by": ines, "indicator": one, "told_by": "Measured", "rests_on": RestsOn.THINGS}
    enter(since=SINCE, until=date(2026, 3, 31), amount=Decimal(212), **given)
    new_unit(by=ines, indicator=one, unit="days", note="The meters count days now.")
    enter(since=date(2026, 4, 1), until=UNTIL, amount=Decimal(9), **given)
    (row,) = assembled(stick, since=SINCE, until=UNTIL)["figures"]
    assert [(Decimal(value["amount"]), value["unit"]) for value in row["values"]] == [(9, "days")]


def test_a_sponsor_who_leaves_the_organisation_reads_and_is_written_to_no_more(
    client, asks, report_of, stick, henrik, hal, now
):
    """What they said and looked at stays as it was; what they were asked waits for whoever comes next."""
    answered, waits = asks(), asks("A hydrophone")
    asking.answer(by=henrik, request=answered, says="yes", words="From May on.", on=0)
    report = report_of()
    client.force_login(henrik)
    assert client.get(HERE).status_code == 200
    end_sponsoring(by=henrik, membership=Membership.objects.get(person=henrik, community=stick))
    for page in (HERE, report.url("stick"), waits.url("stick")):
        assert client.get(page).status_code == 404
    send_due(now=timezone.now() + timedelta(minutes=5))
    assert mail.outbox == []
    assert list(Request.objects.waiting()) == [waits]
    client.force_login(hal)
    assert "From May on." in shown(client, answered.url("stick"))
    assert "Henrik Dahl" in shown(client, answered.url("stick")) + shown(client)
    assert Look.objects.filter(by=henrik).exists()


def test_a_sponsor_who_is_a_member_is_counted_by_every_composer_and_reads_no_draft(
    client, asks, report_of, stick, mireille, hal, henrik
):
    """Of two sponsors one is inside; looks of that one are on record as much as of the other."""
    assert audience_inside(look(hal, "stick")).sponsors == "1 sponsor can read this."
    report = report_of()
    Report.objects.filter(pk=report.pk).update(released_at=None)
    client.force_login(mireille)
    assert client.get(report.url("stick")).status_code == 404
    page = shown(client)
    assert "What we ask of you" in page
    assert "Your looks, on record" in page
    assert Look.objects.get(by=mireille).person is None
    asking.answer(by=mireille, request=asks(), says="no", words="Not this year.", on=0)
