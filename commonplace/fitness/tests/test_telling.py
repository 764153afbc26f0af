"""What a curious reader can work out from all that is told: nothing of fewer than five, whatever is taken from what."""

from hypothesis import given
from hypothesis import strategies as st

from commonplace.fitness.instruments import Circle
from commonplace.fitness.telling import Remark, Said, is_enough, remarks_of, told_of
from commonplace.lib.spread import FEWEST, Middle

MEMBERS, CORE, HOST, OUTSIDE = Circle
ASKED = {circle: ["time", "giving"] for circle in Circle}
NUMBERS = st.dictionaries(st.sampled_from(["time", "giving"]), st.integers(1, 5))
COMMENTS = st.dictionaries(st.sampled_from(["time", "giving"]), st.sampled_from(["Yes.", "No."]))
SHEETS = st.lists(st.builds(Said, st.sampled_from(Circle), NUMBERS, COMMENTS, st.booleans()), max_size=24)


def of(circle: Circle, *numbers: int, typed: bool = False) -> list[Said]:
    return [Said(circle, {"time": one}, {"time": f"I said {one}."}, typed=typed) for one in numbers]


def middle(sheets: list[Said], circle: Circle = MEMBERS) -> Middle | None:
    return next(one.middle for one in told_of(sheets, ASKED) if (one.circle, one.item) == (circle, "time"))


def test_by_hand() -> None:
    assert middle(of(MEMBERS, 1, 2, 3, 4, 5)) == Middle(2, 4)
    assert middle(of(MEMBERS, 1, 2, 3, 4)) is None
    assert middle([*of(MEMBERS, 1, 2, 3, 4), *of(CORE, 5)]) is None


@given(SHEETS)
def test_every_cell_holds_five_and_says_no_exact_number(sheets: list[Said]) -> None:
    for one in told_of(sheets, ASKED):
        said = [sheet for sheet in sheets if sheet.circle == one.circle and one.item in sheet.numbers]
        assert (one.middle is not None) is is_enough(said)
        assert one.people % FEWEST == 0
        assert (one.people >= FEWEST) is (one.middle is not None)
        if one.middle is not None:
            assert sum(one.middle.low <= sheet.numbers[one.item] <= one.middle.high for sheet in said) * 2 >= len(said)


@given(SHEETS, st.sampled_from(Circle))
def test_what_is_told_of_a_circle_hangs_on_no_other(sheets: list[Said], circle: Circle) -> None:
    """Nothing is told of all together, so no circle is what is left of a sum."""
    alone = [one for one in sheets if one.circle == circle]
    assert [one for one in told_of(sheets, ASKED) if one.circle == circle] == told_of(alone, {circle: ASKED[circle]})


@given(SHEETS)
def test_comments_show_a_circle_only_where_each_is_large_enough(sheets: list[Said]) -> None:
    remarks = remarks_of(sheets)
    small = [c for c in {one.circle for one in sheets} if not is_enough([one for one in sheets if one.circle == c])]
    if not is_enough(sheets):
        assert remarks == []
    elif small:
        # A comment without a circle among others with one would be of the small circle.
        assert {one.circle for one in remarks} <= {None}
    else:
        assert None not in {one.circle for one in remarks}


def test_who_typed_four_in_does_not_learn_the_fifth() -> None:
    typed = of(MEMBERS, 1, 1, 1, 1, typed=True)
    assert middle([*typed, *of(MEMBERS, 5)]) is None
    assert remarks_of([*typed, *of(MEMBERS, 5)]) == []
    assert middle([*typed, *of(MEMBERS, 5, 5, 5, 5, 5)]) == Middle(1, 5)
    assert middle(of(MEMBERS, 3, 3, 3, 3, 3, typed=True)) == Middle(3, 3)


@given(st.lists(st.integers(1, 5), min_size=5, max_size=20), st.integers(1, 5), st.integers(1, 5), st.data())
def test_two_rounds_side_by_side_say_nothing_of_one_person(
    said: list[int], hers: int, otherwise: int, data: st.DataObject
) -> None:
    """A reader who knows that nobody else changed their mind learns nothing of whoever came in, went, or did."""
    first = told_of(of(MEMBERS, *said), {MEMBERS: ["time"]})[0]
    others = list(said)
    others.pop(data.draw(st.integers(0, len(said) - 1)))
    seconds = [[*said, hers], [*others, otherwise], *([others] if len(others) >= FEWEST else [])]
    for second in seconds:
        (again,) = told_of(of(MEMBERS, *second), {MEMBERS: ["time"]}, {(MEMBERS, "time"): first.middle or Middle(0, 0)})
        assert again.middle == first.middle


def test_a_comment_stands_alone() -> None:
    (sheet, *others) = [Said(MEMBERS, {}, {"time": "Too little.", "giving": "Much."}), *of(MEMBERS, 2, 2, 2, 2)]
    found = remarks_of([sheet, *others])
    assert Remark("time", "Too little.", MEMBERS) in found
    assert Remark("giving", "Much.", MEMBERS) in found
    assert len(found) == 6
