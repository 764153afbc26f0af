"""Who is drawn with whom: nobody twice, nobody with whom they were before, and nobody left who could be seated."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from commonplace.weaving.lots import Lots, draw

people = st.integers(0, 14)
pairs = st.frozensets(people, min_size=2, max_size=2)
units = st.dictionaries(people, st.sampled_from(["", "north", "south", "west"]))


def drawn(who: set[int], had: set[frozenset[int]] = frozenset(), unit: dict[int, str] | None = None) -> Lots:
    return draw(who, had=had, unit=unit or {}, seed="stick 2026-11-01")


def tables(lots: Lots) -> set[frozenset[int]]:
    return {frozenset(table) for table in lots.tables}


@given(st.sets(people), st.sets(pairs), units)
def test_whoever_is_drawn_is_new_to_everyone_there(
    who: set[int], had: set[frozenset[int]], unit: dict[int, str]
) -> None:
    lots = drawn(who, had, unit)
    seated = [one for table in lots.tables for one in table]
    assert sorted([*seated, *lots.left]) == sorted(who)
    assert {len(table) for table in lots.tables} <= {2, 3}
    assert {frozenset(pair) for table in lots.tables for pair in combinations(table, 2)} & had == set()
    twos = [table for table in lots.tables if len(table) == 2]
    for one in lots.left:
        assert all(frozenset((one, other)) in had for other in lots.left if other != one)
        assert all(any(frozenset((one, other)) in had for other in two) for two in twos)
    assert drawn(who, had, unit) == lots


@given(st.sets(people, min_size=2), st.integers(1, 16))
def test_no_two_are_drawn_again_however_many_months_go_by(who: set[int], months: int) -> None:
    had: set[frozenset[int]] = set()
    for _month in range(months):
        met = [frozenset(pair) for table in drawn(who, had).tables for pair in combinations(table, 2)]
        assert had.isdisjoint(met)
        had.update(met)


def test_of_an_odd_number_three_sit_together_and_nobody_is_left() -> None:
    lots = drawn(set(range(7)))
    assert (sorted(len(table) for table in lots.tables), lots.left) == ([2, 2, 3], [])


def test_two_alone_are_drawn_once_and_then_left_for_a_year() -> None:
    assert tables(drawn({1, 2})) == {frozenset({1, 2})}
    assert drawn({1, 2}, {frozenset({1, 2})}) == Lots([], sorted(drawn({1, 2}, {frozenset({1, 2})}).left))


def test_of_one_and_of_nobody_nothing_is_drawn() -> None:
    assert (drawn({1}), drawn(set())) == (Lots([], [1]), Lots())


def test_they_sit_across_units_where_that_is_possible() -> None:
    unit = {one: "north" if one < 4 else "south" for one in range(8)}
    lots = drawn(set(range(8)), unit=unit)
    assert all({unit[one] for one in table} == {"north", "south"} for table in lots.tables)


def test_two_who_are_left_and_had_each_other_part_a_table() -> None:
    # Whoever is drawn first, 1 with 3 and 2 with 4 is the one way to seat all.
    had = {frozenset(pair) for pair in ((1, 2), (1, 4), (2, 3))}
    assert tables(drawn({1, 2, 3, 4}, had)) == {frozenset({1, 3}), frozenset({2, 4})}
