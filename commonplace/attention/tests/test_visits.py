"""A visit is written once a day, with the day on which one was here before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from commonplace.attention.actions.reading import note_visit, since_when
from commonplace.attention.models import Visit

MORNING = datetime(2026, 3, 4, 8, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def here(hal, stick):
    """Hal looks, so long after that morning; returns the days that are kept."""

    def look(after: timedelta) -> tuple[date, date]:
        known = Visit.objects.filter(person=hal, community=stick).first()
        on, before = (known.came_on, known.before_on) if known else (None, None)
        now = MORNING + after
        since = since_when(joined_at=MORNING - timedelta(days=100), came_on=on, before_on=before, now=now)
        note_visit(person=hal, community=stick, since=since, came_on=on, now=now)
        kept = Visit.objects.get(person=hal, community=stick)
        return kept.came_on, kept.before_on

    return look


def test_what_is_new_stays_new_for_a_day(here):
    first = (date(2026, 3, 4), date(2026, 2, 18))
    assert here(0 * HOUR) == first
    assert here(15 * HOUR) == first
    assert here(16 * HOUR) == (date(2026, 3, 5), date(2026, 3, 4))
    assert here(30 * HOUR) == (date(2026, 3, 5), date(2026, 3, 4))
    assert here(99 * HOUR) == (date(2026, 3, 8), date(2026, 3, 5))


def test_the_day_is_the_readers(here):
    with timezone.override("Pacific/Auckland"):
        assert here(4 * HOUR) == (date(2026, 3, 5), date(2026, 2, 19))


def test_on_one_day_it_is_written_once(hal, stick, django_assert_num_queries):
    given = {"person": hal, "community": stick, "since": MORNING - timedelta(days=14)}
    with django_assert_num_queries(1):
        note_visit(**given, came_on=None, now=MORNING)
    with django_assert_num_queries(0):
        note_visit(**given, came_on=MORNING.date(), now=MORNING + 15 * HOUR)
    with django_assert_num_queries(1):
        note_visit(**given, came_on=MORNING.date(), now=MORNING + 16 * HOUR)


def test_pages_opened_one_after_another_write_one_visit(client, hal, stick, django_capture_on_commit_callbacks):
    client.force_login(hal)
    client.get("/c/stick/")
    written = list(Visit.objects.filter(person=hal).values_list("pk", "came_on", "before_on"))
    client.get("/c/stick/")
    assert list(Visit.objects.filter(person=hal).values_list("pk", "came_on", "before_on")) == written
    assert len(written) == 1
