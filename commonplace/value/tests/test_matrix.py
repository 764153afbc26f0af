"""How stories are drawn through what is looked at, worked by hand and by chance."""

import re

from hypothesis import given
from hypothesis import strategies as st

from commonplace.value.matrix import HIGH, MOST_KNOTS, MOST_THREADS, WIDE, Thread, draw

COLUMNS = st.lists(st.integers(0, 8), min_size=1, max_size=5).map(
    lambda sizes: [[100 * at + row for row in range(size)] for at, size in enumerate(sizes)]
)


def test_by_hand() -> None:
    threads = [Thread(7, {1: False, 3: False, 4: True}), Thread(8, {2: False, 3: False, 99: False})]
    picture = draw([[[1, 2], [3], [], [4]]], threads)
    (drawn,) = picture.bands
    assert (drawn.rows, drawn.height, picture.left_out) == (2, 200, 0)
    assert [(one.path, one.is_hoped) for one in drawn.lines] == [
        ("M100.0 75.0H250.0", False),
        ("M250.0 75.0H700.0", True),
        # Up in the gap before the column of 3, beside where another would go.
        ("M100.0 177.5H175.5Q185.5 177.5 185.5 167.5V87.5Q185.5 77.5 195.5 77.5H350.0", False),
    ]
    assert {key: [one.letter for one in knots] for key, knots in drawn.knots.items()} == {
        1: ["A"],
        3: ["A", "B"],
        4: ["A"],
        2: ["B"],
    }
    assert dict(drawn.touched) == {1: 1, 3: 2, 4: 1, 2: 1}


def test_a_story_keeps_its_letter_in_each_band() -> None:
    picture = draw([[[1]], [[2]]], [Thread(7, {1: False}), Thread(8, {2: True}), Thread(9, {1: False, 2: False})])
    letters = [{key: [one.letter for one in knots] for key, knots in band.knots.items()} for band in picture.bands]
    assert letters == [{1: ["A", "C"]}, {2: ["B", "C"]}]
    assert [len(band.lines) for band in picture.bands] == [0, 0]


def test_many_stories_on_one_cell_are_counted_and_a_few_drawn() -> None:
    picture = draw([[[1], [2]]], [Thread(number, {1: False, 2: False}) for number in range(200)], first=150)
    (drawn,) = picture.bands
    assert (drawn.touched[1], len(picture.letters), picture.left_out) == (200, MOST_THREADS, 200 - MOST_THREADS)
    assert 150 in picture.letters
    assert len(drawn.knots[1]) == MOST_KNOTS


@given(COLUMNS, st.data())
def test_every_line_begins_and_ends_at_a_knot_of_its_story(columns: list[list[int]], data: st.DataObject) -> None:
    keys = [key for column in columns for key in column]
    touches = st.dictionaries(st.sampled_from(keys), st.booleans(), max_size=5) if keys else st.just({})
    threads = [Thread(n, one) for n, one in enumerate(data.draw(st.lists(touches, max_size=20)), start=1)]
    (drawn,) = draw([columns], threads).bands
    tied = {
        one.story: sum(one.story in {knot.story for knot in knots} for knots in drawn.knots.values()) for one in threads
    }
    for story, number in tied.items():
        assert sum(line.story == story for line in drawn.lines) == max(0, number - 1)
    for line in drawn.lines:
        found = [float(one) for one in re.findall(r"-?\d+\.\d", line.path)]
        x, y, to_x = found[0], found[1], found[-1]
        assert 0 <= x <= WIDE * len(columns)
        assert 0 <= to_x <= WIDE * len(columns)
        assert 0 <= y <= drawn.height
        assert y % HIGH > HIGH / 2
