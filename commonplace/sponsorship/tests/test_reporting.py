"""A report is laid out, read by the core group first, released, and printed again; what was withdrawn is nowhere."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import look
from commonplace.letters.models import Letter
from commonplace.sponsorship.actions import asking, reporting, saying
from commonplace.sponsorship.models import CoreReading, Report, ReportStep
from commonplace.sponsorship.queries.assembling import assembled
from commonplace.sponsorship.queries.reports import sheet_of
from commonplace.sponsorship.who import NotASteward, core_of
from commonplace.stories.models import Release, Withdrawal

SINCE, UNTIL = date(2026, 1, 1), date(2026, 6, 30)


def worded(*stories, opening="What it was good for."):
    return reporting.Worded("winter and spring", opening, "", [one.pk for one in stories])


@pytest.fixture
def librarian(stick, ines, hal, now):
    """Hal holds a role, and so is one of the core group."""
    membership = Membership.objects.get(person=hal, community=stick)
    appoint(by=ines, membership=membership, name="Librarian", since=date(2020, 1, 1), until=None)
    return hal


@pytest.fixture
def draft(stick, ines, told, asks):
    """Lays one out that tells the stories given."""

    def make(*stories, **more):
        given = {"since": SINCE, "until": UNTIL, **more}
        kept = assembled(stick, since=given["since"], until=given["until"])
        return reporting.lay_out(by=ines, community=stick, worded=worded(*stories), kept=kept, **given)

    return make


def released(report, ines, now):
    reporting.put_to_core(by=ines, report=report, until=(now + timedelta(days=3)).date(), at=now)
    report.refresh_from_db()
    reporting.release(by=ines, report=report, at=now + timedelta(days=5))
    report.refresh_from_db()
    return report


def test_the_core_group_reads_before_sponsors_do(draft, stick, ines, librarian, mireille, henrik, tomasz, now):
    report = draft()
    readers = [ines, librarian, mireille, henrik, tomasz]

    def seen():
        return [one.name.split()[0] for one in readers if Report.objects.visible_to(one).exists()]

    assert seen() == ["Inês"]
    reporting.put_to_core(by=ines, report=report, until=(now + timedelta(days=3)).date(), at=now)
    assert seen() == ["Inês", "Hal"]
    with pytest.raises(reporting.NotReadYet):
        reporting.release(by=ines, report=report, at=now)
    reporting.release(by=ines, report=report, at=now + timedelta(days=5))
    assert seen() == ["Inês", "Hal", "Mireille", "Henrik", "Tomasz"]
    (letter, _other) = Letter.objects.filter(kind="sponsor_report").order_by("to")
    assert (letter.to, f"/sponsor/reports/{report.pk}/" in letter.text) == ("henrik@example.org", True)


def test_an_objection_wants_a_reply(draft, ines, librarian, now):
    report = draft()
    reporting.put_to_core(by=ines, report=report, until=(now + timedelta(days=3)).date(), at=now)
    objection = reporting.read(by=librarian, report=report, says="objects", words="It names a depot.", at=now)
    with pytest.raises(reporting.NotReadYet):
        reporting.release(by=ines, report=report, at=now + timedelta(days=9))
    reporting.reply(by=ines, reading=objection, words="It does no more.")
    reporting.release(by=ines, report=report, at=now + timedelta(days=9))


def test_once_each_has_read_it_need_not_wait(draft, ines, librarian, now):
    report = draft()
    reporting.put_to_core(by=ines, report=report, until=(now + timedelta(days=3)).date(), at=now)
    reporting.read(by=librarian, report=report, says="fine", at=now)
    reporting.release(by=ines, report=report, at=now)


def test_whoever_had_read_it_reads_other_words_once_more(draft, ines, librarian, now):
    report = draft()
    reporting.put_to_core(by=ines, report=report, until=(now + timedelta(days=3)).date(), at=now)
    reporting.read(by=librarian, report=report, says="fine", at=now)
    reporting.word(by=ines, report=report, worded=worded())
    assert CoreReading.objects.count() == 1
    reporting.word(by=ines, report=report, worded=worded(opening="Less than we hoped."))
    assert CoreReading.objects.count() == 0


def test_a_core_group_of_one_has_nobody_to_wait_for(draft, stick, ines, now):
    report = draft()
    assert core_of(stick, at=now).count() == 1
    reporting.put_to_core(by=ines, report=report, until=(now + timedelta(days=3)).date(), at=now)
    reporting.release(by=ines, report=report, at=now)


def test_a_report_that_is_released_stays_as_it_is(draft, ines, now):
    report = released(draft(), ines, now)
    for deed in (
        lambda: reporting.word(by=ines, report=report, worded=worded(opening="Otherwise.")),
        lambda: reporting.drop(by=ines, report=report),
        lambda: reporting.put_to_core(by=ines, report=report, until=(now + timedelta(days=3)).date(), at=now),
        lambda: reporting.release(by=ines, report=report, at=now),
    ):
        with pytest.raises(reporting.IsReleased):
            deed()
    with pytest.raises(reporting.NotBeingRead):
        reporting.read(by=ines, report=report, says="fine")


def test_a_period_begins_before_it_ends_and_is_over(draft):
    for since, until in ((UNTIL, SINCE), (SINCE, timezone.localdate() + timedelta(days=9))):
        with pytest.raises(reporting.BeginsAfterItEnds):
            draft(since=since, until=until)


def test_stewards_alone_lay_out_and_release(draft, stick, mireille, hal):
    report = draft()
    for person in (mireille, hal):
        with pytest.raises(NotASteward):
            reporting.release(by=person, report=report)
        with pytest.raises(NotASteward):
            reporting.lay_out(by=person, community=stick, since=SINCE, until=UNTIL, worded=worded(), kept={})
    with pytest.raises(reporting.NotOfTheCore):
        reporting.read(by=mireille, report=report, says="fine")


def test_the_teller_withdraws_the_day_before(draft, told, stick, ines, henrik, now):
    story, other = told(), told("The sheet that was not for us", worth="negative")
    report = released(draft(story, other), ines, now)
    Withdrawal.objects.create(story=story, was_shown=True)
    first, second = sheet_of(report, look(henrik, "stick", inside=False)).stories
    assert (first.is_withdrawn, first.steps) == (True, [])
    assert (second.is_withdrawn, second.kind) == (False, "It did harm")


def test_what_is_taken_back_step_by_step_is_gone_from_reports(draft, told, ines, henrik, now):
    story = told()
    report = released(draft(story), ines, now)
    Release.objects.update(withdrawn_at=now)
    (gone,) = sheet_of(report, look(henrik, "stick", inside=False)).stories
    assert gone.is_withdrawn


def test_a_report_keeps_no_words_of_a_story(draft, told, ines, now):
    report = released(draft(told()), ines, now)
    assert "Sunday" not in str(report.kept)
    kept = ReportStep._meta.get_fields()
    assert [one.name for one in kept if one.get_internal_type() in ("TextField", "CharField")] == []


def test_of_a_long_story_it_tells_how_it_began_and_what_came_of_it(draft, told, hal, now):
    story = told()

    def more(number, words):
        step = story.steps.create(number=number, cycle="applied", words=words, html=words, confirmed_at=now)
        Release.objects.create(step=step, audience="sponsor", by=hal, given_at=now)

    for number in (2, 3, 4):
        more(number, f"Step {number}.")
    assert [one.step.number for one in draft(story).steps.order_by("number")] == [1, 3, 4]
    more(5, "Long. " * 144)
    report = draft(story, since=date(2026, 2, 1))
    assert [one.step.number for one in report.steps.order_by("number")] == [1, 5]
    story.steps.filter(number=1).update(words="Longer. " * 90)
    report = draft(story, since=date(2026, 3, 1))
    assert [one.step.number for one in report.steps.order_by("number")] == [5]


def test_only_what_may_go_to_sponsors_is_told(draft, told, ines, now):
    inside = told(audience="members")
    assert draft(inside).steps.count() == 0


def test_other_words_of_a_teller_are_said_to_be_other(draft, told, ines, henrik, now):
    story = told()
    report = released(draft(story), ines, now)
    assert not sheet_of(report, look(henrik, "stick", inside=False)).stories[0].is_reworded
    story.steps.update(changed_at=now + timedelta(days=9), words="Otherwise.")
    assert sheet_of(report, look(henrik, "stick", inside=False)).stories[0].is_reworded


def test_printed_again_it_says_the_same(draft, told, asks, stick, ines, mireille, henrik, now):
    saying.write_brief(by=ines, community=stick, lines=[{"lead": "47", "words": "uses", "how": "counted"}])
    request = asks(at=now - timedelta(days=400))
    report = released(draft(told()), ines, now)
    before = sheet_of(report, look(henrik, "stick", inside=False))
    saying.write_brief(by=ines, community=stick, lines=[{"lead": "48", "words": "uses", "how": "counted"}])
    asking.answer(by=mireille, request=request, says="yes", words="Yes.", on=0)
    again = sheet_of(Report.objects.get(pk=report.pk), look(henrik, "stick", inside=False))
    assert (again.brief, again.asked, again.figures) == (before.brief, before.asked, before.figures)
    assert [one.title for one in again.asked] == ["Let crews stay on the clock"]
    assert [one.answer for one in again.asked] == [""]
