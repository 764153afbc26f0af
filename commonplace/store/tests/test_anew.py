"""What PostgreSQL keeps beside rows says no more between which others they were written, once they were blurred."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from commonplace.people.models import Person
from commonplace.people.sessions import SessionStore, blur_sessions
from commonplace.store import anew
from commonplace.store.anew import FEW, blur
from commonplace.store.due import DUE

NOW = datetime(2026, 3, 20, 3, tzinfo=UTC)
CAME = 15


@pytest.fixture
def sessions(transactional_db: None) -> list[str]:
    """Each in a transaction of its own, in this order."""
    return [_session(n) for n in range(CAME)]


def _session(number: int) -> str:
    session = SessionStore()
    session["number"] = number
    session.save()
    return str(session.session_key)


def kept() -> set[tuple[object, ...]]:
    return set(Session.objects.values_list("pk", "session_data", "expire_date"))


def marks() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, session_key FROM django_session ORDER BY ctid")
        return cursor.fetchall()


def test_every_session_stays_as_it_is(sessions: list[str]) -> None:
    then = kept()
    blur_sessions(now=NOW)
    assert kept() == then
    assert SessionStore(sessions[3])["number"] == 3


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps no such mark")
def test_sessions_share_a_mark_and_lie_in_another_order(sessions: list[str]) -> None:
    assert [key for _, key in marks()] == sessions
    assert blur(Session) == CAME
    assert len({mark for mark, _ in marks()}) == 1
    # One in fifteen factorial that chance draws the order in which they came.
    assert [key for _, key in marks()] != sessions
    assert blur(Session) == 0
    late = _session(CAME)
    assert blur(Session) == 1
    assert {mark for mark, key in marks() if key == late}.isdisjoint(mark for mark, key in marks() if key != late)
    # Alone it is told apart still: it goes with whoever comes next.
    others = [_session(n) for n in range(FEW)]
    assert blur(Session) == FEW + 1
    assert len({mark for mark, key in marks() if key in {late, *others}}) == 1


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps no such mark")
def test_persons_share_a_mark_once_it_is_night(transactional_db: None, someone: Callable[..., Person]) -> None:
    """Who signed in between the batches of two hours would be told by the row in which the day of it stands."""
    for number in range(CAME):
        someone(f"Person{number}")
    blur_sessions(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM people_person")
        assert cursor.fetchone() == (1,)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps no such mark")
def test_many_are_written_some_at_a_time(sessions: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anew, "AT_ONCE", 8)
    then = kept()
    assert blur(Session) == CAME
    assert (kept(), len({mark for mark, _ in marks()})) == (then, 2)


def test_the_worker_blurs_each_day() -> None:
    assert {"blur who read when", "blur when people were here", "mix who drew"} <= {one.code for one in DUE}
