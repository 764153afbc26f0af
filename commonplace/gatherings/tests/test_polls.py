"""A date is looked for: times are proposed, people say when they can, one is chosen, and whoever wished so comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Deed
from commonplace.gatherings.actions import polling
from commonplace.gatherings.actions.answering import IsOff, IsOver, free_seats_of_who_left
from commonplace.gatherings.actions.asking import ask
from commonplace.gatherings.actions.changing import call_off, change
from commonplace.gatherings.actions.convening import ImpossibleTime
from commonplace.gatherings.actions.polling import choose, propose, say_when, take_out
from commonplace.gatherings.actions.reminding import choose_reminder, remind_of_polls
from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.gatherings.actions.telling import LAST_LOOK
from commonplace.gatherings.calendar import on_calendars
from commonplace.gatherings.models import Gathering, PollVote
from commonplace.gatherings.tests.conftest import plan
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.people.merging import merge

pytestmark = pytest.mark.django_db


def day(n: int, hour: int = 15, minute: int = 0) -> datetime:
    """What a clock shows so many days from now."""
    return (datetime.now() + timedelta(days=n)).replace(hour=hour, minute=minute, second=0, microsecond=0)  # noqa: DTZ005


def keys(gathering: Gathering) -> list[int]:
    return list(gathering.poll.times.order_by("starts_at").values_list("pk", flat=True))


def letters() -> list[tuple[str, str]]:
    return sorted(Letter.objects.values_list("to", "subject"))


def test_it_stands_at_the_first_of_its_times_and_in_no_calendar(asked: Callable[..., Gathering]) -> None:
    one = asked()
    assert (one.state, one.wall, len(keys(one))) == ("draft", day(7), 3)
    assert not on_calendars(Gathering.objects.all()).exists()
    assert one.poll.closes_at == one.starts_at - timedelta(days=1)
    assert not Letter.objects.exists()


def test_sent_twice_it_is_asked_once(asked) -> None:
    assert asked(idempotency_key="once") == asked(idempotency_key="once")
    assert Gathering.objects.count() == 1


@pytest.mark.parametrize(
    ("wall", "zone", "problem"),
    [
        ("2020-01-01T15:00", "Europe/Warsaw", polling.IsPast),
        # Clocks in Warsaw go from two to three that night; in Sydney from two to three on another.
        ("2027-03-28T02:30", "Europe/Warsaw", polling.NoSuchHour),
        ("2027-10-03T02:30", "Australia/Sydney", polling.NoSuchHour),
        ("9999-12-31T15:00", "Europe/Warsaw", ImpossibleTime),
    ],
)
def test_times_that_cannot_be_are_refused(asked, wall: str, zone: str, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        asked(walls=[day(3), datetime.fromisoformat(wall)], zone=zone)
    assert not Gathering.objects.exists()


def test_more_times_than_anyone_looks_through_are_refused(asked, hal) -> None:
    with pytest.raises(polling.TooManyTimes):
        asked(walls=[day(n) for n in range(2, 23)])
    one = asked(walls=[day(n) for n in range(2, 21)])
    propose(by=hal, gathering=one, walls=[day(22)])
    with pytest.raises(polling.TooManyTimes):
        propose(by=hal, gathering=one, walls=[day(23)])


def test_what_one_said_is_changed_and_said_twice_is_said_once(asked, tomasz) -> None:
    one = asked()
    first, second, third = keys(one)
    say_when(gathering=one, person=tomasz, can={first: "yes", second: "no"})
    before = PollVote.objects.get(time=first).at
    assert say_when(gathering=one, person=tomasz, can={first: "yes", second: "maybe", 10**9: "yes"}) == 2
    assert dict(PollVote.objects.values_list("time", "can")) == {first: "yes", second: "maybe"}
    assert PollVote.objects.get(time=first).at == before
    assert not PollVote.objects.filter(time=third).exists()


def test_nobody_comes_who_did_not_say_so(asked, hal, tomasz, leila, rosa, amara) -> None:
    one = asked()
    first, second, _third = keys(one)
    say_when(gathering=one, person=tomasz, can={second: "yes"}, comes_if_can=True)
    say_when(gathering=one, person=leila, can={second: "yes"})
    say_when(gathering=one, person=rosa, can={second: "maybe"}, comes_if_can=True)
    say_when(gathering=one, person=amara, can={first: "yes", second: "no"}, comes_if_can=True)
    dated = choose(by=hal, gathering=one, time=second)
    assert (dated.state, dated.wall) == ("convened", day(8, 10))
    assert {row.person: (row.says, row.asked_at is not None) for row in one.answers.all()} == {
        tomasz: ("yes", False),
        leila: ("", True),
        rosa: ("", False),
        amara: ("", False),
    }
    # Everyone who said when they can is told, each once.
    assert [to for to, _subject in letters()] == [f"{who}@example.org" for who in ("amara", "leila", "rosa", "tomasz")]
    told = Letter.objects.get(to="tomasz@example.org")
    assert "you are coming, as you wished" in told.subject
    assert "/gatherings/answer/" in Letter.objects.get(to="leila@example.org").text
    assert all(LAST_LOOK.may_go(letter) for letter in Letter.objects.all())
    assert on_calendars(Gathering.objects.all()).get() == dated
    with pytest.raises(IsOff):
        choose(by=hal, gathering=one, time=first)
    with pytest.raises(IsOff):
        say_when(gathering=one, person=leila, can={first: "yes"})
    assert Deed.objects.filter(verb="chose_when").count() == 1


def test_whoever_chooses_is_not_told_what_they_did(asked, hal) -> None:
    one = asked()
    say_when(gathering=one, person=hal, can={keys(one)[0]: "yes"}, comes_if_can=True)
    choose(by=hal, gathering=one, time=keys(one)[0])
    assert one.answers.get(person=hal).says == "yes"
    assert not Letter.objects.exists()


def test_it_may_come_again_from_the_time_that_was_chosen(asked, hal) -> None:
    one = asked()
    time = one.poll.times.order_by("starts_at")[1]
    rule = "FREQ=WEEKLY;INTERVAL=2"
    dated = choose(by=hal, gathering=one, time=time.pk, rule=rule)
    dates = list(dated.series.gatherings.order_by("starts_at"))
    assert dates[0] == dated
    assert (dates[1].wall, len(dates) > 20) == (dated.wall + timedelta(days=14), True)
    assert dated.recurrence_id == f"{dated.wall:%Y-%m-%dT%H:%M}"


def test_a_rule_that_leaves_the_time_out_is_refused_and_changes_nothing(asked, hal) -> None:
    one = asked()
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[(day(7).weekday() + 1) % 7]
    with pytest.raises(ImpossibleTime):
        choose(by=hal, gathering=one, time=keys(one)[0], rule=f"FREQ=WEEKLY;BYDAY={weekday}")
    one.refresh_from_db()
    assert (one.state, one.series) == ("draft", None)


def test_times_are_proposed_and_taken_out(asked, hal, tomasz) -> None:
    one = asked()
    first, second, third = keys(one)
    assert propose(by=hal, gathering=one, walls=[day(7), day(2, 9)]) == 1
    one.refresh_from_db()
    assert one.wall == day(2, 9)
    say_when(gathering=one, person=tomasz, can={first: "yes"})
    take_out(by=hal, gathering=one, time=first)
    take_out(by=hal, gathering=one, time=first)
    assert not PollVote.objects.exists()
    take_out(by=hal, gathering=one, time=keys(one)[0])
    take_out(by=hal, gathering=one, time=second)
    with pytest.raises(polling.LastTime):
        take_out(by=hal, gathering=one, time=third)
    with pytest.raises(polling.TimeIsGone):
        choose(by=hal, gathering=one, time=first)
    for deed in (propose, take_out):
        with pytest.raises(NotTheirs):
            deed(by=tomasz, gathering=one, **({"walls": [day(4)]} if deed is propose else {"time": third}))
    with pytest.raises(NotTheirs):
        choose(by=tomasz, gathering=one, time=third)


def test_once_it_has_closed_its_hosts_still_choose_or_ask_anew(asked, hal, tomasz) -> None:
    one = asked()
    late = one.poll.closes_at + timedelta(hours=1)
    with pytest.raises(IsOver):
        say_when(gathering=one, person=tomasz, can={keys(one)[0]: "yes"}, at=late)
    propose(by=hal, gathering=one, walls=[day(30)], at=late)
    one.poll.refresh_from_db()
    assert one.poll.closes_at > late
    after_all = day(60).astimezone()
    with pytest.raises(polling.TimeIsGone):
        choose(by=hal, gathering=one, time=keys(one)[0], at=after_all)


def test_calling_it_off_tells_whoever_said_when_they_can(asked, hal, tomasz, leila) -> None:
    one = asked()
    say_when(gathering=one, person=tomasz, can={keys(one)[0]: "no"})
    ask(by=hal, gathering=one, people=[leila.pk])
    Letter.objects.all().delete()
    call_off(by=hal, gathering=one, why="Too few.")
    one.refresh_from_db()
    assert not on_calendars(Gathering.objects.all()).exists()
    assert (one.state, letters()) == (
        "cancelled",
        [("tomasz@example.org", "“The logger says leak” does not take place.")],
    )
    with pytest.raises(IsOff):
        say_when(gathering=one, person=tomasz, can={keys(one)[0]: "yes"})


def test_what_is_said_of_it_is_changed_while_its_times_stay(asked, hal, tomasz) -> None:
    one = asked()
    say_when(gathering=one, person=tomasz, can={keys(one)[0]: "yes"})
    change(by=hal, gathering=one, plan=plan(wall=day(40), zone="Asia/Tokyo", title="Another name", minutes=90))
    one.refresh_from_db()
    assert (one.title, one.wall, one.zone) == ("Another name", day(7), "Europe/Warsaw")
    assert one.ends_at - one.starts_at == timedelta(minutes=90)
    assert (one.sequence, Letter.objects.count()) == (0, 0)


def test_whoever_is_asked_by_name_is_reminded_once(asked, hal, tomasz, leila, rosa) -> None:
    one = asked(walls=[day(7), day(8)])
    assert ask(by=hal, gathering=one, people=[tomasz.pk, leila.pk, rosa.pk]) == 3
    assert [subject for _to, subject in letters()] == ["Hal Brennan asks when you can: “The logger says leak”."] * 3
    Letter.objects.all().delete()
    say_when(gathering=one, person=leila, can={keys(one)[0]: "no"})
    choose_reminder(person=rosa, lead="none")
    closes_at = one.poll.closes_at
    assert remind_of_polls(now=closes_at - timedelta(hours=25)) == 0
    for _again in range(2):
        remind_of_polls(now=closes_at - timedelta(hours=23))
    assert [to for to, _subject in letters()] == ["tomasz@example.org"]
    assert LAST_LOOK.may_go(Letter.objects.get())
    choose(by=hal, gathering=one, time=keys(one)[0])
    assert not LAST_LOOK.may_go(Letter.objects.get(to="tomasz@example.org"))


@pytest.mark.parametrize("confidence", ["chatham", "sealed"])
def test_of_what_is_held_in_confidence_nothing_is_left_of_who_could(asked, hal, tomasz, leila, confidence) -> None:
    chosen, off = asked(confidence=confidence), asked(confidence=confidence)
    for one in (chosen, off):
        for who in (tomasz, leila):
            say_when(gathering=one, person=who, can={keys(one)[0]: "yes"}, comes_if_can=True)
    choose(by=hal, gathering=chosen, time=keys(chosen)[0])
    assert chosen.answers.coming().count() == 2
    call_off(by=hal, gathering=off, why="Rain.")
    assert not PollVote.objects.exists()
    assert not Deed.objects.filter(what="gathering", what_id__in=[chosen.pk, off.pk]).exclude(verb="convened").exists()


def test_whoever_goes_takes_along_when_they_could(asked, stick, hal, tomasz, leila) -> None:
    one = asked()
    for who in (tomasz, leila):
        say_when(gathering=one, person=who, can={keys(one)[0]: "yes"}, comes_if_can=True)
    leave(person=tomasz, community=stick)
    free_seats_of_who_left(now=timezone.now())
    assert [vote.person for vote in PollVote.objects.all()] == [leila]
    erase(person=leila, withdraw=False)
    assert not PollVote.objects.exists()
    choose(by=hal, gathering=one, time=keys(one)[0])
    assert not one.answers.exists()


def test_two_who_are_one_say_it_once(asked, someone, come_in, tomasz) -> None:
    one = asked()
    other = come_in(someone("Wilk Tomasz"), 100)
    first, second, _third = keys(one)
    say_when(gathering=one, person=tomasz, can={first: "yes"})
    say_when(gathering=one, person=other, can={first: "no", second: "maybe"})
    merge(kept=tomasz, other=other, why="the same")
    assert dict(PollVote.objects.filter(person=tomasz).values_list("time", "can")) == {first: "yes", second: "maybe"}
    assert PollVote.objects.count() == 2
