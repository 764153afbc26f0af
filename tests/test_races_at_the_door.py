"""Whoever decides by looking first holds what they looked at: who comes in, is invited, asks and is answered."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from commonplace.communities.doors import Joining
from commonplace.communities.joining.actions import asking as joining
from commonplace.communities.joining.actions import inviting, linking
from commonplace.communities.membership.actions import admitting as membership
from commonplace.communities.membership.actions import leaving
from commonplace.communities.models import Community, Invitation, JoinRequest, Membership
from commonplace.people.models import Person
from tests import races
from tests.crowds import community, deeds, people_counted_right, somebody
from tests.races import AT_ONCE, ROUNDS, Race, refused

pytestmark = pytest.mark.usefixtures("shared")


def one_comes_in_many_times() -> Race:
    here, _ = community()
    person = somebody()

    def check(outcomes) -> None:
        assert deeds(here, "joined") == 2  # the founder's is the first
        people_counted_right(here)

    return Race([lambda: joining.ask_to_join(person=person, community=here, cares_about="leaks")] * AT_ONCE, check)


def one_comes_back_many_times() -> Race:
    here, people = community(members=1)
    leaving.leave(person=people[1], community=here)

    def check(outcomes) -> None:
        assert deeds(here, "returned") == 1
        people_counted_right(here)

    return Race([lambda: membership.admit(person=people[1], community=here)] * AT_ONCE, check)


def many_take_one_invitation() -> Race:
    here, (founder,) = community()
    invited = inviting.invite(by=founder, community=here, words="Come.").invitation
    people = [somebody(f"Guest {n}") for n in range(AT_ONCE)]

    def check(outcomes) -> None:
        assert refused(outcomes) == AT_ONCE - 1
        assert Membership.objects.filter(community=here).count() == 2
        people_counted_right(here)

    return Race(
        [lambda one=one: inviting.take_invitation(invitation=invited, person=one) for one in people],
        check,
        (inviting.InvitationGone,),
    )


def more_come_by_a_link_than_it_has_places() -> Race:
    here, people = community()
    tomorrow = timezone.now() + timedelta(days=1)
    opened = linking.open_link(by=people[0], community=here, words="Come", places=2, ends_at=tomorrow)
    place = inviting.invitation_behind(opened.token, now=timezone.now())
    newcomers = [somebody() for _ in range(AT_ONCE)]
    doers = [lambda one=one: inviting.take_invitation(invitation=place, person=one) for one in newcomers]

    def check(outcomes) -> None:
        assert (refused(outcomes), linking.taken(opened.link)) == (AT_ONCE - 2, 2)
        assert Membership.objects.filter(community=here).count() == 3
        people_counted_right(here)

    return Race(doers, check, (inviting.InvitationGone,))


def one_list_is_sent_by_two_stewards() -> Race:
    here, people = community(stewards=2)
    whom = [inviting.Whom("ada@example.org"), inviting.Whom("charles@example.org")]
    send = inviting.invite_many

    def check(outcomes) -> None:
        assert Invitation.objects.filter(community=here).count() == deeds(here, "invited") == 2

    doers = [
        lambda one=one: send(by=one, community=here, words="Come", whom=whom, idempotency_key=uuid4())
        for one in [*people, *people]
    ]
    return Race(doers, check)


def more_invitations_than_a_day_holds() -> Race:
    here, (_, member) = community(members=1)
    later = timezone.now() + timedelta(days=9)
    Invitation.objects.bulk_create(
        Invitation(community=here, by=member, words="Come.", digest=f"{here.pk}-{n}", expires_at=later)
        for n in range(inviting.A_DAY - 2)
    )

    def check(outcomes) -> None:
        assert Invitation.objects.filter(by=member).count() == inviting.A_DAY
        assert refused(outcomes) == AT_ONCE - 2

    return Race(
        [lambda: inviting.invite(by=member, community=here, words="Come.")] * AT_ONCE,
        check,
        (inviting.TooManyInvitations,),
    )


def one_form_of_an_invitation_sent_many_times() -> Race:
    here, (founder,) = community()
    idempotency_key = uuid4()

    def check(outcomes) -> None:
        assert Invitation.objects.filter(by=founder).count() == deeds(here, "invited") == 1

    return Race(
        [lambda: inviting.invite(by=founder, community=here, words="Come.", idempotency_key=idempotency_key)] * AT_ONCE,
        check,
    )


def many_stewards_answer_one_question() -> Race:
    here, people = community(stewards=AT_ONCE)
    asks = somebody()
    asked = JoinRequest.objects.create(community=here, person=asks, cares_about="leaks")

    def answer(by: Person) -> object:
        row = JoinRequest.objects.select_related("person", "community").get(pk=asked.pk)
        return joining.answer_request(by=by, request=row, accept=True, words="Welcome.")

    def check(outcomes) -> None:
        assert (refused(outcomes), Membership.objects.filter(community=here, person=asks).count()) == (AT_ONCE - 1, 1)
        people_counted_right(here)

    return Race([lambda one=one: answer(one) for one in people], check, (joining.AlreadyAnswered,))


def somebody_asks_and_is_let_in_and_leaves() -> Race:
    here, people = community(members=1)
    asks = people[1]
    Membership.objects.filter(person=asks).update(standing="guest", until=timezone.now() + timedelta(days=9))
    Community.objects.filter(pk=here.pk).update(joining=Joining.REQUEST)
    asked = JoinRequest.objects.create(community=here, person=asks, cares_about="leaks")

    def answer() -> object:
        row = JoinRequest.objects.select_related("person", "community").get(pk=asked.pk)
        return joining.answer_request(by=people[0], request=row, accept=True, words="Welcome.")

    return Race(
        [answer, lambda: leaving.leave(person=asks, community=here)],
        lambda outcomes: people_counted_right(here),
        (joining.AlreadyAnswered,),
    )


RACES = (
    one_comes_in_many_times,
    one_comes_back_many_times,
    many_take_one_invitation,
    more_come_by_a_link_than_it_has_places,
    one_list_is_sent_by_two_stewards,
    more_invitations_than_a_day_holds,
    one_form_of_an_invitation_sent_many_times,
    many_stewards_answer_one_question,
    somebody_asks_and_is_let_in_and_leaves,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda one: one.__name__)
def test_whoever_comes_first(prepare: Callable[[], Race]) -> None:
    for _ in range(ROUNDS):
        races.run(prepare)
