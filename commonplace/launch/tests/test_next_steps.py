"""What to do next, worked by hand: three lines at most, each with its reason."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from commonplace.launch.next_steps import MOST, Facts, Waits, next_steps

NEW = Facts(held=0, waiting=(), core=1)
LATE = (Waits("Berit", timedelta(days=23)), Waits("Osagie", timedelta(days=21)))
# As the prototype has it on day 41, with a case still to be worked.
DAY_41 = Facts(held=14, waiting=LATE, core=5, top="Deciding alone at night", top_people=11, has_charter=True)


def told(facts: Facts) -> list[tuple[str, str]]:
    return [(one.what, one.reason) for one in next_steps(facts)]


def test_it_begins_with_one_conversation() -> None:
    assert told(NEW)[0] == ("Speak with one person who does this work", "Nobody starts a community alone.")


def test_day_41() -> None:
    assert told(DAY_41) == [
        ("Ring Berit and Osagie back", "They said they would help, and it is three weeks ago."),
        (
            "Work one real case together",
            "11 people spoke of this: Deciding alone at night. A case says more than a plan does.",
        ),
        ("Choose: a launch, or a quiet start", "It can wait for the case."),
    ]
    assert [one.can_wait for one in next_steps(DAY_41)] == [False, False, True]


def test_whoever_heard_lately_is_not_rung() -> None:
    lately = (Waits("Berit", timedelta(days=13)),)
    assert "willing" not in [one.code for one in next_steps(replace(DAY_41, waiting=lately))]


def test_many_who_wait_are_two_names_and_a_number() -> None:
    many = (*LATE, Waits("Ilse", timedelta(days=14)), Waits("Jan", timedelta(days=15)))
    assert told(replace(DAY_41, waiting=many))[0] == (
        "Ring Berit, Osagie and two more back",
        "They said they would help, and it is two weeks ago.",
    )


def test_after_the_choice_come_dates_and_then_the_word_that_it_has_begun() -> None:
    chosen = replace(DAY_41, waiting=(), has_worked_case=True, is_chosen=True)
    assert [one.code for one in next_steps(chosen)] == ["dates"]
    assert [one.code for one in next_steps(replace(chosen, has_dates=True, has_met=True))] == ["begun"]
    begun = replace(chosen, has_dates=True, has_met=True, is_begun=True)
    assert [one.what for one in next_steps(begun)] == ["Look back together"]
    assert next_steps(replace(begun, has_looked_back=True)) == []


@given(
    st.builds(
        Facts,
        held=st.integers(0, 30),
        waiting=st.lists(st.builds(Waits, st.just("A"), st.timedeltas(timedelta(0), timedelta(99))), max_size=5),
        core=st.integers(0, 12),
        top=st.sampled_from(["", "Nights"]),
    )
)
def test_never_more_than_three_each_once_and_with_a_reason(facts: Facts) -> None:
    steps = next_steps(facts)
    assert len(steps) <= MOST
    assert len({one.what for one in steps}) == len(steps)
    assert all(one.reason for one in steps)
