"""A whole series is changed at once: what was made otherwise stays so, people hear once, calendars are right."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from commonplace.communities.models import Deed
from commonplace.gatherings.actions.answering import IsOff, IsOver, answer
from commonplace.gatherings.actions.changing import IsLooser, IsTalkedAbout, call_off, change
from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.gatherings.actions.serial import begin_series, end_series, make_dates_of_all
from commonplace.gatherings.actions.serial_changes import NotMovable, change_series
from commonplace.gatherings.actions.talking import begin_to_talk
from commonplace.gatherings.calendar import date_of, events_of, names_of, on_calendars, uid_of
from commonplace.gatherings.models import Answer, Gathering, Series
from commonplace.gatherings.tests.conftest import plan
from commonplace.letters.models import Letter
from commonplace.lib.calendars.events import dates
from commonplace.store.due import do_due

pytestmark = pytest.mark.django_db

wall = datetime.fromisoformat
NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=30)


def begun(hal, table, rule: str = "FREQ=WEEKLY;BYDAY=TU;COUNT=8", *, start: str = "2027-01-05T15:00", **more):
    first = begin_series(by=hal, space=table, plan=plan(wall=wall(start), **more), rule=rule, at=NOW)
    return list(Gathering.objects.filter(series=first.series).order_by("starts_at"))


def walls_now() -> list[str]:
    found = Gathering.objects.convened().order_by("starts_at")
    return [f"{one.wall:%m-%d %H:%M}" for one in found]


def listed(*, until: datetime = NOW + timedelta(days=364)) -> list[tuple[datetime, str]]:
    """What calendars list, as our own reader expands what we write."""
    events = events_of(on_calendars(Gathering.objects.all()))
    return sorted((one.starts_at, one.title) for one in dates(events, begin=NOW, end=until))


def rows(*, until: datetime = NOW + timedelta(days=364)) -> list[tuple[datetime, str]]:
    found = Gathering.objects.convened().filter(starts_at__gte=NOW, starts_at__lt=until)
    return sorted(found.values_list("starts_at", "title"))


def told() -> list[str]:
    do_due(now=LATER)
    return sorted(Letter.objects.values_list("to", flat=True))


def test_words_of_all_change_and_nobody_is_asked_again(hal, table, tomasz) -> None:
    day = begun(hal, table)
    answer(gathering=day[2], says="yes", person=tomasz, at=NOW)
    change(by=hal, gathering=day[4], plan=plan(wall=day[4].wall, title="A guest of ours"), at=NOW)
    call_off(by=hal, gathering=day[5], why="A holiday.", at=NOW)
    said = plan(wall=day[0].wall, title="Clinic", capacity=9, prepare="A map", link="https://meet.example.org/new")
    change_series(by=hal, gathering=day[0], plan=said, at=NOW)
    assert Series.objects.count() == 1
    titles = list(Gathering.objects.order_by("recurrence_id").values_list("title", flat=True))
    assert titles == ["Clinic"] * 4 + ["A guest of ours"] + ["Clinic"] * 3
    assert set(Gathering.objects.values_list("capacity", "prepare", "link")) == {
        (9, "A map", "https://meet.example.org/new")
    }
    assert Gathering.objects.get(pk=day[5].pk).is_cancelled
    assert (Answer.objects.get().says, told()) == ("yes", [])
    assert listed() == rows()
    assert Deed.objects.filter(verb="changed_gathering").count() == 2


def test_another_hour_keeps_what_was_moved_and_called_off_and_is_told_in_one_letter(
    hal, table, tomasz, leila, amara
) -> None:
    day = begun(hal, table)
    for one in day[1:7]:
        answer(gathering=one, says="yes", person=tomasz, at=NOW)
    answer(gathering=day[6], says="maybe", person=leila, at=NOW)
    answer(gathering=day[6], says="no", person=amara, at=NOW)
    change(by=hal, gathering=day[3], plan=plan(wall=wall("2027-01-27T09:00")), at=NOW - timedelta(days=1))
    do_due(now=NOW)
    call_off(by=hal, gathering=day[5], why="A holiday.", at=NOW)
    Letter.objects.all().delete()
    change_series(by=hal, gathering=day[0], plan=plan(wall=wall("2027-01-05T18:30"), minutes=90), at=NOW)
    assert walls_now() == [
        *("01-05 18:30", "01-12 18:30", "01-19 18:30", "01-27 09:00", "02-02 18:30", "02-16 18:30", "02-23 18:30"),
    ]
    assert set(Gathering.objects.convened().values_list("minutes", flat=True)) == {90}
    assert told() == ["leila@example.org", "tomasz@example.org"]
    letter = Letter.objects.get(to="tomasz@example.org").text
    assert letter.count("18:30") == 4
    assert letter.count("Before, it was: ") == 5  # the moved one is longer now
    assert letter.count("/gatherings/answer/") == 5
    assert set(Answer.objects.filter(person=tomasz).values_list("says", flat=True)) == {"yes"}
    assert listed() == rows()
    assert make_dates_of_all(now=NOW) == 0


def test_this_and_all_that_follow_are_a_series_of_their_own(hal, table, tomasz) -> None:
    day = begun(hal, table, "FREQ=WEEKLY;BYDAY=TU", zone="Europe/Warsaw")
    series = day[0].series
    answer(gathering=day[1], says="yes", person=tomasz, at=NOW)
    answer(gathering=day[6], says="yes", person=tomasz, at=NOW)
    known = date_of(day[6])
    one = change_series(
        by=hal, gathering=day[4], plan=plan(wall=wall("2027-02-03T17:00"), zone="Europe/London"), at=NOW
    )
    assert one.pk == day[4].pk
    series.refresh_from_db()
    other = Gathering.objects.get(pk=day[6].pk).series
    assert (series.rule, other.rule) == (
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270126T150000",
        "FREQ=WEEKLY;BYDAY=WE",
    )
    assert (other.zone, other.wall, other.uid != series.uid) == ("Europe/London", wall("2027-02-03T17:00"), True)
    assert walls_now()[:6] == [
        *("01-05 15:00", "01-12 15:00", "01-19 15:00", "01-26 15:00", "02-03 17:00", "02-10 17:00"),
    ]
    assert listed() == rows()
    assert told() == ["tomasz@example.org"]
    # The calendar of whoever was asked knows the date by the name of before, and takes the new hour for it.
    asked = date_of(Gathering.objects.get(pk=day[6].pk))
    assert (asked.uid, asked.instead_of, asked.instead_of_zone) == (known.uid, known.instead_of, "Europe/Warsaw")
    assert asked.sequence > known.sequence
    assert uid_of(other) in [uid for uid, _wall, _zone in names_of(Gathering.objects.get(pk=day[6].pk))]
    # Both go on, and end, by themselves.
    assert make_dates_of_all(now=NOW + timedelta(days=15)) == 2
    assert end_series(by=hal, series=other, why="Enough.", at=LATER) > 40
    assert walls_now() == ["01-05 15:00", "01-12 15:00", "01-19 15:00", "01-26 15:00"]
    assert listed() == rows()


def test_all_from_now_on_leaves_what_has_been(hal, table) -> None:
    day = begun(hal, table)
    now = day[2].ends_at + timedelta(hours=1)
    change_series(
        by=hal, gathering=day[6], plan=plan(wall=day[6].wall.replace(hour=8), title="Early"), from_now_on=True, at=now
    )
    assert walls_now() == [
        *("01-05 15:00", "01-12 15:00", "01-19 15:00"),
        *("01-26 08:00", "02-02 08:00", "02-09 08:00", "02-16 08:00", "02-23 08:00"),
    ]
    assert [title for _at, title in rows()] == ["The logger says leak"] * 3 + ["Early"] * 5
    assert listed() == rows()
    assert [one.rule for one in Series.objects.order_by("pk")] == [
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270119T150000",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=5",
    ]


@pytest.mark.parametrize("zone", ["Europe/Warsaw", "Australia/Sydney", "America/Santiago", "Africa/Casablanca"])
def test_dates_keep_their_hour_through_summer_time_on_both_sides_of_the_world(hal, table, zone) -> None:
    day = begun(hal, table, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", zone=zone)
    change_series(by=hal, gathering=day[5], plan=plan(wall=day[5].wall.replace(hour=2, minute=30), zone=zone), at=NOW)
    moved = Gathering.objects.convened().filter(starts_at__gt=day[5].starts_at - timedelta(days=1))
    assert {one.wall.strftime("%H:%M %a") for one in moved} == {"02:30 Tue", "02:30 Thu"}
    offsets = {one.starts_at.hour for one in moved}
    assert len(offsets) == 2
    assert listed() == rows()
    # The other way: a day later, the same weeks.
    first = moved.order_by("starts_at")[1]
    change_series(by=hal, gathering=first, plan=plan(wall=first.wall + timedelta(days=1), zone=zone), at=NOW)
    walls = list(moved.filter(starts_at__gte=first.starts_at).order_by("starts_at").values_list("wall_on", flat=True))
    assert {(later - one).days for one, later in pairwise(walls)} == {2, 12}
    assert listed() == rows()


@pytest.mark.parametrize(
    ("rule", "start", "to", "by"),
    [
        ("FREQ=MONTHLY;BYDAY=2TU", "2027-01-12T15:00", "2027-01-13T15:00", "FREQ=MONTHLY;BYDAY=2WE"),
        ("FREQ=MONTHLY;BYDAY=-1TH", "2027-01-28T15:00", "2027-01-29T16:00", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2027-01-31T15:00", "2027-01-30T15:00", "FREQ=MONTHLY;BYMONTHDAY=30"),
        ("FREQ=DAILY;INTERVAL=3", "2027-01-12T15:00", "2027-01-13T15:00", "FREQ=DAILY;INTERVAL=3"),
        ("FREQ=WEEKLY", "2027-01-12T15:00", "2027-01-15T15:00", "FREQ=WEEKLY"),
        (
            "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270309T140000Z",
            "2027-01-12T15:00",
            "2027-01-14T19:00",
            "FREQ=WEEKLY;BYDAY=TH;UNTIL=20270311",
        ),
    ],
)
def test_another_day_is_another_rule(hal, table, rule: str, start: str, to: str, by: str) -> None:
    day = begun(hal, table, rule, start=start)
    count = len(day)
    change_series(by=hal, gathering=day[0], plan=plan(wall=wall(to)), at=NOW)
    assert Series.objects.get().rule == by
    assert Gathering.objects.count() >= count
    assert Gathering.objects.get(pk=day[0].pk).wall == wall(to)
    assert all(one.wall == one.rule_wall for one in Gathering.objects.all())
    assert listed() == rows()


@pytest.mark.parametrize(
    "rule", ["FREQ=MONTHLY;BYDAY=1TU,3TU", "FREQ=MONTHLY;BYMONTHDAY=5,20", "FREQ=YEARLY;BYMONTH=1;BYDAY=1TU"]
)
def test_what_names_several_days_moves_its_hour_and_not_its_day(hal, table, rule: str) -> None:
    day = begun(hal, table, rule)
    before = walls_now()
    with pytest.raises(NotMovable):
        change_series(by=hal, gathering=day[0], plan=plan(wall=day[0].wall + timedelta(days=1)), at=NOW)
    assert walls_now() == before
    change_series(by=hal, gathering=day[0], plan=plan(wall=day[0].wall.replace(hour=9)), at=NOW)
    assert {one[-5:] for one in walls_now()} == {"09:00"}
    assert listed() == rows()


def test_the_date_on_whose_page_it_is_said_takes_it_though_it_was_otherwise(hal, table) -> None:
    day = begun(hal, table)
    change(by=hal, gathering=day[2], plan=plan(wall=wall("2027-01-20T10:00"), title="Its own"), at=NOW)
    change_series(by=hal, gathering=day[2], plan=plan(wall=wall("2027-01-20T10:00"), title="All of ours"), at=NOW)
    assert walls_now()[2:4] == ["01-20 10:00", "01-26 15:00"]
    assert [title for _at, title in rows()] == ["The logger says leak"] * 2 + ["All of ours"] * 6
    assert listed() == rows()


def test_more_seats_are_given_to_who_waits_on_every_date(hal, table, tomasz, leila) -> None:
    day = begun(hal, table, capacity=1)
    for one in day[1:3]:
        answer(gathering=one, says="yes", person=tomasz, at=NOW)
        answer(gathering=one, says="yes", person=leila, at=NOW)
    change_series(by=hal, gathering=day[0], plan=plan(wall=day[0].wall, capacity=2), at=NOW)
    assert set(Answer.objects.values_list("says", flat=True)) == {"yes"}


def test_a_date_that_was_talked_about_keeps_the_series_from_growing_closer(hal, table, tomasz) -> None:
    day = begun(hal, table)
    talked = Gathering.objects.select_related("space", "community").get(pk=day[2].pk)
    begin_to_talk(by=tomasz, gathering=talked, text="I was there.")
    closer = plan(wall=day[1].wall, confidence="chatham")
    with pytest.raises(IsTalkedAbout):
        change_series(by=hal, gathering=day[1], plan=closer, at=NOW)
    later = plan(wall=day[3].wall, confidence="chatham")
    assert change_series(by=hal, gathering=day[3], plan=later, at=NOW).confidence == "chatham"


def test_who_may_not_and_what_is_over_or_off(hal, table, tomasz, ines) -> None:
    day = begun(hal, table)
    said = plan(wall=day[1].wall, title="Mine now")
    with pytest.raises(NotTheirs):
        change_series(by=tomasz, gathering=day[1], plan=said, at=NOW)
    with pytest.raises(IsOver):
        change_series(by=hal, gathering=day[1], plan=said, at=day[1].ends_at)
    answer(gathering=day[3], says="yes", person=tomasz, at=NOW)
    change_series(by=ines, gathering=day[1], plan=plan(wall=day[1].wall, confidence="sealed"), at=NOW)
    with pytest.raises(IsLooser):
        change_series(by=hal, gathering=Gathering.objects.get(pk=day[1].pk), plan=said, at=NOW)
    fresh = Gathering.objects.select_related("series", "community", "space").get(pk=day[1].pk)
    end_series(by=hal, series=fresh.series, why="Enough.", at=NOW)
    with pytest.raises(IsOff):
        change_series(by=hal, gathering=fresh, plan=said, at=NOW)


def test_a_page_asks_for_which_dates(client: Client, stick, hal, tomasz, table) -> None:
    client.force_login(hal)
    day = list(
        begin_series(by=hal, space=table, plan=plan(), rule="FREQ=WEEKLY;COUNT=6").series.gatherings.order_by("pk")
    )
    page = f"/c/stick/gatherings/{day[2].pk}/change"
    assert "For which dates?" in client.get(page).text
    form = {
        "title": "Rename us",
        "on": f"{day[2].wall_on}",
        "at": "15:00",
        "zone": "Europe/Warsaw",
        "minutes": "60",
        "confidence": "ordinary",
        "reach": "following",
    }
    assert client.post(page, form).status_code == 302
    titles = Gathering.objects.order_by("starts_at").values_list("title", flat=True)
    assert [one == "Rename us" for one in titles] == [False, False, True, True, True, True]
    assert client.post(page, form | {"reach": "everything"}).status_code == 422
    alone = begin_series(by=tomasz, space=table, plan=plan(), rule="FREQ=WEEKLY;COUNT=2")
    assert client.get(f"/c/stick/gatherings/{alone.pk}/change").status_code == 403
