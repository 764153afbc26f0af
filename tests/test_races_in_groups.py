"""Several give their numbers, leave and say yes at the same moment: a measure opens once, and nothing is told early."""

import pytest

from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.undertakings.actions import comparing, lessons, taking_part
from commonplace.undertakings.models import Figure, Lesson, Measure, Opening, Participant, Period, Undertaking
from tests import races
from tests.crowds import community, deeds
from tests.races import ROUNDS, Race

pytestmark = pytest.mark.usefixtures("shared")
MEMBERS = 4


def compared() -> tuple[Undertaking, list[Person]]:
    """A benchmark with one measure, in which everybody takes part."""
    here, people = community(members=MEMBERS)
    space = here.spaces.get(slug="table")
    made = comparing.begin_comparison(
        by=people[0], space=space, title="Nights", question="Whose?", promise="Nothing leaves us.", period="2026"
    )
    for person in people[1:]:
        part = taking_part.take_part(person=person, undertaking=made)
        taking_part.let_in(by=people[0], undertaking=made, row=part)
    terms = comparing.MeasureTerms("Flow", "l/s", "As the meter says.")
    comparing.add_measure(by=people[0], undertaking=made, terms=terms)
    return made, people


def giving(made: Undertaking, person: Person, amount: int) -> object:
    given = {Measure.objects.get(benchmark=made.pk).pk: comparing.Given(amount)}  # type: ignore[arg-type]
    period = Period.objects.get(benchmark=made.pk)
    return comparing.give(by=person, undertaking=made, period=period, given=given)


def everybody_gives_at_once_and_twice() -> Race:
    made, people = compared()

    def check(outcomes) -> None:
        assert Figure.objects.filter(measure__benchmark=made.pk).count() == len(people)
        assert Opening.objects.filter(measure__benchmark=made.pk).count() == 1
        assert deeds(made.community, "gave_numbers") == len(people)
        opened = Letter.objects.filter(about__startswith=f"{made.pk} ", key__contains=":OPENED:")
        assert opened.count() == len(people)

    doers = [lambda n=n, one=one: giving(made, one, n) for n, one in enumerate(people)]
    return Race([*doers, lambda: giving(made, people[0], 9)], check)


def the_last_two_leave_while_one_gives() -> Race:
    made, people = compared()
    for n, person in enumerate(people[:2]):
        giving(made, person, n)

    def check(outcomes) -> None:
        assert Participant.objects.in_group().filter(undertaking=made).count() == len(people) - 2
        # Whoever comes last, what is left is complete, and open.
        assert Opening.objects.filter(measure__benchmark=made.pk).count() == 1

    leaving = [lambda one=one: taking_part.leave(person=one, undertaking=made) for one in people[-2:]]
    return Race([*leaving, lambda: giving(made, people[2], 5)], check)


def everybody_says_yes_while_the_words_change() -> Race:
    made, people = compared()
    lesson = lessons.word_lesson(by=people[0], undertaking=made, text="Listen.")

    def check(outcomes) -> None:
        row = Lesson.objects.get(pk=lesson.pk)
        # Told are the first words, if all had said yes before they became others; never the second, unread.
        assert (row.told_at is not None) == (row.source == "Listen.")
        assert row.agreed.count() in (len(people), 1)

    doers = [lambda one=one: lessons.agree(by=one, undertaking=made, lesson=lesson, on=1) for one in people[1:]]
    change = {"by": people[0], "undertaking": made, "text": "Listen twice.", "lesson": lesson}
    return Race([*doers, lambda: lessons.word_lesson(**change)], check, (lessons.IsTold,))


@pytest.mark.parametrize(
    "prepare",
    [
        everybody_gives_at_once_and_twice,
        the_last_two_leave_while_one_gives,
        everybody_says_yes_while_the_words_change,
    ],
)
def test_whoever_comes_first(prepare) -> None:
    for _round in range(ROUNDS):
        races.run(prepare)
