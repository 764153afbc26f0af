"""Small groups: everyone once, sizes alike, and each a mixture."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as some

from commonplace.runs.grouping import LEAST, How, Sitter, grouped

PEOPLE = some.lists(some.tuples(some.sampled_from(("", "Porto", "Łódź", "Cusco")), some.booleans()), max_size=60).map(
    lambda them: [Sitter(key, unit, is_new) for key, (unit, is_new) in enumerate(them)]
)


def test_six_people_of_two_units_make_two_mixed_groups() -> None:
    people = [Sitter(1, "a"), Sitter(2, "a"), Sitter(3, "a"), Sitter(4, "b"), Sitter(5, "b"), Sitter(6, "b")]
    groups = grouped(people, size=3, how=How.UNITS, dice=Random(1))
    units = {one.key: one.unit for one in people}
    assert sorted(sorted(Counter(units[key] for key in group).values()) for group in groups) == [[1, 2], [1, 2]]


def test_one_alone_makes_no_group_and_three_stay_together() -> None:
    assert grouped([Sitter(1)], size=2, how=How.DRAWN, dice=Random(1)) == []
    assert [sorted(one) for one in grouped([Sitter(n) for n in range(3)], size=2, how=How.DRAWN, dice=Random(1))] == [
        [0, 1, 2]
    ]


@given(PEOPLE, some.integers(-3, 20), some.sampled_from(How), some.integers())
def test_everyone_is_in_one_group_and_nobody_alone(people: list[Sitter], size: int, how: How, seed: int) -> None:
    groups = grouped(people, size=size, how=how, dice=Random(seed))
    if len(people) < LEAST:
        assert groups == []
        return
    assert sorted(key for group in groups for key in group) == [one.key for one in people]
    sizes = [len(group) for group in groups]
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) >= LEAST


@given(PEOPLE, some.integers(2, 8), some.integers())
def test_newcomers_and_units_are_spread(people: list[Sitter], size: int, seed: int) -> None:
    by_key = {one.key: one for one in people}
    for how, what in ((How.NEWCOMERS, lambda one: one.is_new), (How.UNITS, lambda one: one.unit)):
        groups = grouped(people, size=size, how=how, dice=Random(seed))
        for kind in {what(one) for one in people} - {""}:
            counts = [sum(what(by_key[key]) == kind for key in group) for group in groups]
            assert not counts or max(counts) - min(counts) <= 1


@given(PEOPLE, some.integers(2, 8), some.integers())
def test_the_same_dice_draw_the_same(people: list[Sitter], size: int, seed: int) -> None:
    drawn = [grouped(people, size=size, how=How.DRAWN, dice=Random(seed)) for _ in range(2)]
    assert drawn[0] == drawn[1]
