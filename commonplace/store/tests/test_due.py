"""What is due is done by one process at a time, again when it died at it, and in spite of what else goes wrong."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from commonplace.communities.models import Community
from commonplace.conversations.actions.drafting import keep_draft
from commonplace.conversations.models import Draft
from commonplace.people.models import Person
from commonplace.store.due import DUE, Due, claim, do_due
from commonplace.store.models import DueWork

HOUR = timedelta(hours=1)


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def hourly(db: None, done: list[str]) -> Iterator[Callable[..., None]]:
    def run(*, now: datetime) -> None:
        done.append("hourly")

    with DUE.overridden(Due("hourly", run, HOUR, timedelta(minutes=5))):
        yield run


def test_work_is_done_once_in_its_time(hourly: None, done: list[str], now: datetime) -> None:
    for minutes in (0, 1, 59, 61, 62):
        do_due(now=now + timedelta(minutes=minutes))
    assert done == ["hourly", "hourly"]


def test_what_another_process_is_at_is_left_to_it_until_its_lease_ends(
    hourly: None, done: list[str], now: datetime
) -> None:
    DueWork.objects.create(code="hourly", due_at=now, claimed_until=now + timedelta(minutes=5))
    do_due(now=now + timedelta(minutes=4))
    assert done == []
    do_due(now=now + timedelta(minutes=6))
    assert done == ["hourly"]


def test_trouble_is_kept_and_keeps_nobody_from_their_turn(hourly: None, done: list[str], now: datetime) -> None:
    def fail(*, now: datetime) -> None:
        raise RuntimeError("no paper")

    with DUE.overridden(Due("broken", fail, HOUR, HOUR, order=-1)):
        assert "broken" not in do_due(now=now)
    assert done == ["hourly"]
    broken = DueWork.objects.get(code="broken")
    assert (broken.last_error, broken.done_at, broken.due_at) == ("RuntimeError: no paper", None, now + HOUR)


def test_a_round_in_which_nothing_is_due_writes_nothing(
    hourly: None, now: datetime, django_assert_num_queries: Callable[..., object]
) -> None:
    with DUE.overridden():
        do_due(now=now)
        leased = [due for due in DUE if due.lease is not None]
        from_now = now + timedelta(seconds=1)
        with django_assert_num_queries(2 * len(leased)) as asked:
            for due in leased:
                assert claim(due, from_now) is False
        assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []


def test_old_drafts_go_and_young_ones_stay(hal: Person, stick: Community, now: datetime) -> None:
    for days, place in ((400, "opening"), (10, "reply:1")):
        at = now - timedelta(days=days)
        keep_draft(by=hal, community=stick, place=place, words={"text": "Half a thought"}, at=at)
    do_due(now=now)
    assert [draft.place for draft in Draft.objects.all()] == ["reply:1"]
