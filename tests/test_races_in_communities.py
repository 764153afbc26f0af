"""Whoever decides by looking first holds what they looked at: standings, doors, seats, roles, flags and counts."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from commonplace.api.actions import MOST_TOKENS, TooManyTokens, make_token
from commonplace.api.models import Token
from commonplace.communities import ledger
from commonplace.communities.actions import (
    founding,
    inviting,
    joining,
    leaving,
    membership,
    moderating,
    naming,
    roles,
    spaces,
    standing,
    topics,
)
from commonplace.communities.actions.counting import recount_people
from commonplace.communities.actions.stewards import NotASteward
from commonplace.communities.models import (
    Community,
    Deed,
    Flag,
    Invitation,
    JoinRequest,
    Membership,
    Role,
    Space,
    SpaceSeat,
    Topic,
)
from commonplace.communities.readers import catch_up
from commonplace.conversations.actions.opening import open_conversation
from commonplace.cultivation.beats import BEATS
from commonplace.house import counts
from commonplace.letters import links
from commonplace.people.models import Person
from tests import races
from tests.races import Race, refused

AT_ONCE, ROUNDS = 5, 3
STEWARD = Membership.Standing.STEWARD


@pytest.fixture(autouse=True)
def shared(transactional_db, tmp_path):
    end = races.share(tmp_path / "shared.sqlite3")
    yield
    end()


def somebody(name: str = "Somebody") -> Person:
    """With an address that is proven, without which one invites nobody and claims nothing."""
    person = Person.objects.create_user(name=name)
    EmailAddress.objects.create(user=person, email=f"person{person.pk}@example.org", verified=True, primary=True)
    return person


def community(stewards: int = 1, members: int = 0) -> tuple[Community, list[Person]]:
    """A community of its own with so many stewards, then so many members."""
    people = [somebody(f"Person {n}") for n in range(stewards + members)]
    here = founding.found(by=people[0], name="Weir", slug=f"weir-{people[0].pk}", joining=Community.Joining.OPEN)
    for n, one in enumerate(people[1:], start=1):
        membership.admit(person=one, community=here, standing=STEWARD if n < stewards else Membership.Standing.MEMBER)
    return here, people


def standing_in(here: Community, person: Person) -> Membership:
    return Membership.objects.select_related("person", "community").get(community=here, person=person)


def counted_right(here: Community) -> None:
    people = Membership.objects.current().filter(community=here, person__claimed_at__isnull=False).count()
    assert Community.objects.get(pk=here.pk).people_count == people
    assert [number for _, number in counts.off(now=timezone.now())] == [0] * len(counts.KEPT)


def deeds(here: Community, verb: str) -> int:
    return Deed.objects.filter(community=here, verb=verb).count()


def stewards_left(here: Community) -> int:
    return Membership.objects.filter(community=here, standing=STEWARD).count()


def every_steward_leaves() -> Race:
    here, people = community(stewards=AT_ONCE)

    def check(outcomes) -> None:
        assert (stewards_left(here), refused(outcomes)) == (1, 1)
        counted_right(here)

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
        counted_right(here)

    return Race(doers, check, (leaving.LastSteward,))


def stewards_remove_each_other() -> Race:
    here, people = community(stewards=3)
    rows = [standing_in(here, one) for one in people]
    pairs = [(by, rows[(n + 1) % 3]) for n, by in enumerate(people)]

    def check(outcomes) -> None:
        assert stewards_left(here) == refused(outcomes) >= 1
        counted_right(here)

    doers = [lambda by=by, row=row: standing.remove(by=by, membership=row, words="No.") for by, row in pairs]
    return Race(doers, check, (leaving.LastSteward, NotASteward, standing.ElsewhereStanding))


def one_leaves_many_times() -> Race:
    here, people = community(members=3)

    def check(outcomes) -> None:
        assert (deeds(here, "left"), refused(outcomes)) == (1, AT_ONCE - 1)
        counted_right(here)

    return Race([lambda: leaving.leave(person=people[1], community=here)] * AT_ONCE, check, (leaving.NotIn,))


def one_comes_in_many_times() -> Race:
    here, _ = community()
    person = somebody()

    def check(outcomes) -> None:
        assert deeds(here, "joined") == 2  # the founder's is the first
        counted_right(here)

    return Race([lambda: joining.ask_to_join(person=person, community=here, cares_about="leaks")] * AT_ONCE, check)


def one_comes_back_many_times() -> Race:
    here, people = community(members=1)
    leaving.leave(person=people[1], community=here)

    def check(outcomes) -> None:
        assert deeds(here, "returned") == 1
        counted_right(here)

    return Race([lambda: membership.admit(person=people[1], community=here)] * AT_ONCE, check)


def some_come_some_go_while_it_is_counted() -> Race:
    here, people = community(members=3)
    new = [somebody(f"New {n}") for n in range(3)]
    doers = [lambda one=one: membership.admit(person=one, community=here) for one in new]
    doers += [lambda one=one: leaving.leave(person=one, community=here) for one in people[1:]]
    doers += [lambda: recount_people([here.pk])] * 2
    return Race(doers, lambda outcomes: counted_right(here))


def many_take_one_invitation() -> Race:
    here, (founder,) = community()
    invited = inviting.invite(by=founder, community=here, words="Come.").invitation
    people = [somebody(f"Guest {n}") for n in range(AT_ONCE)]

    def check(outcomes) -> None:
        assert refused(outcomes) == AT_ONCE - 1
        assert Membership.objects.filter(community=here).count() == 2
        counted_right(here)

    return Race(
        [lambda one=one: inviting.take_invitation(invitation=invited, person=one) for one in people],
        check,
        (inviting.InvitationGone,),
    )


def more_invitations_than_a_day_holds() -> Race:
    here, (founder,) = community()
    later = timezone.now() + timedelta(days=9)
    Invitation.objects.bulk_create(
        Invitation(community=here, by=founder, words="Come.", digest=f"{here.pk}-{n}", expires_at=later)
        for n in range(inviting.A_DAY - 2)
    )

    def check(outcomes) -> None:
        assert Invitation.objects.filter(by=founder).count() == inviting.A_DAY
        assert refused(outcomes) == AT_ONCE - 2

    return Race(
        [lambda: inviting.invite(by=founder, community=here, words="Come.")] * AT_ONCE,
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
        counted_right(here)

    return Race([lambda one=one: answer(one) for one in people], check, (joining.AlreadyAnswered,))


def somebody_asks_and_is_let_in_and_leaves() -> Race:
    here, people = community(members=1)
    asks = people[1]
    Membership.objects.filter(person=asks).update(standing="guest", until=timezone.now() + timedelta(days=9))
    Community.objects.filter(pk=here.pk).update(joining=Community.Joining.REQUEST)
    asked = JoinRequest.objects.create(community=here, person=asks, cares_about="leaks")

    def answer() -> object:
        row = JoinRequest.objects.select_related("person", "community").get(pk=asked.pk)
        return joining.answer_request(by=people[0], request=row, accept=True, words="Welcome.")

    return Race(
        [answer, lambda: leaving.leave(person=asks, community=here)],
        lambda outcomes: counted_right(here),
        (joining.AlreadyAnswered,),
    )


def a_conversation_in(here: Community, by: Person, **more: object):
    return open_conversation(by=by, space=here.spaces.get(), kind="question", title="Weir?", text="Words", **more)


def more_flags_than_an_hour_holds() -> Race:
    here, people = community(members=1)
    by = people[1]
    talks = [a_conversation_in(here, people[0]) for _ in range(AT_ONCE)]
    Flag.objects.bulk_create(
        Flag(community=here, kind="post", object_id=10**9 + here.pk * 100 + n, by=by, why="Look")
        for n in range(moderating.FLAGS_IN_AN_HOUR - 2)
    )

    def check(outcomes) -> None:
        assert Flag.objects.filter(by=by).count() == moderating.FLAGS_IN_AN_HOUR
        assert refused(outcomes) == AT_ONCE - 2

    def point_at(pk: int) -> object:
        return moderating.flag(by=by, kind="conversation", object_id=pk, community=here, why="Look")

    return Race([lambda one=one: point_at(one.pk) for one in talks], check, (moderating.TooManyFlags,))


def someone_is_seated_and_leaves() -> Race:
    here, people = community(members=1)
    group = founding.open_space(
        community=here, slug="few", name="Few", visibility=Space.Visibility.GROUP, seats=[people[0]]
    )
    leaves = people[1]

    def check(outcomes) -> None:
        assert not SpaceSeat.objects.filter(person=leaves).exists()
        counted_right(here)

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


def two_topics_are_merged_crosswise() -> Race:
    here, people = community(stewards=2)
    talk = a_conversation_in(here, people[0], topics=["valves", "pipes"])
    one, two = Topic.objects.filter(community=here).order_by("pk")

    def check(outcomes) -> None:
        assert (talk.topics.count(), refused(outcomes)) == (1, 1)

    return Race(
        [
            lambda: topics.merge_topics(by=people[0], kept=one, other=two),
            lambda: topics.merge_topics(by=people[1], kept=two, other=one),
        ],
        check,
        (topics.NotMergeable,),
    )


def spaces_of_one_name_are_opened() -> Race:
    here, people = community(stewards=AT_ONCE)

    def check(outcomes) -> None:
        rows = list(here.spaces.values_list("slug", "position"))
        assert len({slug for slug, _ in rows}) == len({position for _, position in rows}) == AT_ONCE + 1

    return Race([lambda one=one: spaces.add_space(by=one, community=here, name="Valves") for one in people], check)


def communities_of_one_address_are_founded() -> Race:
    people = [somebody() for _ in range(AT_ONCE)]

    def check(outcomes) -> None:
        assert (refused(outcomes), Community.objects.filter(slug=f"one-{people[0].pk}").count()) == (AT_ONCE - 1, 1)

    return Race(
        [lambda one=one: founding.found(by=one, name="One", slug=f"one-{people[0].pk}") for one in people],
        check,
        (founding.SlugTaken,),
    )


def one_form_of_founding_sent_many_times() -> Race:
    founder = somebody()

    def check(outcomes) -> None:
        assert Community.objects.filter(founded_by=founder).count() == 1

    return Race([lambda: founding.found_once(by=founder, name="The same")] * AT_ONCE, check)


def different_people_found_under_one_name() -> Race:
    people = [somebody() for _ in range(AT_ONCE)]

    def check(outcomes) -> None:
        assert Community.objects.filter(founded_by__in=people).count() == AT_ONCE

    return Race([lambda one=one: founding.found_once(by=one, name=f"Name {people[0].pk}") for one in people], check)


def the_ledger_is_numbered_while_it_is_written() -> Race:
    here, people = community(members=2)
    write = lambda: ledger.record(verb="welcomed", person=people[0], community=here)  # noqa: E731

    def check(outcomes) -> None:
        while ledger.number():
            pass
        given = sorted(Deed.objects.values_list("sequence", flat=True))
        assert given == list(range(1, len(given) + 1))

    return Race([write, write, write, ledger.number, ledger.number, ledger.number], check)


def the_rhythm_is_read_by_many() -> Race:
    here, people = community(members=2)
    for _ in range(9):
        ledger.record(verb="welcomed", person=people[0], community=here)
    return Race([lambda: catch_up(BEATS.code)] * AT_ONCE, lambda outcomes: counted_right(here))


def more_tokens_than_one_looks_after() -> Race:
    person = somebody()
    Token.objects.bulk_create(Token(person=person, name="t", digest=f"{person.pk}-{n}") for n in range(MOST_TOKENS - 2))

    def check(outcomes) -> None:
        assert (Token.objects.filter(person=person).count(), refused(outcomes)) == (MOST_TOKENS, AT_ONCE - 2)

    return Race([lambda: make_token(person=person, name="t")] * AT_ONCE, check, (TooManyTokens,))


def a_link_is_used_many_times() -> Race:
    token = links.make(purpose="test", payload={}, expires=timedelta(days=1))

    def check(outcomes) -> None:
        assert refused(outcomes) == AT_ONCE - 1

    return Race([lambda: links.use(token, "test")] * AT_ONCE, check, (links.LinkUsed,))


RACES = (
    every_steward_leaves,
    every_steward_steps_aside_or_leaves,
    stewards_remove_each_other,
    one_leaves_many_times,
    one_comes_in_many_times,
    one_comes_back_many_times,
    some_come_some_go_while_it_is_counted,
    many_take_one_invitation,
    more_invitations_than_a_day_holds,
    one_form_of_an_invitation_sent_many_times,
    many_stewards_answer_one_question,
    somebody_asks_and_is_let_in_and_leaves,
    more_flags_than_an_hour_holds,
    someone_is_seated_and_leaves,
    someone_gets_a_role_and_leaves,
    a_role_is_laid_down_many_times,
    someone_agrees_to_be_named_and_leaves,
    two_topics_are_merged_crosswise,
    spaces_of_one_name_are_opened,
    communities_of_one_address_are_founded,
    one_form_of_founding_sent_many_times,
    different_people_found_under_one_name,
    the_ledger_is_numbered_while_it_is_written,
    the_rhythm_is_read_by_many,
    more_tokens_than_one_looks_after,
    a_link_is_used_many_times,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda one: one.__name__)
def test_whoever_comes_first(prepare: Callable[[], Race]) -> None:
    for _ in range(ROUNDS):
        races.run(prepare)
