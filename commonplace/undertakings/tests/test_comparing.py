"""A mutual benchmark: numbers that nobody fits to another's, opened at once, and lessons told word by word."""

from decimal import Decimal

import pytest

from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.undertakings.actions import comparing, lessons, taking_part
from commonplace.undertakings.actions.beginning import end, take_hand
from commonplace.undertakings.actions.comparing import Given, MeasureTerms
from commonplace.undertakings.actions.group import NotInGroup
from commonplace.undertakings.actions.rights import IsOver, NotTheirs
from commonplace.undertakings.models import Figure, Lesson, Measure, Opening, Participant, Period

pytestmark = pytest.mark.django_db


def number(said: str | None, note: str = "") -> Given:
    return Given(Decimal(said) if said is not None else None, note, is_left_out=said is None)


def give(here, by, *said: str | None, period: Period | None = None) -> None:
    """Give these numbers for the measures in order; None leaves one out."""
    measures = Measure.objects.filter(benchmark=here.pk).order_by("pk")
    given = {measure.pk: number(one) for measure, one in zip(measures, said, strict=False)}
    comparing.give(by=by, undertaking=here, period=period or Period.objects.get(benchmark=here.pk), given=given)


def opened(here) -> list[str]:
    return sorted(one.measure.name for one in Opening.objects.filter(measure__benchmark=here.pk))


def told_by_letter() -> list[str]:
    return sorted(Letter.objects.filter(kind="undertaking").values_list("to", flat=True))


def test_a_measure_opens_once_everyone_has_answered(compared, hal, tomasz, leila) -> None:
    give(compared, hal, "3.5", "-4")
    give(compared, tomasz, "2", None)
    give(compared, leila, "9")
    assert opened(compared) == ["Night flow"]
    give(compared, leila, "9", "11")
    assert opened(compared) == ["Change since last year", "Night flow"]
    # Leaving one out is an answer, and no number.
    assert Figure.objects.filter(amount=None).count() == 1
    # What opens on one day is one letter to each, and none to whoever opened nothing themselves.
    opened_by_letter = Letter.objects.filter(subject__contains="are open").values_list("to", flat=True)
    assert sorted(opened_by_letter) == ["hal@example.org", "leila@example.org", "tomasz@example.org"]
    assert not [one for one in Letter.objects.all() if "3.5" in one.text or "3.5" in one.html]


def test_a_number_can_be_changed_taken_back_and_says_so_when_it_was_open(compared, hal, tomasz, leila) -> None:
    give(compared, hal, "3")
    give(compared, hal, "4")
    one = Figure.objects.get()
    assert (one.amount, one.changed_at) == (Decimal(4), None)
    measure = Measure.objects.get(name="Night flow")
    comparing.give(by=hal, undertaking=compared, period=one.period, given={measure.pk: Given()})
    assert not Figure.objects.exists()
    for person in (hal, tomasz, leila):
        give(compared, person, "5")
    give(compared, hal, "6")
    assert Figure.objects.get(participant__person=hal).changed_at is not None


def test_whoever_carries_it_opens_what_is_there_but_never_one_number_alone(compared, hal, tomasz, rosa) -> None:
    measure, period = Measure.objects.get(name="Night flow"), Period.objects.get()
    give(compared, hal, "3")
    what = {"undertaking": compared, "measure": measure, "period": period}
    with pytest.raises(NotTheirs):
        comparing.open_measure(by=tomasz, **what)
    with pytest.raises(comparing.TooFew):
        comparing.open_measure(by=hal, **what)
    give(compared, tomasz, "4")
    for _again in range(2):
        comparing.open_measure(by=hal, **what)
    assert Opening.objects.get().by == hal


def test_nobody_gives_but_the_group_and_nothing_below_nought_that_cannot_be(compared, hal, rosa, ines) -> None:
    # Rosa stewards the community; that opens no door here. Neither does carrying it.
    take_hand(person=ines, undertaking=compared)
    for person in (rosa, ines):
        with pytest.raises(NotInGroup):
            give(compared, person, "1")
    with pytest.raises(comparing.BelowZero):
        give(compared, hal, "-1")
    assert not Figure.objects.exists()


def test_the_group_lets_others_in_and_nobody_lets_themselves_in(compared, hal, tomasz, ines, rosa) -> None:
    part = taking_part.take_part(person=rosa, undertaking=compared, speaks_for="Cusco")
    assert part.let_in_at is None
    for person in (rosa, ines):
        with pytest.raises(NotInGroup):
            taking_part.let_in(by=person, undertaking=compared, row=part)
    for _again in range(2):
        taking_part.let_in(by=tomasz, undertaking=compared, row=part)
    give(compared, rosa, "1")
    other = taking_part.take_part(person=ines, undertaking=compared)
    taking_part.turn_away(by=hal, undertaking=compared, row=other)
    assert not Participant.objects.filter(person=ines).exists()


def test_whoever_leaves_takes_their_numbers_along_and_the_rest_opens(compared, hal, tomasz, leila) -> None:
    give(compared, hal, "3", "1")
    give(compared, tomasz, "4", "2")
    assert opened(compared) == []
    taking_part.leave(person=leila, undertaking=compared)
    assert opened(compared) == ["Change since last year", "Night flow"]
    erase(person=tomasz, withdraw=False)
    assert [one.participant.person for one in Figure.objects.all()] == [hal, hal]


def test_a_measure_with_numbers_in_it_goes_only_where_one_is_sure(compared, hal, tomasz) -> None:
    measure = Measure.objects.get(name="Night flow")
    give(compared, tomasz, "4")
    with pytest.raises(NotTheirs):
        comparing.remove(by=tomasz, undertaking=compared, row=measure)
    with pytest.raises(comparing.HasNumbers, match="1"):
        comparing.remove(by=hal, undertaking=compared, row=measure)
    # What numbers count stays; how it is called does not have to.
    same = {"unit": "l/s", "counted": "As the meter says."}
    terms = MeasureTerms(name="Night flow", **{**same, "unit": "m3/h"})
    with pytest.raises(comparing.HasNumbers):
        comparing.change_measure(by=hal, undertaking=compared, measure=measure, terms=terms)
    terms = MeasureTerms(name="Flow at three", **same)
    comparing.change_measure(by=hal, undertaking=compared, measure=measure, terms=terms)
    comparing.remove(by=hal, undertaking=compared, row=Measure.objects.get(name="Flow at three"), is_sure=True)
    assert not Figure.objects.exists()


def test_a_lesson_is_told_once_each_has_said_yes_to_these_very_words(compared, hal, tomasz, leila, ines) -> None:
    lesson = lessons.word_lesson(by=hal, undertaking=compared, text="Close *one* valve.")
    assert lessons.agree(by=tomasz, undertaking=compared, lesson=lesson, on=1)
    lessons.word_lesson(by=leila, undertaking=compared, text="Close two valves.", lesson=lesson)
    assert not lessons.agree(by=tomasz, undertaking=compared, lesson=lesson, on=1)
    for person in (tomasz, hal):
        assert Lesson.objects.get().told_at is None
        lessons.agree(by=person, undertaking=compared, lesson=lesson, on=2)
    assert Lesson.objects.get().told_at is not None
    with pytest.raises(lessons.IsTold):
        lessons.word_lesson(by=hal, undertaking=compared, text="Other words.", lesson=lesson)
    with pytest.raises(NotInGroup):
        lessons.agree(by=ines, undertaking=compared, lesson=lesson, on=2)
    # A yes is taken back after the end, too.
    end(by=hal, undertaking=compared)
    lessons.take_yes_back(by=leila, undertaking=compared, lesson=lesson)
    assert Lesson.objects.get().told_at is None


def test_what_has_ended_takes_no_number(compared, hal, tomasz) -> None:
    end(by=hal, undertaking=compared)
    with pytest.raises(IsOver):
        give(compared, hal, "1")
    with pytest.raises(IsOver):
        taking_part.take_part(person=tomasz, undertaking=compared)
    taking_part.leave(person=tomasz, undertaking=compared)
    assert not Participant.objects.filter(person=tomasz).exists()


def test_a_group_in_which_nobody_is_left_begins_again_with_whoever_carries_it(compared, hal, tomasz, leila, ines):
    for person in (hal, tomasz, leila):
        taking_part.leave(person=person, undertaking=compared)
    assert taking_part.take_part(person=leila, undertaking=compared).let_in_at is None
    assert taking_part.take_part(person=hal, undertaking=compared).let_in_at is not None
