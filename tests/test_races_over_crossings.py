"""A crossing at the same moment: begun by two, answered as it begins, carried by several, taken back while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone

from commonplace.communities.models import Community, Deed, Membership
from commonplace.constellation.actions import asking, beginning, carrying, planning, relating
from commonplace.constellation.models import Crossing, Going, Relation, Voice
from commonplace.conversations.models import Conversation, Post
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.store.steps import Steps
from tests import races
from tests.crowds import community, counted_right, talk
from tests.races import AT_ONCE, ROUNDS, Race, refused

pytestmark = pytest.mark.usefixtures("shared")


@dataclass
class Asked:
    """A daughter of a community with two stewards; the others wrote a conversation that may go, and come along."""

    crossing: Crossing
    on: Conversation
    stewards: list[Person]
    writers: list[Person]

    def carry(self) -> None:
        carrying.carry(self.crossing, now=timezone.now(), steps=Steps(least=1, most=2))

    def to_its_end(self) -> Community:
        self.carry()
        self.crossing.refresh_from_db()
        assert self.crossing.to is not None
        for one in Conversation.objects.filter(community=self.crossing.to):
            counted_right(one)
        return self.crossing.to


def asked(*, is_begun: bool = False, answers: bool = True) -> Asked:
    here, (first, second, *writers) = community(stewards=2, members=3)
    on = talk(writers[0], here, writers[1], writers[2], writers[1], writers[2])
    made = planning.plan(by=first, community=here, kind="daughter", name="Weir at Night", words="So.")
    planning.choose(by=first, crossing=made, conversations=[on.pk])
    planning.choose_people(by=first, crossing=made, people=[one.pk for one in writers])
    planning.ask(by=first, crossing=made)
    for one in writers if answers else ():
        for what in (asking.WORDS, asking.COMING):
            asking.answer(by=one, crossing=made, what=what, says="yes")
    if is_begun:
        beginning.begin(by=first, crossing=made)
    made.refresh_from_db()
    return Asked(made, on, [first, second], writers)


def two_stewards_begin_it() -> Race:
    it = asked()

    def check(outcomes) -> None:
        assert outcomes == [True] * AT_ONCE
        there = it.to_its_end()
        assert Community.objects.filter(name="Weir at Night", pk__gte=there.pk).count() == 1
        assert Relation.objects.agreed().filter(other=there).count() == 1
        assert Deed.objects.filter(verb="crossed", community=it.crossing.community).count() == 1
        assert Post.objects.filter(conversation__community=there).count() == 5

    by = (it.stewards * AT_ONCE)[:AT_ONCE]
    return Race([lambda one=one: beginning.begin(by=one, crossing=it.crossing) for one in by], check)


def two_ask_everyone() -> Race:
    here, (first, second, *writers) = community(stewards=2, members=2)
    on = talk(writers[0], here, writers[1])
    made = planning.plan(by=first, community=here, kind="daughter", name="Weir at Night", words="So.")
    planning.choose(by=first, crossing=made, conversations=[on.pk])

    def check(outcomes) -> None:
        assert refused(outcomes) == 1
        assert Voice.objects.filter(crossing=made, writes=True).count() == len(writers)
        assert Deed.objects.filter(verb="asked_to_cross", community=here).count() == 1

    doers = [lambda one=one: planning.ask(by=one, crossing=made) for one in (first, second)]
    return Race(doers, check, (planning.IsAsked,))


def two_plans_choose_the_same() -> Race:
    here, (first, second, writer) = community(stewards=2, members=1)
    on = talk(writer, here)
    plans = [planning.plan(by=first, community=here, kind="split", name=f"Part {n}", words="So.") for n in range(2)]

    def check(outcomes) -> None:
        assert Going.objects.filter(conversation=on, closed_at=None).count() == 1

    doers = [
        lambda by=by, one=one: planning.choose(by=by, crossing=one, conversations=[on.pk])
        for by, one in zip((first, second), plans, strict=True)
    ]
    return Race(doers, check)


def the_last_answer_comes_as_it_is_begun() -> Race:
    it = asked()
    changed = it.writers[1]

    def check(outcomes) -> None:
        said = Voice.objects.get(crossing=it.crossing, person=changed).words
        went = Post.objects.filter(conversation__community=it.to_its_end(), author=changed)
        assert went.count() == (2 if said == "yes" else 0)

    doers = [
        lambda: asking.answer(by=changed, crossing=it.crossing, what=asking.WORDS, says="no"),
        lambda: beginning.begin(by=it.stewards[0], crossing=it.crossing),
    ]
    return Race(doers, check, (asking.IsOver,))


def several_workers_carry_it() -> Race:
    it = asked(is_begun=True)

    def check(outcomes) -> None:
        there = it.to_its_end()
        assert [one.number for one in Post.objects.filter(conversation__community=there).order_by("number")] == [
            1, 2, 3, 4, 5,
        ]  # fmt: skip
        assert Membership.objects.current().filter(community=there).count() == 4
        assert it.crossing.done_at is not None

    return Race([it.carry] * AT_ONCE, check)


def words_are_taken_back_while_it_runs() -> Race:
    it = asked(is_begun=True)
    gone = it.writers[1]

    def check(outcomes) -> None:
        there = it.to_its_end()
        standing = Post.objects.filter(conversation__community=there, withdrawal=None)
        assert not standing.filter(author=gone).exists()
        assert standing.count() == 3
        assert Post.objects.filter(conversation=it.on, withdrawal=None).count() == 5

    return Race([it.carry, lambda: asking.take_words_back(by=gone, crossing=it.crossing), it.carry], check)


def whoever_asked_it_first_takes_it_back_while_it_runs() -> Race:
    it = asked(is_begun=True)

    def check(outcomes) -> None:
        there = it.to_its_end()
        assert not Post.objects.filter(conversation__community=there, withdrawal=None, author=it.writers[0]).exists()
        assert it.crossing.done_at is not None

    return Race([it.carry, lambda: asking.take_words_back(by=it.writers[0], crossing=it.crossing)], check)


def an_author_is_erased_while_it_runs() -> Race:
    it = asked(is_begun=True)
    gone = it.writers[2]

    def check(outcomes) -> None:
        there = it.to_its_end()
        assert not Post.objects.filter(conversation__community=there, author=gone, withdrawal=None).exists()
        assert not Membership.objects.current().filter(community=there, person=gone).exists()

    return Race([it.carry, lambda: erase(person=gone, withdraw=True)], check)


def it_is_called_off_while_it_runs() -> Race:
    it = asked(is_begun=True)

    def check(outcomes) -> None:
        it.crossing.refresh_from_db()
        # Whoever was first: it is done, or called off, and never both.
        assert (it.crossing.done_at is None) != (it.crossing.called_off_at is None)
        before = Post.objects.filter(conversation__community=it.crossing.to).count()
        it.to_its_end()
        assert Post.objects.filter(conversation__community=it.crossing.to).count() == before

    doers = [it.carry, lambda: planning.call_off(by=it.stewards[1], crossing=it.crossing)]
    return Race(doers, check, (planning.IsAsked,))


def both_sides_ask_whether_they_are_related() -> Race:
    here, (one, *_rest) = community()
    there, (other, *_rest) = community()

    def check(outcomes) -> None:
        assert refused(outcomes) == 1
        assert Relation.objects.of(here).count() == 1

    ask = relating.ask_to_relate
    doers = [
        lambda: ask(by=one, community=here, other=there, kind="related", words="So."),
        lambda: ask(by=other, community=there, other=here, kind="related", words="So."),
    ]
    return Race(doers, check, (relating.RelatedAlready,))


RACES = (
    two_stewards_begin_it,
    two_ask_everyone,
    two_plans_choose_the_same,
    the_last_answer_comes_as_it_is_begun,
    several_workers_carry_it,
    words_are_taken_back_while_it_runs,
    whoever_asked_it_first_takes_it_back_while_it_runs,
    an_author_is_erased_while_it_runs,
    it_is_called_off_while_it_runs,
    both_sides_ask_whether_they_are_related,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda one: one.__name__)
def test_whoever_comes_first(prepare: Callable[[], Race]) -> None:
    for _ in range(ROUNDS):
        races.run(prepare)
