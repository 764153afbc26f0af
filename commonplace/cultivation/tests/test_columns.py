"""Deeds told by a database in groups are those of its rows, one by one."""

from datetime import timedelta

import numpy as np
import pytest

from commonplace.communities.ledger import Line, record_all
from commonplace.communities.models import Deed
from commonplace.cultivation.arrays import distinct, numbered
from commonplace.cultivation.columns import by_days
from commonplace.cultivation.reading import hours_to_first_reply, read


@pytest.mark.django_db
def test_groups_are_the_rows_in_the_order_of_days(stick, table, hal, ines, now) -> None:
    rows = [(hal, ines, 1, "replied"), (ines, None, 0, "opened"), (None, hal, 1, "replied"), (ines, hal, 9, "thanked")]
    record_all(
        Line(verb=verb, person=by, community=stick, space=table, towards=to, happened_at=now - timedelta(days=days))
        for by, to, days, verb in rows
    )
    done = Deed.objects.filter(verb__in=("replied", "opened", "thanked"))
    found = by_days(done, "person_id", "towards_id", by=["verb"])
    today = now.toordinal() - 719163
    told = zip(np.repeat(found.day, found.size).tolist(), *found.columns.tolist(), strict=True)
    pks = [(hal.pk, ines.pk), (ines.pk, -1), (-1, hal.pk), (ines.pk, hal.pk)]
    assert sorted(told) == sorted((today - days, *pk) for pk, (_by, _to, days, _verb) in zip(pks, rows, strict=True))
    assert (found.by, found.day.tolist()) == (
        [("thanked",), ("replied",), ("opened",)],
        [today - 9, today - 1, today],
    )
    assert found.size.tolist() == [1, 2, 1]


@pytest.mark.django_db
def test_of_no_deed_there_are_columns_of_nothing() -> None:
    found = by_days(Deed.objects.none(), "person_id", "towards_id", by=["verb"])
    assert (found.columns.shape, found.size.size, found.by) == ((2, 0), 0, [])


def test_people_are_numbered_by_a_table_and_by_a_search_alike() -> None:
    for ids in ([3, 9, 3, 5], [3, 9_000_000, 3, 5]):
        people, place = numbered(np.array(ids[:2]), np.array(ids[2:]))
        assert people.tolist() == sorted(set(ids)) == distinct(np.array(ids)).tolist()
        assert place(np.array(ids)).tolist() == [sorted(set(ids)).index(one) for one in ids]


@pytest.mark.django_db
def test_the_first_reply_by_itself_is_that_of_the_whole_reading(stick, table, hal, ines, now) -> None:
    record_all(
        Line(verb=verb, person=by, community=stick, space=table, towards=to, what="conversation", what_id=talk,
             happened_at=now - timedelta(hours=hours))
        for talk, asked, answered in ((1, 2_300, 2_000), (2, 500, 480), (3, 300, 290), (4, 90, 80), (5, 50, 49))
        for verb, by, to, hours in (("opened", hal, None, asked), ("replied", ines, hal, answered))
    )  # fmt: skip
    # The first was opened before the twelve weeks.
    assert hours_to_first_reply(stick, now=now) == read(stick, now=now).rhythm.hours_to_first_reply == 10.0
