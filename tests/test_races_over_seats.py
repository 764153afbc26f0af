"""Twenty seats, two hundred people at the same moment: exactly twenty come, and the others wait in order."""

from datetime import timedelta
from itertools import batched

import pytest
from django.utils import timezone

from commonplace.communities.models import Deed, Membership
from commonplace.gatherings.actions.answering import IsOff, answer
from commonplace.gatherings.actions.attending import confirm_attendance
from commonplace.gatherings.actions.changing import call_off
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.actions.reminding import remind
from commonplace.gatherings.actions.talking import AlreadyBegun, begin_to_talk
from commonplace.gatherings.models import Answer, Gathering
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from tests import races
from tests.crowds import community
from tests.races import AT_ONCE, ROUNDS, Race, refused

pytestmark = pytest.mark.usefixtures("shared")
SEATS, PEOPLE, DOORS = 20, 200, 10


def called(by: Person, here, **said: object) -> Gathering:
    wall = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0, tzinfo=None)
    plan = Plan(**{"title": "Open hour", "wall": wall, "zone": "UTC", **said})
    return convene(by=by, space=here.spaces.get(slug="table"), plan=plan)


def members_of(here, number: int) -> list[Person]:
    """Members without addresses: nobody has to be written to."""
    people = Person.objects.bulk_create([Person(name=f"Person {n}", claimed_at=timezone.now()) for n in range(number)])
    Membership.objects.bulk_create([Membership(community=here, person=one) for one in people])
    return people


def two_hundred_say_yes_to_twenty_seats() -> Race:
    here, (steward,) = community()
    gathering = called(steward, here, capacity=SEATS)
    people = members_of(here, PEOPLE)

    def say(some) -> list[str]:
        return [answer(gathering=Gathering.objects.get(pk=gathering.pk), says="yes", person=one).says for one in some]

    def check(outcomes) -> None:
        said = [one for outcome in outcomes for one in outcome]
        assert (said.count("yes"), said.count("waiting")) == (SEATS, PEOPLE - SEATS)
        assert gathering.answers.coming().count() == SEATS
        line = list(gathering.answers.waiting().values_list("place", flat=True))
        assert line == list(range(1, PEOPLE - SEATS + 1))
        # Whoever has a seat came before everyone who waits.
        seated = set(gathering.answers.coming().values_list("pk", flat=True))
        assert max(seated) < min(gathering.answers.waiting().values_list("pk", flat=True))
        assert Deed.objects.filter(verb="said_yes", what_id=gathering.pk).count() == SEATS

    return Race([lambda some=some: say(some) for some in batched(people, PEOPLE // DOORS, strict=True)], check)


def seats_are_given_up_while_others_ask_for_them() -> Race:
    here, (steward, *people) = community(members=9)
    gathering = called(steward, here, capacity=3)
    for one in people[:5]:
        answer(gathering=gathering, says="yes", person=one)
    doers = [lambda one=one: answer(gathering=gathering, says="no", person=one) for one in people[:3]]
    doers += [lambda one=one: answer(gathering=gathering, says="yes", person=one) for one in people[5:]]

    def check(outcomes) -> None:
        rows = {row.person_id: row.says for row in gathering.answers.all()}
        assert list(rows.values()).count("yes") == 3
        # Those who stood in line first have the first of the seats that came free.
        assert [rows[one.pk] for one in people[3:5]] == ["yes", "yes"]
        assert list(rows.values()).count("waiting") == 3

    return Race(doers, check)


def one_person_presses_several_times() -> Race:
    here, (steward, one) = community(members=1)
    gathering = called(steward, here, capacity=1)

    def check(outcomes) -> None:
        assert [row.says for row in gathering.answers.all()] == ["yes"]
        assert Deed.objects.filter(verb="said_yes", what_id=gathering.pk).count() == 1

    return Race([lambda: answer(gathering=gathering, says="yes", person=one)] * AT_ONCE, check)


def it_is_called_off_while_people_answer() -> Race:
    here, (steward, *people) = community(members=4)
    gathering = called(steward, here)
    doers = [lambda one=one: answer(gathering=gathering, says="yes", person=one) for one in people]
    doers += [lambda: call_off(by=steward, gathering=gathering, why="Rain.")]

    def check(outcomes) -> None:
        # Whoever was in time is told; whoever was not is told no.
        told = Letter.objects.filter(about__startswith=f"OFF {gathering.pk} ").count()
        assert told == gathering.answers.count() == len(people) - refused(outcomes)

    return Race(doers, check, (IsOff,))


def several_workers_remind() -> Race:
    here, (steward, *people) = community(members=3)
    gathering = called(steward, here)
    for one in people:
        answer(gathering=gathering, says="yes", person=one)
    now = gathering.starts_at - timedelta(hours=1)

    def check(outcomes) -> None:
        assert Letter.objects.filter(about__startswith=f"SOON {gathering.pk} ").count() == len(people)
        assert sum(outcomes) == len(people)

    return Race([lambda: remind(now=now)] * AT_ONCE, check)


def several_hosts_say_who_was_there() -> Race:
    here, (steward, *people) = community(members=3)
    gathering = called(steward, here)
    came = {one.pk: Answer.Came.HERE for one in people}
    said = lambda: confirm_attendance(by=steward, gathering=gathering, came=came, at=gathering.ends_at)  # noqa: E731

    def check(outcomes) -> None:
        assert Deed.objects.filter(verb="attended", what_id=gathering.pk).count() == len(people)
        assert gathering.answers.count() == len(people)

    return Race([said] * AT_ONCE, check)


def several_say_the_first_word() -> Race:
    here, (steward, *people) = community(members=4)
    gathering = called(steward, here)

    def check(outcomes) -> None:
        assert refused(outcomes) == len(people) - 1
        assert Gathering.objects.get(pk=gathering.pk).conversation.posts.count() == 1

    doers = [lambda one=one: begin_to_talk(by=one, gathering=gathering, text="I bring a stick.") for one in people]
    return Race(doers, check, (AlreadyBegun,))


RACES = (
    seats_are_given_up_while_others_ask_for_them,
    one_person_presses_several_times,
    it_is_called_off_while_people_answer,
    several_workers_remind,
    several_hosts_say_who_was_there,
    several_say_the_first_word,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda one: one.__name__)
def test_whoever_comes_first(prepare) -> None:
    for _ in range(ROUNDS):
        races.run(prepare)


def test_twenty_seats_and_two_hundred_people() -> None:
    races.run(two_hundred_say_yes_to_twenty_seats)
