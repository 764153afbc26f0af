"""A sentence put to everyone: answered once, of nobody, and told once it is over."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.communities.models import Community, Deed
from commonplace.lib.spread import FEWEST, Middle
from commonplace.people.models import Person
from commonplace.value.actions import pulses
from commonplace.value.actions.indicators import put_aside
from commonplace.value.actions.pulses import answer, ask, close, close_what_is_over
from commonplace.value.models import Indicator, Pulse, PulseAnswer, PulseTaken
from commonplace.value.pulse_telling import told_of
from commonplace.value.queries.reading import read
from commonplace.value.tests.conftest import TODAY

UNTIL = TODAY.date() + timedelta(days=14)
SAID = st.lists(st.integers(1, 5), max_size=20)


@pytest.fixture
def asked(worth: Indicator, ines: Person, crowd: list[Person]) -> Pulse:
    return ask(by=ines, indicator=worth, until=UNTIL, at=TODAY)


def test_it_is_told_from_five_on_and_nothing_of_anybody_stays(
    asked: Pulse, crowd: list[Person], valued: Community
) -> None:
    deeds = Deed.objects.count()
    for person in crowd[:5]:
        answer(by=person, pulse=asked, number=4, at=TODAY)
    assert read(valued)[0].latest is None  # of one that is open nothing is told
    assert Deed.objects.count() == deeds
    close_what_is_over(now=TODAY + timedelta(days=16))
    latest = read(valued)[0].latest
    assert (latest.middle, latest.people, latest.figure, latest.words) == (Middle(4, 4), 5, "4", "mostly")
    assert not PulseTaken.objects.exists()
    assert not PulseAnswer.objects.exists()


def test_of_four_nothing_is_told(asked: Pulse, crowd: list[Person], valued: Community, ines: Person) -> None:
    for person in crowd[:4]:
        answer(by=person, pulse=asked, number=1, at=TODAY)
    close(by=ines, pulse=asked)
    latest = read(valued, as_steward=True)[0].latest
    assert (latest.middle, latest.people, latest.is_withheld) == (None, 0, True)


def test_one_answers_once_while_it_is_open_and_as_a_member(asked: Pulse, crowd: list[Person], someone: object) -> None:
    answer(by=crowd[0], pulse=asked, number=5, at=TODAY)
    with pytest.raises(pulses.HasAnswered):
        answer(by=crowd[0], pulse=asked, number=1, at=TODAY)
    with pytest.raises(pulses.NotAsked):
        answer(by=someone("Nobody Here"), pulse=asked, number=1, at=TODAY)
    with pytest.raises(pulses.IsOver):
        answer(by=crowd[1], pulse=asked, number=1, at=TODAY + timedelta(days=20))
    with pytest.raises(ValueError, match="6"):
        answer(by=crowd[1], pulse=asked, number=6, at=TODAY)
    assert [one.number for one in PulseAnswer.objects.all()] == [5]


def test_the_same_is_not_asked_again_soon(asked: Pulse, worth: Indicator, hours: Indicator, ines: Person) -> None:
    with pytest.raises(pulses.IsOpen):
        ask(by=ines, indicator=worth, until=UNTIL, at=TODAY)
    close(by=ines, pulse=asked, at=TODAY)
    with pytest.raises(pulses.TooSoon):
        ask(by=ines, indicator=worth, until=UNTIL, at=TODAY)
    with pytest.raises(pulses.TooLong):
        ask(by=ines, indicator=worth, until=TODAY.date() + timedelta(days=90), at=TODAY)
    with pytest.raises(pulses.NotAskedOf):
        ask(by=ines, indicator=hours, until=UNTIL, at=TODAY)
    put_aside(by=ines, indicator=worth)
    later = TODAY + timedelta(days=70)
    with pytest.raises(pulses.IsPutAside):
        ask(by=ines, indicator=worth, until=later.date() + timedelta(days=9), at=later)


@given(SAID, SAID, st.data())
def test_no_single_answer_moves_what_is_told(first: list[int], then: list[int], data: st.DataObject) -> None:
    """Whoever knows all answers but one learns nothing of it by laying two tellings side by side."""
    before = told_of(first, None)
    if before is None or len(then) < FEWEST:
        return
    place = data.draw(st.integers(0, len(then) - 1))
    if before == told_of(then, before):
        otherwise = [*then[:place], *then[place + 1 :]]
        # Where the telling stood still, taking any one of them away leaves it within one place of their order.
        assert len(otherwise) < FEWEST or told_of(otherwise, before) is not None
    assert (told_of(then, before) is None) is (len(then) < FEWEST)
    assert told_of(then[: FEWEST - 1], before) is None
