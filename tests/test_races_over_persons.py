"""Whoever decides by looking first holds what they looked at: names that become somebody, claims, addresses, keys."""

from collections.abc import Callable
from copy import copy
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from commonplace.api.actions import MOST_TOKENS, TooManyTokens, make_token
from commonplace.api.models import Token
from commonplace.communities.membership.actions import admitting as membership
from commonplace.communities.models import Deed
from commonplace.conversations.actions import reactions
from commonplace.conversations.actions.replying import reply
from commonplace.letters import links
from commonplace.letters.models import Letter
from commonplace.people.actions import claiming
from commonplace.people.actions.profile import AddressTaken, Belonging, belong, register
from commonplace.people.merging import NotMergeable, merge
from commonplace.people.models import Claim, Merger, Person
from tests import races
from tests.crowds import community, counted_right, name_of_an_archive, posts_of, somebody, talk
from tests.races import AT_ONCE, ROUNDS, Race, refused

pytestmark = pytest.mark.usefixtures("shared")


def one_name_becomes_two_people() -> Race:
    here, people = community(members=2)
    old = name_of_an_archive(here)
    on = talk(people[0], here, old, people[1])

    def check(outcomes) -> None:
        assert (refused(outcomes), Merger.objects.filter(merged_name=old.name, kept__in=people).count()) == (3, 1)
        counted_right(on)

    doers = [lambda one=one: merge(kept=one, other=copy(old), why="test") for one in people[1:3] * 2]
    return Race(doers, check, (NotMergeable,))


def a_name_becomes_somebody_while_people_answer_it() -> Race:
    here, people = community(members=4)
    old = name_of_an_archive(here)
    on, its = talk(people[0], here, old, people[1]), talk(old, here, people[1])
    theirs = posts_of(on)[1]
    reactions.thank(by=people[1], post=theirs)
    doers = [lambda: merge(kept=people[1], other=copy(old), why="test")]
    doers += [lambda: reply(by=people[2], conversation=on, reply_to=theirs, text="Thanks.")]
    doers += [lambda: reply(by=people[1], conversation=its, text="It was me.")]
    doers += [lambda: reactions.thank(by=people[3], post=theirs)]
    doers += [lambda: reactions.say_me_too(by=people[1], conversation=its)]
    doers += [lambda: membership.admit(person=people[4], community=here)]

    def check(outcomes) -> None:
        counted_right(on, its)
        assert not Deed.objects.filter(person=None, verb__in=["opened", "replied"], community=here).exists()

    return Race(doers, check, (reactions.OwnWords,))


def a_code_is_sent_many_times() -> Race:
    here, people = community(members=AT_ONCE)
    old = name_of_an_archive(here)

    def check(outcomes) -> None:
        letters = Letter.objects.filter(to=f"old{here.pk}@example.org").count()
        assert (refused(outcomes), letters) == (AT_ONCE - 1, 1)

    return Race(
        [lambda one=one: claiming.send_code(person=one, of=old) for one in people[1:]], check, (claiming.TooSoon,)
    )


def a_code_is_guessed_at_many_times() -> Race:
    here, people = community(members=1)
    old = name_of_an_archive(here)
    claiming.send_code(person=people[1], of=old)

    def check(outcomes) -> None:
        assert (refused(outcomes), Claim.objects.get(of=old).tries) == (8, claiming.TRIES)

    return Race([lambda: claiming.enter_code(person=people[1], of=old, code="WRONG")] * 8, check, (claiming.WrongCode,))


def a_claim_is_answered_by_everyone() -> Race:
    here, people = community(stewards=3, members=2)
    old = name_of_an_archive(here)
    on = talk(people[0], here, old)
    claims = [claiming.ask_steward(person=one, of=old, words="I sent it.") for one in people[3:]]

    def answer(by: Person, which: Claim) -> object:
        claim = Claim.objects.select_related("person", "of").get(pk=which.pk)
        return claiming.settle(claim=claim, by=by, is_right=True)

    def check(outcomes) -> None:
        assert (refused(outcomes), Merger.objects.filter(merged_name=old.name, kept__in=people).count()) == (5, 1)
        counted_right(on)

    return Race(
        [lambda by=by, which=which: answer(by, which) for by in people[:3] for which in claims],
        check,
        (claiming.AlreadySettled, claiming.AlreadyClaimed, Claim.DoesNotExist),
    )


def one_address_registers_many_times() -> Race:
    address = f"new{Person.objects.count()}-{timezone.now().timestamp()}@example.org"

    def check(outcomes) -> None:
        rows = EmailAddress.objects.filter(email=address, verified=True)
        assert (refused(outcomes), rows.count()) == (AT_ONCE - 1, 1)

    return Race([lambda: register(name="New", address=address, is_confirmed=True)] * AT_ONCE, check, (AddressTaken,))


def someone_says_where_they_belong_many_times() -> Race:
    person = Person.objects.create_user(name="Somebody")
    said = [[Belonging("Weir"), Belonging("Valve")], [Belonging("Valve"), Belonging("Weir")]] * 2

    def check(outcomes) -> None:
        assert sorted(person.affiliations.values_list("organisation", flat=True)) == ["Valve", "Weir"]
        assert person.affiliations.filter(is_main=True).count() == 1

    def belongs(some: list[Belonging]) -> None:
        belong(person=Person.objects.get(pk=person.pk), belongings=some)

    return Race([lambda some=some: belongs(some) for some in said], check)


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
    one_name_becomes_two_people,
    a_name_becomes_somebody_while_people_answer_it,
    a_code_is_sent_many_times,
    a_code_is_guessed_at_many_times,
    a_claim_is_answered_by_everyone,
    one_address_registers_many_times,
    someone_says_where_they_belong_many_times,
    more_tokens_than_one_looks_after,
    a_link_is_used_many_times,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda one: one.__name__)
def test_whoever_comes_first(prepare: Callable[[], Race]) -> None:
    for _ in range(ROUNDS):
        races.run(prepare)
