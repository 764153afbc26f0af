"""Whoever decides by looking first holds what they looked at: mergers, holds, answers, moves and marks."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.attention.actions.reading import mark_all, mark_read
from commonplace.attention.models import ReadMark
from commonplace.attention.queries import NAME
from commonplace.communities.models import Deed, Hold
from commonplace.communities.moderation import actions as moderating
from commonplace.communities.readers import catch_up
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions import changing, ending, merging, moving, reactions, settling, splitting
from commonplace.conversations.actions.counters import IsClosed, IsGone
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Outcome, Settlement
from commonplace.people.models import Person
from tests import races
from tests.crowds import community, counted_right, posts_of, standing_deeds_of, talk
from tests.races import AT_ONCE, ROUNDS, Race, refused

pytestmark = pytest.mark.usefixtures("shared")


def a_conversation_joins_another_while_people_write_in_it() -> Race:
    here, people = community(members=4)
    kept, other = talk(people[0], here, people[1]), talk(people[0], here, people[2], people[3])
    theirs = posts_of(other)[1]
    doers = [lambda one=one: reply(by=one, conversation=other, text="Here.") for one in people[1:3]]
    doers += [lambda: reply(by=people[4], conversation=kept, text="There.")]
    doers += [lambda: changing.withdraw(by=people[2], post=theirs)]
    doers += [lambda: reactions.thank(by=people[4], post=theirs)]
    doers += [lambda: merging.merge(by=people[0], kept=kept, other=other)]

    def check(outcomes) -> None:
        counted_right(kept, other)
        assert not other.posts.exists()
        assert [one.number for one in posts_of(kept)] == list(
            range(1, Conversation.objects.get(pk=kept.pk).last_number + 1)
        )
        assert not Deed.objects.filter(what_id=other.pk, what="conversation").exists()

    return Race(doers, check, (IsGone,))


def a_conversation_is_taken_apart_while_people_write_in_it() -> Race:
    here, people = community(stewards=2, members=4)
    on = talk(people[0], here, *people[2:5])
    second, third = posts_of(on)[1:3]
    doers = [lambda one=one: reply(by=one, conversation=on, text="Here.") for one in people[2:5]]
    doers += [lambda: changing.withdraw(by=people[3], post=third), lambda: reactions.thank(by=people[5], post=third)]
    doers += [lambda one=one: splitting.split(by=one, post=second, title="Apart") for one in people[:2]]

    def check(outcomes) -> None:
        (made,) = Conversation.objects.filter(community=here, title="Apart")
        assert posts_of(made)[0].number == 1
        kept = [one.number for one in posts_of(on)]
        assert len(kept) + made.posts.count() == 7
        # No number that was given is given again.
        assert not {2, 3, 4} & set(kept)
        counted_right(on, made)
        for whole in (on, made):
            said = whole.posts.filter(withdrawal__isnull=True).count()
            assert standing_deeds_of("opened", whole) + standing_deeds_of("replied", whole) == said

    return Race(doers, check, (splitting.Unsplittable,))


def it_is_taken_apart_and_joined_to_another() -> Race:
    here, people = community(stewards=2, members=2)
    on, other = talk(people[0], here, people[2], people[3]), talk(people[1], here)
    second = posts_of(on)[1]

    def check(outcomes) -> None:
        wholes = Conversation.objects.filter(community=here, merged_into=None)
        assert sum(one.posts.count() for one in wholes) == 4
        counted_right(*wholes)

    doers = [lambda: splitting.split(by=people[0], post=second, title="Apart")]
    doers += [lambda: merging.merge(by=people[1], kept=other, other=on)]
    return Race(doers, check)


def two_conversations_are_joined_crosswise() -> Race:
    here, people = community(stewards=2)
    one, two = talk(people[0], here), talk(people[1], here)

    def check(outcomes) -> None:
        assert (refused(outcomes), Conversation.objects.filter(community=here, merged_into=None).count()) == (3, 1)
        counted_right(one, two)

    doers = [lambda: merging.merge(by=people[0], kept=one, other=two)] * 2
    doers += [lambda: merging.merge(by=people[1], kept=two, other=one)] * 2
    return Race(doers, check, (merging.Unmergeable,))


def a_whole_conversation_is_held_while_people_reply() -> Race:
    here, people = community(stewards=2, members=3)
    on = talk(people[0], here)
    doers = [lambda one=one: reply(by=one, conversation=on, text="Here.") for one in people[2:]]
    doers += [
        lambda one=one: moderating.hold(by=one, kind="conversation", object_id=on.pk, community=here, why="Look")
        for one in people[:2]
    ]

    def check(outcomes) -> None:
        assert (refused(outcomes), Hold.objects.in_force().filter(object_id=on.pk, kind="conversation").count()) == (
            1,
            1,
        )
        assert standing_deeds_of("replied", on) == 0
        counted_right(on)

    return Race(doers, check, (moderating.AlreadyHeld,))


def what_is_held_is_released_many_times() -> Race:
    here, people = community(stewards=3, members=1)
    on = talk(people[0], here, people[3])
    held = moderating.hold(by=people[0], kind="post", object_id=posts_of(on)[1].pk, community=here, why="Look")

    def release(by: Person) -> object:
        return moderating.release(by=by, hold=Hold.objects.select_related("community").get(pk=held.pk), why="Fine")

    def check(outcomes) -> None:
        assert (refused(outcomes), Deed.objects.filter(community=here, verb="released").count()) == (2, 1)
        assert standing_deeds_of("replied", on) == 1
        counted_right(on)

    return Race([lambda one=one: release(one) for one in people[:3]], check, (moderating.AlreadyReleased,))


def different_answers_settle_it() -> Race:
    here, people = community(members=4)
    on = talk(people[0], here, *people[1:])

    def check(outcomes) -> None:
        assert Settlement.objects.filter(conversation=on).count() == standing_deeds_of("settled", on) == 1

    return Race([lambda one=one: settling.settle(by=people[0], post=one) for one in posts_of(on)[1:]], check)


def an_answer_settles_it_and_is_taken_back() -> Race:
    here, people = community(members=1)
    on = talk(people[0], here, people[1])
    settle = lambda: settling.settle(by=people[0], post=posts_of(on)[1])  # noqa: E731

    def check(outcomes) -> None:
        assert not Settlement.objects.filter(conversation=on).exists()
        assert standing_deeds_of("settled", on) == 0

    return Race(
        [settle, settle, lambda: changing.withdraw(by=people[1], post=posts_of(on)[1])], check, (settling.NoAnswer,)
    )


def it_is_closed_while_people_reply() -> Race:
    here, people = community(members=4)
    on = talk(people[0], here)
    doers = [lambda one=one: reply(by=one, conversation=on, text="Wait!") for one in people[1:]]

    def check(outcomes) -> None:
        closed = Deed.objects.get(verb="closed", what_id=on.pk)
        assert not Deed.objects.filter(verb="replied", what_id=on.pk, pk__gt=closed.pk).exists()
        counted_right(on)

    return Race([*doers, *[lambda: ending.close(by=people[0], conversation=on)] * 2], check, (IsClosed,))


def one_story_is_sent_many_times() -> Race:
    here, people = community(members=1)
    on = talk(people[0], here, people[1])
    tell = lambda: settling.tell_outcome(by=people[0], post=posts_of(on)[1], how="helped", text="It did.")  # noqa: E731

    def check(outcomes) -> None:
        assert Outcome.objects.filter(conversation=on).count() == standing_deeds_of("told_outcome", on) == 1

    return Race([tell] * AT_ONCE, check)


def the_last_two_agree_to_a_move() -> Race:
    here, people = community(members=2)
    window = open_space(community=here, slug="window", name="Window", visibility="public")
    on = talk(people[0], here, *people[1:])
    moving.move(by=people[0], conversation=on, to=window)
    agree = lambda one: moving.agree_to_move(by=one, move=on.moves.select_related("conversation").get())  # noqa: E731

    def check(outcomes) -> None:
        assert Conversation.objects.get(pk=on.pk).space == window
        assert Deed.objects.filter(verb="moved", what_id=on.pk).count() == 1

    return Race([lambda one=one: agree(one) for one in [*people[1:], *people[1:]]], check)


def a_move_is_asked_many_times() -> Race:
    here, people = community(members=1)
    window = open_space(community=here, slug="window", name="Window", visibility="public")
    on = talk(people[0], here, people[1])

    def check(outcomes) -> None:
        assert (refused(outcomes), on.moves.count()) == (AT_ONCE - 1, 1)

    return Race(
        [lambda: moving.move(by=people[0], conversation=on, to=window)] * AT_ONCE, check, (moving.AlreadyAsked,)
    )


def an_archive_moves_in_where_people_write() -> Race:
    here, people = community(members=3)
    one, two = talk(people[0], here), talk(people[0], here)
    space = here.spaces.select_related("community").get()
    long_ago = timezone.now() - timedelta(days=900)

    def bring(author: Person, into: Sequence[Conversation]) -> object:
        said = [Arrival(author=author, at=long_ago, source="Once", into=Conversation(pk=home.pk)) for home in into]
        return import_posts(space=space, arrivals=said, origin="mbox:test")

    doers = [lambda: bring(people[1], [one, two]), lambda: bring(people[2], [two, one])]
    doers += [
        lambda: reply(by=people[3], conversation=one, text="Now."),
        lambda: reply(by=people[3], conversation=two, text="Now."),
    ]
    doers += [lambda: merging.merge(by=people[0], kept=one, other=two)]
    return Race(doers, lambda _: counted_right(one, two), (IsGone,))


def somebody_reads_while_their_marks_are_written() -> Race:
    here, people = community(members=1)
    on, by, now = talk(people[0], here), people[1], timezone.now()

    def check(outcomes) -> None:
        assert ReadMark.objects.get(person=by, conversation=on).number == 9

    doers = [lambda n=n: mark_all([(by.pk, on.pk, n, now)]) for n in (3, 5, 7)]
    return Race([*doers, lambda: mark_read(person=by, conversation=on, number=9)] * 2, check)


def follows_are_taken_in_by_many() -> Race:
    here, people = community(members=3)
    on = talk(people[0], here, *people[1:])

    def check(outcomes) -> None:
        marks = dict(ReadMark.objects.filter(conversation=on).values_list("person", "number"))
        assert marks == {one.pk: n for n, one in enumerate(people, start=1)}

    return Race([lambda: catch_up(NAME)] * AT_ONCE, check)


RACES = (
    a_conversation_joins_another_while_people_write_in_it,
    a_conversation_is_taken_apart_while_people_write_in_it,
    it_is_taken_apart_and_joined_to_another,
    two_conversations_are_joined_crosswise,
    a_whole_conversation_is_held_while_people_reply,
    what_is_held_is_released_many_times,
    different_answers_settle_it,
    an_answer_settles_it_and_is_taken_back,
    it_is_closed_while_people_reply,
    one_story_is_sent_many_times,
    the_last_two_agree_to_a_move,
    a_move_is_asked_many_times,
    an_archive_moves_in_where_people_write,
    somebody_reads_while_their_marks_are_written,
    follows_are_taken_in_by_many,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda one: one.__name__)
def test_whoever_comes_first(prepare: Callable[[], Race]) -> None:
    for _ in range(ROUNDS):
        races.run(prepare)
