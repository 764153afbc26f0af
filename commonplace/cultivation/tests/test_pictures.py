"""The readings as pictures: what is drawn can be told apart, and compared where it looks comparable."""

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest
from django.utils.translation import override

from commonplace.cultivation import pictures
from commonplace.cultivation.participation import Participation, Place, Ring
from commonplace.cultivation.rhythm import Talk, Week, read
from commonplace.cultivation.told_shape import of_rings
from commonplace.ui.charts import BEAT_RADIUS, CENTRE, RING_RADII
from commonplace.ui.dot_layout import boxes

MONDAY = date(2026, 8, 31)
NOTHING = np.array([], dtype=np.int64)
NOTHING_SAID = Talk(NOTHING, NOTHING, NOTHING, NOTHING.astype(np.float64), NOTHING.astype(np.bool_))


def test_no_date_stands_where_this_weeks_words_need_the_room() -> None:
    weeks = [Week(MONDAY + timedelta(weeks=at), {"opened": at}) for at in range(12)]
    marks = [bar.mark for bar in pictures.pulse(weeks)]
    assert [at for at, mark in enumerate(marks) if mark] == [0, 4, 11]


def test_one_scale_holds_for_all_lanes() -> None:
    on = MONDAY + timedelta(weeks=11)
    beats = {on: {"opened": 4, "replied": 16, "joined": 1}}
    lanes = pictures.beats(read(NOTHING_SAID, beats, on=on))
    assert [lane.beats[-1].radius for lane in lanes] == pytest.approx([BEAT_RADIUS / 2, BEAT_RADIUS, 2.25, 0])


def reading_of(**numbers: int) -> Participation:
    """So many people in each ring, none of whom moved."""
    places, before = {}, {}
    for ring in Ring:
        for _ in range(numbers.get(ring.value, 0)):
            person = len(places)
            places[person] = Place(person, ring, 0, 0, tended=False)
            before[person] = ring
    return Participation(MONDAY, places, before, 0, 0)


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize(
    "numbers",
    [
        {"core": 15, "active": 11, "occasional": 4, "peripheral": 4, "transactional": 1},
        {"core": 60, "active": 40, "occasional": 80, "peripheral": 150, "transactional": 60},
        {"core": 390, "active": 2},
    ],
)
def test_dots_lie_on_no_other_dot_and_on_no_word(numbers: dict[str, int], language: str) -> None:
    with override(language):
        picture = pictures.rings(of_rings(reading_of(**numbers)))
        words = boxes({ring.value: str(name) for ring, name in pictures.NAMES.items()})
    assert len(picture.dots) == sum(number // picture.each_is for number in numbers.values())
    for one, other in combinations(picture.dots, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius
    assert not [dot for dot in picture.dots for box in words if box.touches(dot.x, dot.y, dot.radius)]


def moved(**closer: int) -> pictures.Rings:
    """So many came into each of these rings from the edge, among ten in each who stayed where they were."""
    reading = reading_of(core=10, active=10, occasional=10, peripheral=10)
    before = dict(reading.before)
    for name, number in closer.items():
        there = [person for person, place in reading.places.items() if place.ring == name]
        before |= dict.fromkeys(there[:number], Ring.TRANSACTIONAL)
    return pictures.rings(of_rings(replace(reading, before=before)))


@pytest.mark.parametrize(
    ("closer", "total", "rungs", "is_still"),
    [
        ({"core": 4}, "", [], True),
        ({"core": 3, "active": 2}, "Over all rings 5 people came closer in a quarter.", [], False),
        # What is told of one ring could be taken off the sum, and what is left would point at someone.
        ({"core": 5, "active": 1}, "", [5], False),
    ],
)
def test_movement_is_told_where_five_moved_and_nothing_can_be_taken_off_it(
    closer: dict[str, int], total: str, rungs: list[int], is_still: bool
) -> None:
    picture = moved(**closer)
    assert (picture.moved, picture.is_still) == (total, is_still)
    assert [rung.closer for rung in picture.rungs if rung.closer is not None] == rungs
    assert [gate.words for gate in picture.gates] == [f"{number} in" for number in rungs]


def test_who_hears_the_picture_is_told_of_no_ring_without_people() -> None:
    assert (
        pictures.rings(of_rings(reading_of(core=12))).sentence
        == "Participation: core 12. The ladder beside it says the same."
    )


def test_dots_stand_in_their_own_ring() -> None:
    picture = pictures.rings(of_rings(reading_of(core=9, active=18)))
    far = sorted(math.hypot(dot.x - CENTRE, dot.y - CENTRE) for dot in picture.dots)
    assert far[8] < RING_RADII["core"] < far[9]
    assert far[-1] < RING_RADII["active"]


@pytest.mark.parametrize("newcomers", [0, pictures.FEWEST - 1, pictures.FEWEST])
def test_newcomers_are_told_of_around_the_edge_alone_and_not_when_few(newcomers: int) -> None:
    reading = reading_of(core=5, transactional=7, peripheral=9)
    edge = [person for person, place in reading.places.items() if place.ring is Ring.PERIPHERAL]
    young = {person: replace(reading.places[person], is_newcomer=True) for person in edge[:newcomers]}
    rungs = zip(Ring, pictures.rings(of_rings(replace(reading, places={**reading.places, **young}))).rungs, strict=True)
    told = [ring for ring, rung in rungs if "newcomer" in rung.about]
    assert told == ([Ring.PERIPHERAL] if newcomers >= pictures.FEWEST else [])
