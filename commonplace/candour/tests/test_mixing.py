"""Who drew is written anew each night: nothing that a database keeps beside a row tells who came first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.db import connection

from commonplace.candour.actions.mixing import mix_draws, to_be_mixed
from commonplace.candour.models import CandourKey, Draw
from commonplace.candour.months import month_of
from commonplace.candour.queries import MODULE
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.store.due import DUE
from commonplace.store.models import DueWork

DREW = 40
NOW = datetime(2026, 3, 20, 3, tzinfo=UTC)


def key_of(community: Community, month: datetime) -> CandourKey:
    return CandourKey.objects.create(community=community, month=month_of(month), fingerprint=f"{month:%Y-%m}")


def drawn(community: Community, key: CandourKey, number: int = DREW) -> list[int]:
    """So many draw, each in a transaction of their own; their ids as they came."""
    people = Person.objects.bulk_create(Person(name=f"Drew {one}", password="!") for one in range(number))
    return [Draw.objects.create(key=key, person=one, asked=f"{one.pk:064x}").person_id for one in people]


def kept() -> set[tuple[object, ...]]:
    return set(Draw.objects.values_list("pk", "key", "person", "asked"))


def as_they_lie(key: CandourKey) -> list[tuple[str, int]]:
    """What PostgreSQL keeps beside each row, and whose it is, in the order of their places."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, person_id FROM candour_draw WHERE key_id = %s ORDER BY ctid", [key.pk])
        return cursor.fetchall()


@pytest.fixture
def here(transactional_db: None) -> Community:
    return Community.objects.create(slug="weir", name="Weir", modules=[MODULE])


def test_nobody_is_lost_and_nobody_comes_twice(candid: Community) -> None:
    key = key_of(candid, NOW)
    drawn(candid, key)
    then = kept()
    for _night in range(2):
        mix_draws(now=NOW)
        assert kept() == then


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps no such mark")
def test_all_who_drew_in_a_month_have_one_mark_and_lie_in_another_order(here: Community) -> None:
    key = key_of(here, NOW)
    came = drawn(here, key)
    assert [one for _, one in as_they_lie(key)] == came
    assert len({xmin for xmin, _ in as_they_lie(key)}) == DREW
    mix_draws(now=NOW)
    lie = as_they_lie(key)
    assert len({xmin for xmin, _ in lie}) == 1
    assert {one for _, one in lie} == {*came}
    # One in forty factorial that chance draws the order in which they came.
    assert [one for _, one in lie] != came
    with connection.cursor() as cursor:
        cursor.execute("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'candour_draw'")
        assert cursor.fetchone() == (0,)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of SQLite the file is read")
def test_rows_lie_in_another_order_in_the_pages_of_the_file(here: Community) -> None:
    key = key_of(here, NOW)
    drawn(here, key, 30)
    asked = {one.asked.encode(): one.person_id for one in Draw.objects.all()}

    def lie() -> list[int]:
        whole = connection.connection.serialize()
        return [asked[one] for one in sorted(asked, key=whole.index)]

    # What comes later lies before what came earlier.
    assert lie() == sorted(asked.values(), reverse=True)
    mix_draws(now=NOW)
    assert lie() != sorted(asked.values(), reverse=True)
    assert lie() != sorted(asked.values())


def test_who_died_at_it_has_changed_nothing(here: Community) -> None:
    drawn(here, key_of(here, NOW))
    then = kept()

    def killed(execute, sql: str, *how: object) -> object:
        if sql.startswith("INSERT") or (sql.startswith("UPDATE") and next(updates) == DREW // 2):
            raise KeyboardInterrupt
        return execute(sql, *how)

    updates = count()
    with connection.execute_wrapper(killed), pytest.raises(KeyboardInterrupt):
        mix_draws(now=NOW)
    assert kept() == then


@pytest.mark.parametrize(("day", "mixed"), [(1, {3, 2}), (3, {3, 2}), (4, {3}), (31, {3})])
def test_a_month_is_mixed_once_more_when_it_is_over(candid: Community, day: int, mixed: set[int]) -> None:
    for month in (1, 2, 3, 4):
        drawn(candid, key_of(candid, datetime(2026, month, 1, tzinfo=UTC)), 1)
    found = to_be_mixed(now=datetime(2026, 3, day, 3, tzinfo=UTC))
    assert {one.key.month.month for one in found} == mixed


def test_the_worker_mixes_each_day_and_the_bytes_are_wiped(candid: Community) -> None:
    (due,) = [one for one in DUE if one.run is mix_draws]
    assert (due.every, due.lease is None) == (timedelta(days=1), False)
    due.run(now=NOW)
    assert not DueWork.objects.filter(code="wipe").exists()
    drawn(candid, key_of(candid, NOW), 1)
    due.run(now=NOW)
    assert DueWork.objects.filter(code="wipe", done_at=None).exists()
