"""The best of several times: worked by hand, and held to what must be so whatever people say."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from commonplace.gatherings.weighing import Best, Tally, Why, best_of

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


TALLIES = st.lists(
    st.builds(
        Tally,
        pk=st.integers(1, 10**6),
        starts_at=st.integers(-48, 400).map(at),
        yes=st.integers(0, 30),
        if_need_be=st.integers(0, 30),
        no=st.integers(0, 30),
    ),
    max_size=12,
    unique_by=(lambda one: one.pk, lambda one: one.starts_at),
)


def test_most_could_be_there() -> None:
    six, five = Tally(1, at(48), yes=1, if_need_be=5), Tally(2, at(24), yes=5)
    assert best_of([five, six], now=NOW) == Best(six, Why.MOST)


def test_of_as_many_the_one_at_which_more_are_free() -> None:
    gladly, grudgingly = Tally(1, at(48), yes=4, if_need_be=1), Tally(2, at(24), yes=1, if_need_be=4)
    assert best_of([grudgingly, gladly], now=NOW) == Best(gladly, Why.FREER)


def test_of_equals_the_first() -> None:
    first, second = Tally(2, at(24), yes=3, no=9), Tally(1, at(48), yes=3)
    assert best_of([second, first], now=NOW) == Best(first, Why.EARLIER)


def test_nothing_is_best_while_nobody_could_be_there_or_it_has_been() -> None:
    assert best_of([], now=NOW) is None
    assert best_of([Tally(1, at(1), no=3), Tally(2, at(-1), yes=9)], now=NOW) is None


@given(TALLIES)
def test_no_other_time_ahead_is_better(tallies: list[Tally]) -> None:
    best = best_of(tallies, now=NOW)
    ahead = [one for one in tallies if one.starts_at > NOW and one.can]
    assert (best is None) is (not ahead)
    if best is None:
        return
    assert best.tally in ahead
    assert all(one.can <= best.tally.can for one in ahead)
    assert all(one.yes <= best.tally.yes for one in ahead if one.can == best.tally.can)
    others = [one for one in ahead if one.pk != best.tally.pk]
    as_many = [one for one in others if one.can == best.tally.can]
    as_free = [one for one in as_many if one.yes == best.tally.yes]
    assert best.why is (Why.EARLIER if as_free else Why.FREER if as_many else Why.MOST)
    assert all(best.tally.starts_at < one.starts_at for one in as_free)


@given(TALLIES, st.randoms(use_true_random=False))
def test_in_whichever_order_they_stand(tallies: list[Tally], shuffled) -> None:
    again = list(tallies)
    shuffled.shuffle(again)
    assert best_of(again, now=NOW) == best_of(tallies, now=NOW)


@given(TALLIES, st.integers(1, 5))
def test_whom_it_suits_better_it_stays_the_best(tallies: list[Tally], more: int) -> None:
    best = best_of(tallies, now=NOW)
    if best is not None:
        raised = [
            one._replace(yes=one.yes + more) if one.pk == best.tally.pk else one._replace(no=one.no + more)
            for one in tallies
        ]
        again = best_of(raised, now=NOW)
        assert again is not None
        assert (again.tally.pk, again.why) == (best.tally.pk, Why.MOST)
