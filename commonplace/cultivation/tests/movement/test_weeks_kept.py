"""Weeks kept once: written where somebody comes to stand elsewhere, and read again from where something has changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from commonplace.communities.ledger import Line, deeds_in_force, record_all, reverse_deeds
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Membership
from commonplace.cultivation.models import Stood, WeeksRead
from commonplace.cultivation.movement import keeping
from commonplace.cultivation.movement.keeping import keep_weeks
from commonplace.people.merging import merge
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
# A Wednesday: the last week that is over begins on the fifth.
NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
LAST = date(2026, 10, 5)


@pytest.fixture
def since(stick: Community, hal: Person, tomasz: Person) -> datetime:
    """Everyone of the cast is here since a Monday in June."""
    june = datetime(2026, 6, 1, 9, tzinfo=UTC)
    Community.objects.filter(pk=stick.pk).update(founded_at=june)
    Membership.objects.filter(community=stick).update(joined_at=june)
    # What the cast did to come in was done later than all that is told here.
    deeds_in_force().update(happened_at=june)
    return june


def wrote(stick: Community, person: Person, *days: date) -> None:
    at = [datetime(day.year, day.month, day.day, 10, tzinfo=UTC) for day in days]
    record_all(Line(verb="opened", person=person, community=stick, happened_at=one) for one in at)


def stood(person: Person) -> list[tuple[str, str]]:
    rows = Stood.objects.filter(person=person).order_by("monday")
    return [(monday.isoformat(), place) for monday, place in rows.values_list("monday", "place")]


def test_a_row_is_written_where_somebody_comes_to_stand_elsewhere(stick, since, hal, tomasz) -> None:
    wrote(stick, hal, date(2026, 6, 30))
    assert keep_weeks(now=NOW)
    # Seen on the last day of June, and for ninety days: until the week that ends on the fourth of October.
    assert stood(hal) == [("2026-06-01", "peripheral"), ("2026-06-29", "occasional"), ("2026-09-28", "peripheral")]
    assert stood(tomasz) == [("2026-06-01", "peripheral")]
    assert WeeksRead.objects.get(community=stick).monday == LAST
    assert not keep_weeks(now=NOW)


def test_a_new_week_reads_the_deeds_of_its_window_alone(stick, since, hal, monkeypatch) -> None:
    keep_weeks(now=NOW - timedelta(weeks=1))
    asked: list[date] = []
    was = keeping._deeds
    monkeypatch.setattr(
        keeping, "_deeds", lambda stick, since, before: asked.append(since) or was(stick, since, before)
    )
    wrote(stick, hal, LAST)
    assert keep_weeks(now=NOW)
    assert (asked, stood(hal)[-1]) == ([LAST - timedelta(days=90)], (LAST.isoformat(), "occasional"))


def test_what_comes_late_or_is_taken_back_is_read_again_from_its_week_on(stick, since, hal) -> None:
    keep_weeks(now=NOW)
    wrote(stick, hal, date(2026, 9, 15))
    keep_weeks(now=NOW)
    assert stood(hal) == [("2026-06-01", "peripheral"), ("2026-09-14", "occasional")]
    reverse_deeds(deeds_in_force().filter(verb="opened"))
    keep_weeks(now=NOW)
    assert stood(hal) == [("2026-06-01", "peripheral")]


def test_who_leaves_is_outside_from_then_on(stick, since, hal) -> None:
    leave(person=hal, community=stick, at=datetime(2026, 8, 4, tzinfo=UTC))
    keep_weeks(now=NOW)
    assert stood(hal) == [("2026-06-01", "peripheral"), ("2026-08-03", "outside")]


def test_two_who_are_one_after_a_week_was_read_stand_where_one_did_both(
    stick, since, hal, member: Callable[..., Person]
) -> None:
    other = member("Halina Brennan")
    Membership.objects.filter(person=other).update(joined_at=since)
    wrote(stick, hal, date(2026, 9, 1))
    wrote(stick, other, date(2026, 9, 8), date(2026, 9, 15))
    keep_weeks(now=NOW)
    assert [stood(one)[-1][1] for one in (hal, other)] == ["occasional", "occasional"]
    merge(kept=hal, other=other, why="the same")
    assert keep_weeks(now=NOW)
    # Three weeks of one person make them active.
    assert stood(hal)[1:] == [("2026-08-31", "occasional"), ("2026-09-14", "active")]


def test_what_changes_while_weeks_are_read_is_read_the_next_time(stick, since, hal, monkeypatch) -> None:
    keep_weeks(now=NOW)
    wrote(stick, hal, date(2026, 9, 1))
    was = keeping._tell

    def meanwhile(*told: object) -> None:
        was(*told)  # type: ignore[arg-type]
        wrote(stick, hal, date(2026, 7, 1))
        keeping.catch_up("weeks")

    monkeypatch.setattr(keeping, "_tell", meanwhile)
    keep_weeks(now=NOW)
    assert WeeksRead.objects.get(community=stick).again_from == date(2026, 6, 29)
    monkeypatch.setattr(keeping, "_tell", was)
    keep_weeks(now=NOW)
    assert WeeksRead.objects.get(community=stick).again_from is None
    assert ("2026-06-29", "occasional") in stood(hal)


def test_deeds_of_1970_and_2100_are_no_weeks_of_anybody(stick, since, hal) -> None:
    wrote(stick, hal, date(1970, 1, 1), date(2100, 1, 1))
    keep_weeks(now=NOW)
    assert stood(hal) == [("2026-06-01", "peripheral")]
    # An archive that says it began in 1970 is kept for twenty years.
    Community.objects.filter(pk=stick.pk).update(began_at=datetime(1970, 1, 1, tzinfo=UTC))
    WeeksRead.objects.all().delete()
    keep_weeks(now=NOW)
    assert stood(hal) == [("2026-06-01", "peripheral")]
