"""A letter goes out at seven where each reader is, once to each person, and never without anything in it."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client

from commonplace.attention.actions.choosing import be_quiet, choose_cadence
from commonplace.attention.models import Cadence
from commonplace.communities.models import Community, Membership
from commonplace.digests.actions import sending
from commonplace.digests.actions.choosing import Said, choose, choose_day, skip
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.actions.sending import make_due, send, send_letters
from commonplace.digests.hours import first_moment, last_moment
from commonplace.digests.models import Delivery, Issue, Period, State
from commonplace.digests.tests.outbox import letter_to, letters
from commonplace.letters.models import Letter
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def test_each_gets_it_once_however_often_it_is_run(issue, hal, rosa, tomasz, evening) -> None:
    first = send(issue=issue, now=evening)
    before = {one.pk for one in Letter.objects.all()}
    again = [send(issue=issue, now=evening), send_letters(now=evening + timedelta(minutes=5))]
    assert (first, again) == (4, [0, 0])
    assert {one.pk for one in Letter.objects.all()} == before
    issue.refresh_from_db()
    assert (issue.state, Delivery.objects.count()) == (State.SENT, 4)


@pytest.mark.parametrize("dies_at", range(1, 5))
def test_killed_anywhere_and_run_again(issue, member, evening, monkeypatch, dies_at: int) -> None:
    people = [member(f"Person{n} Ng") for n in range(7)]
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    really, calls = sending.post_all, iter(range(1, 100))

    def dies(*args: object, **more: object) -> None:
        if next(calls) == dies_at:
            raise KeyboardInterrupt
        really(*args, **more)

    monkeypatch.setattr(sending, "post_all", dies)
    with pytest.raises(KeyboardInterrupt):
        send(issue=issue, now=evening)
    assert {one.to for one in Letter.objects.filter(kind="digest")} == set(
        Delivery.objects.filter(issue=issue).values_list("person__emailaddress__email", flat=True)
    )
    send(issue=Issue.objects.get(pk=issue.pk), now=evening)
    assert Counter(Letter.objects.filter(kind="digest").values_list("to", flat=True)).most_common(1)[0][1] == 1
    assert {one.emailaddress_set.get().email for one in people} <= set(letters())


def test_two_workers_at_one_time_write_no_second(issue, tomasz, evening) -> None:
    send(issue=issue, now=evening)
    standing = list(Membership.objects.filter(person=tomasz).select_related("person"))
    composer = sending.Composer(issue, now=evening)
    with pytest.raises(IntegrityError):
        sending._write_to(issue, standing, composer, now=evening)
    assert len(letters()) == Delivery.objects.count()


def test_at_seven_where_the_reader_is(issue, hal, tomasz, leila, thursday) -> None:
    for person, zone in ((hal, "Asia/Tokyo"), (tomasz, "America/Lima"), (leila, "no/such-place")):
        Person.objects.filter(pk=person.pk).update(time_zone=zone)
    seven = {"Asia/Tokyo": thursday - timedelta(hours=9), "America/Lima": thursday + timedelta(hours=5)}
    for zone, person in (("Asia/Tokyo", hal), ("America/Lima", tomasz)):
        send(issue=Issue.objects.get(pk=issue.pk), now=seven[zone] - timedelta(minutes=1))
        assert person.emailaddress_set.get().email not in letters()
        send(issue=Issue.objects.get(pk=issue.pk), now=seven[zone])
        assert person.emailaddress_set.get().email in letters()
    assert leila.emailaddress_set.get().email in letters()


def test_the_letter_may_be_changed_until_the_first_reader_has_it(issue, hal, rosa, ines, thursday) -> None:
    Person.objects.update(time_zone="America/Lima")
    send(issue=issue, now=first_moment(thursday.date()))
    issue.refresh_from_db()
    assert issue.may_be_changed
    send(issue=issue, now=thursday + timedelta(hours=5))
    issue.refresh_from_db()
    assert not issue.may_be_changed


def test_who_wants_it_otherwise_gets_none(issue, stick, hal, tomasz, leila, rosa, evening) -> None:
    choose_cadence(person=hal, community=stick, cadence=Cadence.NEEDS_ME)
    choose_cadence(person=tomasz, community=stick, cadence=Cadence.AT_ONCE)
    be_quiet(person=leila, community=stick, until=evening + timedelta(days=9))
    send(issue=issue, now=evening)
    assert set(letters()) == {"rosa@example.org", "ines@example.org"}


def test_nobody_gets_a_letter_with_nothing_in_it(stick, hal, ines, thursday, evening) -> None:
    issue = make_issue(community=stick, period=Period.WEEKLY, on=thursday.date(), now=thursday)
    Membership.objects.filter(community=stick).update(joined_at=thursday - timedelta(days=100))
    assert send(issue=issue, now=evening) == 0
    issue.refresh_from_db()
    assert (issue.state, letters()) == (State.SKIPPED, {})


def test_skipped_is_not_sent(issue, ines, evening) -> None:
    skip(by=ines, issue=issue)
    assert send_letters(now=evening) == 0
    assert letters() == {}


def test_edited_or_not_it_goes_at_its_hour(issue, ines, tomasz, evening) -> None:
    choose(by=ines, issue=issue, words=Said("", "It rained at last."), things={})
    send_letters(now=evening)
    assert "\nIt rained at last.\n\nInês Baptista\n" in letter_to(tomasz).text


def test_a_letter_that_is_too_late_is_left(issue, evening) -> None:
    assert send_letters(now=evening + timedelta(days=3)) == 0
    issue.refresh_from_db()
    assert issue.state == State.SKIPPED


def test_drafts_are_made_two_days_before_on_the_communitys_day(stick, ines, week, thursday) -> None:
    def made(at: datetime) -> list[tuple[str, object]]:
        make_due(now=at)
        return list(Issue.objects.values_list("period", "on").order_by("pk"))

    begins = first_moment(thursday.date()) - timedelta(days=2)
    assert made(begins - timedelta(minutes=1)) == []
    assert made(begins) == [("weekly", thursday.date())]
    assert made(begins + timedelta(hours=9)) == [("weekly", thursday.date())]
    Issue.objects.all().delete()
    choose_day(by=ines, community=stick, weekday=None)
    assert made(begins) == []
    # Monday’s own hour is over where it began, so it is the next Monday’s.
    choose_day(by=ines, community=stick, weekday=0, at=begins)
    assert made(begins) == []
    monday = thursday.date() + timedelta(days=4)
    assert made(first_moment(monday) - timedelta(hours=1)) == [("weekly", monday)]


def test_a_worker_that_was_away_still_sends_todays(stick, week, hal, thursday) -> None:
    assert send_letters(now=last_moment(thursday.date()) - timedelta(hours=1)) > 0


def test_whoever_wants_it_daily_gets_what_is_new_each_morning(stick, week, tomasz, rosa, table, thursday) -> None:
    choose_cadence(person=tomasz, community=stick, cadence=Cadence.DAILY)
    monday = thursday - timedelta(days=3)
    send_letters(now=monday)
    assert set(letters()) == {"tomasz@example.org"}
    assert "Hours that water ran" not in letter_to(tomasz).text
    assert "step-test" in letter_to(tomasz).text
    assert Issue.objects.get(period=Period.DAILY, began_at__isnull=False).on == monday.date()


def test_one_click_stops_them_and_looking_does_not(client: Client, issue, stick, tomasz, evening) -> None:
    send(issue=issue, now=evening)
    headers = letter_to(tomasz).headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/" + headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert tomasz.pk in weekly_readers(stick)
    assert client.post(path).status_code == 200
    assert tomasz.pk not in weekly_readers(stick)
    assert client.get(path[:-2] + "xx").status_code == 404


def weekly_readers(stick: Community) -> set[int]:
    from_them = sending.hearing(Cadence.WEEKLY, now=sending.Issue.objects.get().began_at)
    return set(from_them.filter(community=stick).values_list("person_id", flat=True))


def test_who_has_left_gets_none(issue, hal, tomasz, someone: Callable[..., Person], evening) -> None:
    Membership.objects.filter(person=hal).update(standing="alumnus")
    Person.objects.filter(pk=tomasz.pk).update(is_active=False)
    send(issue=issue, now=evening)
    assert {"hal@example.org", "tomasz@example.org"} & set(letters()) == set()
