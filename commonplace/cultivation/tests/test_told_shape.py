"""What everyone is told of the rings stays until five have moved: a curious reader looks before and after."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.cultivation.models import ToldShape
from commonplace.cultivation.movement.flows import FEWEST
from commonplace.cultivation.participation import Participation, Place, Ring
from commonplace.cultivation.reading import Known, Readings, read
from commonplace.cultivation.rhythm import Talk
from commonplace.cultivation.rhythm import read as rhythm_of
from commonplace.cultivation.tests.test_pictures import NOTHING_SAID
from commonplace.cultivation.told_shape import Shape, facts_of, is_otherwise, shape_of, tell_shapes
from commonplace.people.models import Person

ON = date(2026, 8, 31)
PAGE = "/c/stick/cultivate/"
TALK: Talk = NOTHING_SAID

# Where one stands, stood a quarter ago, how long one is here, and whether anybody stands behind the name; or nothing.
lives = st.none() | st.tuples(
    st.sampled_from(Ring), st.none() | st.sampled_from(Ring), st.sampled_from([10, 70, 100]), st.booleans()
)
Life = tuple[Ring, Ring | None, int, bool] | None


def readings_of(people: list[Life]) -> Readings:
    here = {person: life for person, life in enumerate(people) if life is not None}
    places = {
        person: Place(person, ring, 0, int(ring is not Ring.PERIPHERAL), tended=False, is_newcomer=days < 60)
        for person, (ring, _before, days, _claimed) in here.items()
    }
    before = {person: ring for person, (_ring, ring, _days, _claimed) in here.items() if ring is not None}
    return Readings(
        participation=Participation(ON, places, before, 0, 1),
        rhythm=rhythm_of(TALK, {}, on=ON),
        people={person: Known(person, f"P{person}", is_claimed=life[3]) for person, life in here.items()},
        joined_on={person: ON - timedelta(days=life[2]) for person, life in here.items()},
        following=frozenset(),
        welcomed=frozenset(),
    )


def numbers_of(shape: Shape) -> list[int]:
    """Every number that is told of people."""
    of_rings = [number for part in (shape.counts, shape.closer, shape.back) for number in part.values()]
    of_all = (shape.newcomers, shape.remembered, shape.came, shape.came_and_seen, shape.awaited, shape.central)
    return [*of_rings, *of_all, shape.apart]


@given(st.lists(lives, min_size=4, max_size=25), st.lists(lives, min_size=4, max_size=4), st.randoms())
def test_up_to_four_who_come_go_or_move_change_nothing(people: list[Life], others: list[Life], lots) -> None:
    moved = list(people)
    for other in others[: FEWEST - 1]:
        moved[lots.randrange(len(moved))] = other
    assert not is_otherwise(facts_of(readings_of(people)), facts_of(readings_of(moved)))


@given(st.lists(lives, min_size=5, max_size=25), st.lists(lives, min_size=5, max_size=25))
def test_whatever_is_told_otherwise_five_have_changed(before: list[Life], after: list[Life]) -> None:
    size = max(len(before), len(after))
    one, other = ([*people, *[None] * (size - len(people))] for people in (before, after))
    changed = sum(was != now for was, now in zip(one, other, strict=True))
    told, now = readings_of(one), readings_of(other)
    if is_otherwise(facts_of(told), facts_of(now)):
        assert changed >= FEWEST
    elif changed == 0:
        assert numbers_of(shape_of(told)) == numbers_of(shape_of(now))


def test_five_who_move_are_told_of() -> None:
    people: list[Life] = [(Ring.PERIPHERAL, Ring.PERIPHERAL, 100, True)] * 12
    moved: list[Life] = [(Ring.OCCASIONAL, Ring.PERIPHERAL, 100, True)] * 5 + people[5:]
    assert is_otherwise(facts_of(readings_of(people)), facts_of(readings_of(moved)))


@pytest.fixture
def twelve(stick: Community, ines: Person, member: Callable[..., Person]) -> list[Person]:
    return [member(f"M{number} Member") for number in range(12)]


def spoke(by: Person, table: Space, now) -> None:
    open_conversation(by=by, space=table, kind="question", title="Drops?", text="How many?", at=now)


@pytest.mark.django_db
def test_two_looks_around_the_deed_of_one_tell_the_same_and_of_five_they_differ(
    client: Client, stick: Community, table: Space, twelve: list[Person], ines: Person, now
) -> None:
    def looks(who: Person) -> tuple[object, ...]:
        client.force_login(who)
        page = client.get(PAGE)
        rungs = re.findall(r'<div class="rung">\s*<b>(.*?)</b>', page.content.decode(), flags=re.DOTALL)
        board = re.findall(r"Of \w+ who came in[^<]*", client.get(f"{PAGE}principles/").content.decode())
        told = client.get("/api/v1/communities/stick/readings").json()
        return rungs, board, told["rings"], told["rings_on"], told["core_absence_factor"]

    curious = twelve[-1]
    first = looks(curious)
    for person in twelve[:4]:
        spoke(person, table, now)
        tell_shapes(now=now)
        assert looks(curious) == first
    # Who tends sees who it is, and so today's.
    assert looks(ines)[2] != first[2]
    spoke(twelve[4], table, now)
    # Nothing is told of the fifth as they move, but once a day.
    assert looks(curious) == first
    assert tell_shapes(now=now) == 1
    assert looks(curious)[2] == looks(ines)[2] != first[2]
    assert tell_shapes(now=now) == 0


@pytest.mark.django_db
def test_where_fewer_than_ten_are_left_no_number_is_told_at_once(
    client: Client, stick: Community, twelve: list[Person], now
) -> None:
    client.force_login(twelve[0])
    assert 'class="rung"' in client.get(PAGE).content.decode()
    for person in twelve[5:]:
        stick.memberships.filter(person=person).update(left_at=now)
    page = client.get(PAGE).content.decode()
    assert 'class="rung"' not in page
    assert ToldShape.objects.get().shape["apart"] == 13
    assert read(stick, now=now).is_small
