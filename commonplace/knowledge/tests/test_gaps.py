"""From where on something is a gap: arithmetic, worked by hand."""

import pytest

from commonplace.knowledge.figures import Figures, Showed
from commonplace.knowledge.gaps import Missing, gaps, gaps_of


def topic(**numbers) -> Figures:
    return Figures(1, "valves", "valves", talked=1, **numbers)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (topic(asked=2), []),
        (topic(asked=3, answered=1, answered_by=1), [Missing.RARELY_ANSWERED]),
        (topic(asked=4, answered=2, answered_by=1), []),
        (topic(asked=3, answered=3, answered_by=2), [Missing.FEW_ANSWER]),
        (topic(asked=3, answered=3, answered_by=3), []),
        (topic(asked=5, answered=5, answered_by=3), [Missing.NOTHING_KEPT]),
        (topic(asked=5, answered=5, answered_by=3, kept=1), []),
        (topic(kept=2, stale=2), [Missing.STALE]),
        (topic(kept=2, stale=1), []),
        (topic(declared=frozenset({1, 2, 3})), [Missing.NOT_ASKED]),
        (topic(declared=frozenset({1, 2}), asked=0), []),
        (topic(declared=frozenset({1, 2, 3}), asked=1), []),
        (
            topic(asked=12, answered=5, answered_by=1),
            [Missing.RARELY_ANSWERED, Missing.FEW_ANSWER, Missing.NOTHING_KEPT],
        ),
    ],
)
def test_what_is_a_gap(one, expected):
    assert [gap.missing for gap in gaps_of(one)] == expected


def test_what_was_asked_most_comes_first():
    few = Figures(1, "b", "b", asked=3)
    many = Figures(2, "a", "a", asked=9)
    same = Figures(3, "A", "a-2", asked=3)

    assert [gap.figures.topic for gap in gaps([few, many, same])] == [2, 3, 1]


def test_people_who_did_not_agree_are_counted_from_five_on():
    def known(others: int, named: int = 0) -> tuple[int, bool]:
        showed = {pk: Showed(1) for pk in range(others + named)}
        one = topic(showed=showed, welcome=frozenset(range(named)))
        return one.known_by, one.is_known_by_few

    assert [known(0), known(1), known(4), known(5)] == [(0, False), (0, True), (0, True), (5, False)]
    assert [known(0, 2), known(4, 2), known(5, 2)] == [(2, False), (2, False), (7, False)]
