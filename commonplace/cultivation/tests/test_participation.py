"""The definitions of participation, each with numbers worked by hand."""

from datetime import date, timedelta

import numpy as np

from commonplace.cultivation.participation import Belonging, Deeds, Ring, core_absence_factor, days_since_epoch, read

ON = date(2026, 6, 30)
LONG_AGO = date(2020, 1, 1)


def deeds(*rows: tuple[int, int, str, int]) -> Deeds:
    """Rows of (person, days before ON, what, towards): `seen`, `reply`, `tend` or `unseen`."""
    return Deeds(
        person=np.array([row[0] for row in rows], dtype=np.int64),
        day=np.array([days_since_epoch(ON) - row[1] for row in rows], dtype=np.int64),
        towards=np.array([row[3] for row in rows], dtype=np.int64),
        is_seen=np.array([row[2] != "unseen" for row in rows], dtype=np.bool_),
        is_stewarding=np.array([row[2] == "tend" for row in rows], dtype=np.bool_),
        is_reply=np.array([row[2] == "reply" for row in rows], dtype=np.bool_),
    )


def weekly(person: int, weeks: int, what: str = "seen") -> list[tuple[int, int, str, int]]:
    return [(person, 7 * week, what, -1) for week in range(weeks)]


def ring_of(rows: list[tuple[int, int, str, int]], **belonging: object) -> Ring:
    member = Belonging(1, LONG_AGO, **belonging)  # type: ignore[arg-type]
    return read(deeds(*rows), [member], on=ON).places[1].ring


def test_core_is_six_weeks_of_twelve_and_a_live_role() -> None:
    assert ring_of(weekly(1, 6), has_live_role=True) is Ring.CORE
    assert ring_of(weekly(1, 5), has_live_role=True) is Ring.ACTIVE


def test_core_is_six_weeks_of_twelve_and_tending_by_deed() -> None:
    assert ring_of([*weekly(1, 6), (1, 3, "tend", 2)]) is Ring.CORE
    assert ring_of(weekly(1, 12)) is Ring.ACTIVE


def test_answering_five_different_people_is_tending() -> None:
    four = [(1, 2, "reply", other) for other in (2, 3, 4, 5)]
    assert ring_of([*weekly(1, 6), *four, *four]) is Ring.ACTIVE
    assert ring_of([*weekly(1, 6), *four, (1, 2, "reply", 6)]) is Ring.CORE


def test_answering_oneself_is_not_answering_another() -> None:
    own = [(1, 2, "reply", other) for other in (1, 2, 3, 4, 5)]
    assert ring_of([*weekly(1, 6), *own]) is Ring.ACTIVE


def test_tending_before_the_window_has_lapsed() -> None:
    assert ring_of([*weekly(1, 6), (1, 90, "tend", 2)]) is Ring.ACTIVE
    assert ring_of([*weekly(1, 6), (1, 89, "tend", 2)]) is Ring.CORE


def test_active_is_three_weeks_of_twelve() -> None:
    assert ring_of(weekly(1, 3)) is Ring.ACTIVE
    assert ring_of([*weekly(1, 2), (1, 1, "seen", -1), (1, 2, "seen", -1)]) is Ring.OCCASIONAL


def test_occasional_is_once_in_ninety_days() -> None:
    assert ring_of([(1, 89, "seen", -1)]) is Ring.OCCASIONAL
    assert ring_of([(1, 90, "seen", -1)]) is Ring.PERIPHERAL


def test_a_deed_that_is_not_being_seen_moves_nobody() -> None:
    assert ring_of(weekly(1, 12, "unseen")) is Ring.PERIPHERAL


def test_newcomers_are_told_apart_for_sixty_days() -> None:
    members = [Belonging(1, ON - timedelta(days=59)), Belonging(2, ON - timedelta(days=60))]
    reading = read(deeds(), members, on=ON)
    assert [reading.places[1].is_newcomer, reading.places[2].is_newcomer] == [True, False]
    assert reading.newcomers == 1


def test_who_is_no_member_stands_around_the_edge_and_alumni_outside() -> None:
    members = [Belonging(1, LONG_AGO, left_on=ON - timedelta(days=1)), Belonging(2, LONG_AGO)]
    reading = read(deeds((1, 5, "seen", -1), (9, 5, "seen", -1)), members, on=ON)
    assert {person: place.ring for person, place in reading.places.items()} == {
        2: Ring.PERIPHERAL,
        9: Ring.TRANSACTIONAL,
    }
    assert reading.alumni == 1


def test_movement_compares_with_a_quarter_ago() -> None:
    then = [(1, 91 + 7 * week, "seen", -1) for week in range(3)]
    now = [(2, 7 * week, "seen", -1) for week in range(3)]
    reading = read(deeds(*then, *now), [Belonging(1, LONG_AGO), Belonging(2, LONG_AGO)], on=ON)
    assert reading.came_closer(Ring.ACTIVE) == [2]
    assert reading.stepped_back(Ring.ACTIVE) == [1]
    assert reading.stepped_back(Ring.PERIPHERAL) == []


def test_core_absence_factor_is_the_fewest_who_did_half() -> None:
    # 6 + 2 + 1 + 1 = 10 deeds of care: person 1 alone did half.
    rows = [(1, 1, "tend", 9)] * 6 + [(2, 1, "reply", 9)] * 2 + [(3, 1, "tend", 9), (4, 1, "tend", 9)]
    assert core_absence_factor(deeds(*rows), on=ON) == 1
    even = [(person, 1, "tend", 9) for person in range(1, 5)]
    assert core_absence_factor(deeds(*even), on=ON) == 2
    assert core_absence_factor(deeds(), on=ON) == 0


def test_a_dying_list_loses_its_core_and_a_living_one_keeps_it() -> None:
    members = [Belonging(person, LONG_AGO, has_live_role=True) for person in range(1, 11)]
    living = [row for person in range(1, 6) for row in weekly(person, 8)]
    dying = [(person, 91 + 7 * week, "seen", -1) for person in range(1, 6) for week in range(8)]
    dying.append((1, 30, "seen", -1))
    alive, dead = read(deeds(*living), members, on=ON), read(deeds(*dying), members, on=ON)
    assert alive.counts[Ring.CORE] == 5
    assert dead.counts[Ring.CORE] == 0
    assert dead.stepped_back(Ring.CORE) == [1, 2, 3, 4, 5]
    assert dead.counts[Ring.OCCASIONAL] == 1
