"""Whoever decides by looking first holds what they looked at: stewards, standings, seats and roles."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.membership.actions import admitting as membership
from commonplace.communities.membership.actions import leaving, many, naming, roles, standing
from commonplace.communities.membership.actions.counting import recount_people
from commonplace.communities.models import Community, Membership, Role, SpaceSeat
from commonplace.communities.spaces import actions as spaces
from commonplace.communities.stewards import NotASteward
from tests import races
from tests.crowds import STEWARD, community, deeds, people_counted_right, somebody, standing_in
from tests.races import AT_ONCE, ROUNDS, Race, refused

pytestmark = pytest.mark.usefixtures("shared")


def stewards_left(here: Community) -> int:
    return Membership.objects.filter(community=here, standing=STEWARD).count()


def every_steward_leaves() -> Race:
    here, people = community(stewards=AT_ONCE)

    def check(outcomes) -> None:
        assert (stewards_left(here), refused(outcomes)) == (1, 1)
        people_counted_right(here)

    return Race(
        [lambda one=one: leaving.leave(person=one, community=here) for one in people], check, (leaving.LastSteward,)
    )


def every_steward_steps_aside_or_leaves() -> Race:
    here, people = community(stewards=AT_ONCE)
    mine = [standing_in(here, one) for one in people]
    doers = [lambda one=one: standing.make_member(by=one.person, membership=one) for one in mine[:3]]
    doers += [lambda one=one: leaving.leave(person=one, community=here) for one in people[3:]]

    def check(outcomes) -> None:
        assert (stewards_left(here), refused(outcomes)) == (1, 1)
        people_counted_right(here)

    return Race(doers, check, (leaving.LastSteward,))


def stewards_remove_each_other() -> Race:
    here, people = community(stewards=3)
    rows = [standing_in(here, one) for one in people]
    pairs = [(by, rows[(n + 1) % 3]) for n, by in enumerate(people)]

    def check(outcomes) -> None:
        assert stewards_left(here) == refused(outcomes) >= 1
        people_counted_right(here)

    doers = [lambda by=by, row=row: standing.remove(by=by, membership=row, words="No.") for by, row in pairs]
    return Race(doers, check, (leaving.LastSteward, NotASteward, standing.ElsewhereStanding))


def one_leaves_many_times() -> Race:
    here, people = community(members=3)

    def check(outcomes) -> None:
        assert (deeds(here, "left"), refused(outcomes)) == (1, AT_ONCE - 1)
        people_counted_right(here)

    return Race([lambda: leaving.leave(person=people[1], community=here)] * AT_ONCE, check, (leaving.NotIn,))


def some_come_some_go_while_it_is_counted() -> Race:
    here, people = community(members=3)
    new = [somebody(f"New {n}") for n in range(3)]
    doers = [lambda one=one: membership.admit(person=one, community=here) for one in new]
    doers += [lambda one=one: leaving.leave(person=one, community=here) for one in people[1:]]
    doers += [lambda: recount_people([here.pk])] * 2
    return Race(doers, lambda outcomes: people_counted_right(here))


def someone_is_seated_and_leaves() -> Race:
    here, people = community(members=1)
    group = spaces.open_space(
        community=here, slug="few", name="Few", visibility=SpaceVisibility.GROUP, seats=[people[0]]
    )
    leaves = people[1]

    def check(outcomes) -> None:
        assert not SpaceSeat.objects.filter(person=leaves).exists()
        people_counted_right(here)

    doers = [lambda: spaces.seat(by=people[0], space=group, person=leaves)] * 3
    return Race([*doers, lambda: leaving.leave(person=leaves, community=here)], check, (spaces.ElsewhereStanding,))


def someone_gets_a_role_and_leaves() -> Race:
    here, people = community(members=1)
    row, today = standing_in(here, people[1]), timezone.localdate()

    def check(outcomes) -> None:
        assert not Role.objects.filter(membership=row, until=None).exists()

    give = lambda: roles.appoint(by=people[0], membership=row, name="host", since=today, until=None)  # noqa: E731
    return Race(
        [give, give, give, lambda: leaving.leave(person=people[1], community=here)], check, (roles.ElsewhereStanding,)
    )


def a_role_is_laid_down_many_times() -> Race:
    here, people = community(members=1)
    since = timezone.localdate() - timedelta(days=9)
    role = roles.appoint(by=people[0], membership=standing_in(here, people[1]), name="host", since=since, until=None)

    def check(outcomes) -> None:
        assert (deeds(here, "stepped_down"), refused(outcomes)) == (1, AT_ONCE - 1)

    return Race([lambda: roles.step_down(by=people[1], role=role)] * AT_ONCE, check, (roles.AlreadyEnded,))


def someone_agrees_to_be_named_and_leaves() -> Race:
    here, people = community(members=1)

    def check(outcomes) -> None:
        assert standing_in(here, people[1]).named_as == ""

    name = lambda: naming.be_named(person=people[1], community=here, named_as="Person")  # noqa: E731
    return Race([name, name, lambda: leaving.leave(person=people[1], community=here)], check, (leaving.NotIn,))


def several_get_one_role_from_two_stewards() -> Race:
    here, people = community(members=3, stewards=2)
    rows = [standing_in(here, one) for one in people[2:]]
    today = timezone.localdate()

    def give(steward) -> int:
        given = many.appoint_many(by=steward, community=here, people=rows, name="host", since=today, until=None)
        return sum(one.outcome == many.Outcome.DONE for one in given)

    def check(outcomes) -> None:
        assert (sum(outcomes), deeds(here, "appointed")) == (3, 3)
        held = Role.objects.filter(membership__community=here).values_list("membership", flat=True)
        assert sorted(held) == [one.pk for one in rows]

    return Race([lambda one=one: give(one) for one in people[:2] * 2], check)


def a_role_of_several_is_taken_back_many_times() -> Race:
    here, people = community(members=3)
    rows = [standing_in(here, one) for one in people[1:]]
    today = timezone.localdate()
    given = many.appoint_many(by=people[0], community=here, people=rows, name="host", since=today, until=None)
    back = lambda: many.take_back_roles(by=people[0], community=here, roles=[one.row for one in given])  # noqa: E731

    def check(outcomes) -> None:
        assert (sum(outcomes), Role.objects.filter(membership__in=rows).count()) == (3, 0)

    return Race([back] * AT_ONCE, check)


RACES = (
    several_get_one_role_from_two_stewards,
    a_role_of_several_is_taken_back_many_times,
    every_steward_leaves,
    every_steward_steps_aside_or_leaves,
    stewards_remove_each_other,
    one_leaves_many_times,
    some_come_some_go_while_it_is_counted,
    someone_is_seated_and_leaves,
    someone_gets_a_role_and_leaves,
    a_role_is_laid_down_many_times,
    someone_agrees_to_be_named_and_leaves,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda one: one.__name__)
def test_whoever_comes_first(prepare: Callable[[], Race]) -> None:
    for _ in range(ROUNDS):
        races.run(prepare)
