"""What everyone is told of a network: played against a reader who keeps every telling and knows four people well."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from commonplace.cultivation.network import told
from commonplace.cultivation.network.told import Facts, least_movers
from commonplace.cultivation.tests.network.test_shape import network

PEOPLE = st.integers(0, 11)
TIES = st.sets(st.tuples(PEOPLE, PEOPLE).filter(lambda tie: tie[0] < tie[1]), max_size=30)
WHO = st.frozensets(PEOPLE)


def facts(belong: frozenset[int], drawn: frozenset[int], ties: set[tuple[int, int]]) -> Facts:
    return Facts(belong, drawn, frozenset(ties))


@given(WHO, WHO, TIES, TIES, WHO, WHO, st.frozensets(PEOPLE, max_size=4))
def test_up_to_four_people_who_come_leave_or_tie_themselves_otherwise_change_nothing(
    belong: frozenset[int],
    drawn: frozenset[int],
    ties: set,
    others: set,
    belong_then: frozenset[int],
    drawn_then: frozenset[int],
    few: frozenset[int],
) -> None:
    """Whatever four people or fewer do, to whomever: it is not told before a fifth has moved."""

    def by_them(tie: tuple[int, int]) -> bool:
        return bool(few.intersection(tie))

    after = facts(
        (belong - few) | (belong_then & few),
        (drawn - few) | (drawn_then & few),
        {tie for tie in ties if not by_them(tie)} | {tie for tie in others if by_them(tie)},
    )
    assert least_movers(facts(belong, drawn, ties), after) <= len(few) < told.FEWEST


@given(st.lists(st.tuples(PEOPLE, WHO), max_size=25))
def test_from_telling_to_telling_at_least_five_have_moved(moves: list) -> None:
    """One person after another changes all of their ties; a telling replaces the last when the rule says so."""
    last = now = facts(frozenset(range(12)), frozenset(), set())
    moved: set[int] = set()
    for person, others in moves:
        ties = {tie for tie in now.ties if person not in tie}
        now = facts(now.belong, now.drawn, ties | {(min(person, one), max(person, one)) for one in others - {person}})
        moved.add(person)
        if least_movers(last, now) >= told.FEWEST:
            assert len(moved) >= told.FEWEST
            last, moved = now, set()


def test_five_who_come_are_told_of_and_so_are_ten_who_tie_in_pairs() -> None:
    nobody = facts(frozenset(), frozenset(), set())
    assert least_movers(nobody, facts(frozenset(range(5)), frozenset(), set())) == 5
    assert least_movers(nobody, facts(frozenset(), frozenset(), {(at, at + 1) for at in range(0, 10, 2)})) == 5
    assert least_movers(nobody, facts(frozenset(), frozenset(), {(0, at) for at in range(1, 12)})) == 1


@given(TIES, st.lists(st.integers(0, 4), min_size=12, max_size=12))
def test_no_row_of_the_table_is_of_fewer_than_five_nor_what_is_left_of_the_whole(ties: set, group: list[int]) -> None:
    rows, rest, of = told.circles(network(12, *ties), np.array(group))
    people = [row.people for row in rows] + ([rest.people] if rest else [])
    assert sum(people) == 12
    assert all(number >= told.FEWEST for number in people)
    assert sum(row.within for row in rows) + (rest.within if rest else 0) <= len(ties)
    assert [int(np.count_nonzero(of == at)) for at in range(len(rows))] == [row.people for row in rows]


def test_a_number_that_leaves_few_is_not_told() -> None:
    assert [told.few_or(number, 12) for number in (0, 4, 5, 7, 8, 12)] == [None, None, 5, 7, None, 12]
