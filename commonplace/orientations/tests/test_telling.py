"""A curious reader lays all pictures of a community side by side, and knows who drew in which."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.spread import FEWEST, Middle, middle_half, otherwise
from commonplace.orientations.telling import Before, Drawn, Told, drawn, told

NUMBER = st.none() | st.integers(0, 5)
# Few people of whom many come back, so that days on which one alone drew are common.
PERSON = st.integers(0, 13)
FIRST = st.dictionaries(PERSON, st.integers(0, 5))
DAY = st.dictionaries(PERSON, NUMBER, max_size=7)
Numbers = dict[int, int]


@dataclass
class House:
    """A community that draws again and again; what was told of one thing each time."""

    before: Before | None = None
    drawn: Drawn = field(default_factory=lambda: Drawn(0, is_new=True))
    drawn_by: set[int] = field(default_factory=set)

    def close(self, said: Numbers) -> tuple[Middle | None, int]:
        now = self.would_tell(said)
        if now.middle is not None and now.is_new:
            self.before = Before(now.middle, dict(said))
        people = drawn(set(said), self.drawn, self.drawn_by)
        if people.people and people.is_new:
            self.drawn, self.drawn_by = people, set(said)
        return now.middle, people.people

    def would_tell(self, said: Numbers) -> Told:
        return told(said, self.before)


def after(said: Numbers, day: dict[int, int | None]) -> Numbers:
    """What all say once some of them drew, drew again, or said nothing more."""
    return {person: number for person, number in (said | day).items() if number is not None}


@given(FIRST, st.lists(DAY, max_size=8))
def test_two_pictures_differ_by_five_people_or_tell_the_same(first: Numbers, days: list[dict[int, int | None]]) -> None:
    house, said = House(), first
    middle, people = house.close(said)
    for day in days:
        said = after(said, day)
        was, by = house.before, set(house.drawn_by)
        again, many = house.close(said)
        assert (again is not None) is (many > 0) is (len(said) >= FEWEST)
        assert many % FEWEST == 0
        assert many <= len(said)
        if again is None:
            continue
        if was and again != middle:
            assert otherwise(was.said, said) >= FEWEST
        if people and many != people:
            assert len(by ^ said.keys()) >= FEWEST
        middle, people = again, many


@given(FIRST, st.lists(DAY, max_size=4), PERSON, NUMBER)
def test_a_day_on_which_one_person_alone_drew_redrew_or_left_is_told_as_the_day_before(
    first: Numbers, days: list[dict[int, int | None]], alone: int, number: int | None
) -> None:
    """Whatever came before: unless four others changed since it was told anew, whom nobody can take out again."""
    house, said = House(), first
    pictures = [house.close(said), *[house.close(said := after(said, day)) for day in days]]
    known = house.before.said if house.before else {}
    then = after(said, {alone: number})
    if otherwise(known, then) < FEWEST <= len(then) and pictures[-1][0] is not None:
        assert house.close(then) == pictures[-1]


@given(FIRST, st.lists(DAY, max_size=4), DAY, PERSON, NUMBER)
def test_which_way_it_moved_hangs_on_no_single_one(
    first: Numbers, days: list[dict[int, int | None]], last: dict[int, int | None], one: int, number: int | None
) -> None:
    """Had any one of those who drew said something else, or nothing, it would not have moved the other way."""
    house, said = House(), first
    for day in [{}, *days]:
        house.close(said := after(said, day))
    if house.before is None:
        return
    was = house.before.middle
    said = after(said, last)
    now, else_ = house.would_tell(said).middle, house.would_tell(after(said, {one: number})).middle
    if now is None or else_ is None:
        return
    assert (now.low - was.low) * (else_.low - was.low) >= 0
    assert (now.high - was.high) * (else_.high - was.high) >= 0


@given(st.dictionaries(st.integers(0, 40), st.integers(0, 5), min_size=FEWEST), st.integers(0, 5))
def test_of_a_picture_taken_along_from_another_house_no_single_one_moves_anything(said: Numbers, other: int) -> None:
    """Who said what stayed in that house, so it is not known how many say otherwise."""
    was = middle_half(said.values())
    assert was is not None
    for person in (0, 41):
        assert told({**said, person: other}, Before(was, {})).middle == was


def test_by_hand() -> None:
    six = dict.fromkeys(range(6), 4)
    four_else = six | dict.fromkeys(range(4), 1)
    before = Before(Middle(4, 4), six)
    assert told(four_else, before) == Told(Middle(4, 4), is_new=False)
    assert told(six | dict.fromkeys(range(5), 1), before) == Told(Middle(1, 4), is_new=True)
    assert told(dict.fromkeys(range(6), 1), before) == Told(Middle(1, 1), is_new=True)
    assert told({0: 4, 1: 4, 2: 4, 3: 4}, before) == Told(None, is_new=False)
    assert drawn(range(9), Drawn(0, is_new=True), ()) == Drawn(5, is_new=True)
    assert drawn(range(17), Drawn(0, is_new=True), ()) == Drawn(10, is_new=True)
    assert drawn(range(13), Drawn(10, is_new=True), range(17)) == Drawn(10, is_new=False)
    assert drawn(range(12), Drawn(10, is_new=True), range(17)) == Drawn(5, is_new=True)
