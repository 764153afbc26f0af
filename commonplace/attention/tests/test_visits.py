"""A visit is written at most every ten minutes, each moment and the end of the visit before it."""

from datetime import timedelta

import pytest

from commonplace.attention.actions.reading import note_visit, since_when
from commonplace.attention.models import Visit

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def here(hal, stick, now):
    """Hal looks, so many minutes from now; returns how many queries that took."""

    def look(after: timedelta) -> tuple:
        known = Visit.objects.filter(person=hal, community=stick).first()
        at, before = (known.at, known.before) if known else (None, None)
        since = since_when(joined_at=now - timedelta(days=100), visited_at=at, before=before, now=now + after)
        note_visit(person=hal, community=stick, since=since, visited_at=at, now=now + after)
        kept = Visit.objects.get(person=hal, community=stick)
        return kept.at - now, kept.before - now

    return look


def test_a_visit_is_written_again_after_ten_minutes_and_not_before(here):
    first = (0 * MINUTE, -timedelta(days=14))
    assert here(0 * MINUTE) == first
    assert here(9 * MINUTE) == first
    assert here(10 * MINUTE - SECOND) == first
    assert here(10 * MINUTE) == (10 * MINUTE, -timedelta(days=14))
    assert here(19 * MINUTE) == (10 * MINUTE, -timedelta(days=14))


def test_between_two_writings_nothing_is_asked(hal, stick, now, django_assert_num_queries):
    given = {"person": hal, "community": stick, "since": now - timedelta(days=14)}
    with django_assert_num_queries(1):
        note_visit(**given, visited_at=None, now=now)
    with django_assert_num_queries(0):
        note_visit(**given, visited_at=now, now=now + 9 * MINUTE)
    with django_assert_num_queries(1):
        note_visit(**given, visited_at=now, now=now + 10 * MINUTE)


def test_a_visit_lasts_while_one_comes_back_within_two_hours(here):
    here(0 * MINUTE)
    assert here(119 * MINUTE) == (119 * MINUTE, -timedelta(days=14))
    assert here(238 * MINUTE) == (238 * MINUTE, -timedelta(days=14))
    assert here(358 * MINUTE) == (358 * MINUTE, 238 * MINUTE), "two hours later another visit begins"


def test_pages_opened_one_after_another_write_one_visit(client, hal, stick, django_capture_on_commit_callbacks):
    client.force_login(hal)
    client.get("/c/stick/")
    written = Visit.objects.get(person=hal)
    client.get("/c/stick/")
    assert list(Visit.objects.filter(person=hal).values_list("pk", "at")) == [(written.pk, written.at)]
