"""Who is found for an introduction, why, and who never is."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from commonplace.communities.models import Community, Membership, Space, Topic
from commonplace.communities.tendings import TENDINGS, Bed, with_rows
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.gatherings.actions.attending import confirm_attendance
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.tests.conftest import plan
from commonplace.people.models import Affiliation, Person
from commonplace.weaving.actions import answering, introducing
from commonplace.weaving.actions.finding import find_in, find_introductions
from commonplace.weaving.models import Introduction, Side
from commonplace.weaving.queries.finding import AGAIN, find

pytestmark = pytest.mark.django_db
ASKS, NEWCOMER, ANSWERS = Introduction.Why.ASKS, Introduction.Why.NEWCOMER, Introduction.Why.ANSWERS


def say(person: Person, **lines: str) -> None:
    Person.objects.filter(pk=person.pk).update(**lines)


def found(community: Community, now: datetime) -> list[tuple[str, set[int]]]:
    return [(one.why, {one.seeks, one.other}) for one in find(community, now=now)]


def asked_and_answered(by: Person, answerers: list[Person], space: Space, at: datetime) -> None:
    """Two conversations on valves, each answered by each."""
    for number in (1, 2):
        when = at - timedelta(days=number)
        talk = open_conversation(
            by=by, space=space, kind="question", title=f"Valve {number}", text="?", topics=["valves"], at=when
        )
        for one in answerers:
            reply(by=one, conversation=talk, text="Turn it.", at=when + timedelta(hours=1))


@pytest.fixture
def valves(stick: Community, table: Space, ines: Person, rosa: Person, now: datetime) -> Topic:
    """A word in use."""
    asked_and_answered(ines, [rosa], table, now - timedelta(days=30))
    return Topic.objects.get(community=stick, slug="valves")


def test_an_ask_finds_its_offer(stick: Community, valves: Topic, hal: Person, leila: Person, now: datetime) -> None:
    say(hal, learning_about="valves, and night flow")
    say(leila, ask_about="Valves of all kinds")
    assert [(one.why, one.seeks, one.other, one.topic) for one in find(stick, now=now)] == [
        (ASKS, hal.pk, leila.pk, valves.pk)
    ]


def test_a_newcomer_finds_the_same_craft_elsewhere(
    stick: Community, amara: Person, hal: Person, tomasz: Person, now: datetime
) -> None:
    for person, unit in ((amara, "North"), (hal, "North"), (tomasz, "South")):
        say(person, craft="Leak  detection")
        Affiliation.objects.create(person=person, organisation="Water board", unit=unit)
    assert found(stick, now) == [(NEWCOMER, {amara.pk, tomasz.pk})]


def test_two_who_answer_on_the_same_and_never_met(
    stick: Community, table: Space, ines: Person, hal: Person, leila: Person, now: datetime
) -> None:
    asked_and_answered(ines, [hal], table, now - timedelta(days=10))
    asked_and_answered(ines, [leila], table, now - timedelta(days=20))
    assert found(stick, now) == [(ANSWERS, {hal.pk, leila.pk})]


def test_whoever_met_is_not_found(
    stick: Community, valves: Topic, table: Space, hal: Person, leila: Person, now: datetime
) -> None:
    say(hal, learning_about="valves")
    say(leila, ask_about="valves")
    wall = (now - timedelta(days=200)).replace(hour=15, tzinfo=None)
    gathering = convene(by=hal, space=table, plan=plan(wall=wall, zone="UTC"), at=now - timedelta(days=202))
    confirm_attendance(by=hal, gathering=gathering, came={hal.pk: "here", leila.pk: "here"}, at=gathering.ends_at)
    assert found(stick, now) == []


def test_what_was_said_in_a_group_finds_nobody(
    stick: Community, circle: Space, ines: Person, rosa: Person, now: datetime
) -> None:
    asked_and_answered(ines, [rosa], circle, now - timedelta(days=10))
    asked_and_answered(rosa, [ines], circle, now - timedelta(days=20))
    assert found(stick, now) == []


@pytest.mark.parametrize("how", ["follows only", "left alone", "guest", "archive"])
def test_who_is_never_found(
    how: str,
    stick: Community,
    valves: Topic,
    hal: Person,
    leila: Person,
    come_in: Callable[..., Person],
    someone: Callable[..., Person],
    now: datetime,
) -> None:
    say(hal, learning_about="valves")
    say(leila, ask_about="valves")
    assert found(stick, now) == [(ASKS, {hal.pk, leila.pk})]
    if how == "follows only":
        Membership.objects.filter(person=leila).update(pace=Membership.Pace.FOLLOW)
    elif how == "left alone":
        answering.be_left_alone(by=leila, community=stick)
    elif how == "guest":
        Membership.objects.filter(person=leila).update(standing="guest")
    else:
        say(leila, claimed_at=None)
    assert found(stick, now) == []


def test_what_was_asked_is_not_found_again_within_a_year(
    stick: Community, valves: Topic, hal: Person, leila: Person, ines: Person, now: datetime
) -> None:
    say(hal, learning_about="valves")
    say(leila, ask_about="valves")
    find_in(stick, now=now)
    introduction = Introduction.objects.get()
    introducing.propose(by=ines, introduction=introduction, at=now)
    answering.answer(by=hal, introduction=introduction, says=Side.Says.NO, at=now)
    assert found(stick, now + timedelta(days=200)) == []
    find_in(stick, now=now)
    assert Introduction.objects.get() == introduction
    # The word is in use no more after a year, so what is looked at is whom that leaves out.
    Introduction.objects.filter(pk=introduction.pk).update(asked_at=now - AGAIN)
    assert found(stick, now) == [(ASKS, {hal.pk, leila.pk})]


def test_who_is_found_again_stays_as_offered_until_put_aside(
    stick: Community, valves: Topic, hal: Person, leila: Person, ines: Person, now: datetime
) -> None:
    say(hal, learning_about="valves")
    say(leila, ask_about="valves")
    assert find_introductions(now=now) == find_introductions(now=now) == 1
    introduction = Introduction.objects.get()
    introducing.put_aside(by=ines, introduction=introduction)
    assert find_introductions(now=now) == 0
    assert Introduction.objects.get() == introduction


def test_nothing_is_found_where_the_module_is_off(
    stick: Community, valves: Topic, hal: Person, leila: Person, now: datetime
) -> None:
    say(hal, learning_about="valves")
    say(leila, ask_about="valves")
    stick.modules = []
    stick.save(update_fields=["modules"])
    assert find_introductions(now=now) == 0


def test_stewards_are_offered_it_with_its_reason(
    stick: Community, valves: Topic, hal: Person, leila: Person, ines: Person, now: datetime
) -> None:
    say(hal, learning_about="valves")
    say(leila, ask_about="valves")
    find_in(stick, now=now)
    bed = with_rows(Bed(stick, Viewpoint(ines, stick, standing_of(ines, stick)), now))
    (tending,) = TENDINGS["introduce"].offer(bed)
    assert "Hal Brennan" in tending.title
    assert "valves" in tending.why
    assert "Leila" not in f"{tending}"
