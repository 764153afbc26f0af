"""Whoever decides by looking first holds what they looked at: replies, edits, thanks, drafts and files."""

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from commonplace.communities.models import Deed
from commonplace.communities.moderation import actions as moderating
from commonplace.conversations.actions import changing, drafting, merging, reactions
from commonplace.conversations.actions.counters import IsGone
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Draft, MeToo, Post, Revision, Thanks
from commonplace.files.actions import keep_bytes
from commonplace.files.models import StoredFile
from commonplace.house import counts
from commonplace.search.models import SearchEntry
from tests import races
from tests.crowds import community, counted_right, posts_of, standing_deeds_of, talk
from tests.races import AT_ONCE, ROUNDS, Race, refused

pytestmark = pytest.mark.usefixtures("shared")


def everybody_replies_while_one_takes_it_back_and_one_is_held() -> Race:
    here, people = community(members=5)
    on = talk(people[0], here, people[1], people[2])
    _, mine, held = posts_of(on)
    doers = [lambda one=one: reply(by=one, conversation=on, text="Now.") for one in people[1:4]]
    doers += [lambda: changing.withdraw(by=people[1], post=mine)]
    doers += [lambda: moderating.hold(by=people[0], kind="post", object_id=held.pk, community=here, why="Look")]
    doers += [lambda: counting(on)] * 2

    def check(outcomes) -> None:
        counted_right(on)
        assert standing_deeds_of("replied", on) == 3

    return Race(doers, check)


def counting(conversation: Conversation) -> None:
    (kept,) = [one for one in counts.KEPT if "me too" in one.words]
    kept.mend([conversation.pk])


def everybody_takes_back_all_they_wrote() -> Race:
    here, people = community(members=3)
    on = talk(people[0], here, *people[1:])
    doers = [lambda one=one: changing.withdraw(by=one.author, post=one) for one in posts_of(on)]
    return Race(
        [*doers, lambda: reply(by=people[1], conversation=on, text="Still?")], lambda _: counted_right(on), (IsGone,)
    )


def one_post_is_taken_back_many_times() -> Race:
    here, people = community(members=1)
    on = talk(people[0], here, people[1])
    post = posts_of(on)[1]

    def check(outcomes) -> None:
        counted_right(on)
        assert Deed.objects.filter(verb="replied", part_id=post.pk, reverses__isnull=False).count() == 1

    return Race([lambda: changing.withdraw(by=people[1], post=posts_of(on)[1])] * AT_ONCE, check)


def one_post_is_given_again_many_times() -> Race:
    here, people = community(members=1)
    on = talk(people[0], here, people[1])
    changing.withdraw(by=people[1], post=posts_of(on)[1])

    def check(outcomes) -> None:
        counted_right(on)
        assert standing_deeds_of("replied", on) == 1

    return Race([lambda: changing.restore(by=people[1], post=posts_of(on)[1])] * AT_ONCE, check)


def words_are_changed_and_taken_back() -> Race:
    here, people = community(members=1)
    on = talk(people[0], here, people[1])
    post = posts_of(on)[1]

    def check(outcomes) -> None:
        assert not SearchEntry.objects.filter(kind="post", object_id=post.pk).exists()
        counted_right(on)

    edit = lambda: changing.edit(by=people[1], post=posts_of(on)[1], text="Other words", on_revision=1)  # noqa: E731
    return Race([edit, edit, lambda: changing.withdraw(by=people[1], post=post)], check, (changing.EditedMeanwhile,))


def one_post_is_changed_many_times() -> Race:
    here, people = community()
    on = talk(people[0], here)

    def edit(n: int) -> object:
        return changing.edit(by=people[0], post=posts_of(on)[0], text=f"Words {n}", on_revision=1)

    def check(outcomes) -> None:
        assert (refused(outcomes), Revision.objects.filter(post__conversation=on).count()) == (AT_ONCE - 1, 1)

    return Race([lambda n=n: edit(n) for n in range(AT_ONCE)], check, (changing.EditedMeanwhile,))


def thanks_are_said_and_taken_back() -> Race:
    here, people = community(members=4)
    on = talk(people[0], here)
    post = posts_of(on)[0]
    reactions.thank(by=people[4], post=post)
    doers = [lambda one=one: reactions.thank(by=one, post=post) for one in people[1:4]]
    doers += [lambda: reactions.thank(by=people[1], post=post)]
    doers += [lambda: reactions.take_back_thanks(by=people[4], post=post)] * 2

    def check(outcomes) -> None:
        counted_right(on)
        assert standing_deeds_of("thanked", on) == Thanks.objects.filter(post=post).count() == 3

    return Race(doers, check)


def had_too_is_said_while_it_joins_another() -> Race:
    here, people = community(members=4)
    kept, other = talk(people[0], here), talk(people[0], here)
    reactions.say_me_too(by=people[4], conversation=other)
    doers = [lambda one=one: reactions.say_me_too(by=one, conversation=other) for one in people[1:4]]
    doers += [lambda: reactions.take_back_me_too(by=people[4], conversation=other)]
    doers += [lambda: merging.merge(by=people[0], kept=kept, other=other)]

    def check(outcomes) -> None:
        counted_right(kept, other)
        assert MeToo.objects.filter(conversation=kept).count() == 3

    return Race(doers, check)


def one_form_is_sent_many_times() -> Race:
    here, people = community(members=1)
    on = talk(people[0], here)
    again = lambda: open_conversation(  # noqa: E731
        by=people[1], space=here.spaces.get(), kind="question", title="Once?", text="Once", idempotency_key="form-1"
    )

    def check(outcomes) -> None:
        assert Conversation.objects.filter(author=people[1]).count() == 1
        assert Post.objects.filter(author=people[1], idempotency_key="form-2").count() == 1
        counted_right(on)

    twice = lambda: reply(by=people[1], conversation=on, text="Once.", idempotency_key="form-2")  # noqa: E731
    return Race([again, again, again, twice, twice, twice], check)


def more_drafts_than_one_keeps() -> Race:
    here, people = community()
    Draft.objects.bulk_create(
        Draft(person=people[0], community=here, place=f"edit:{n}", words={"text": "w"})
        for n in range(drafting.MAX_DRAFTS - 2)
    )

    def keep(n: int) -> object:
        return drafting.keep_draft(by=people[0], community=here, place=f"reply:{n}", words={"text": "Words"})

    def check(outcomes) -> None:
        assert (Draft.objects.filter(person=people[0]).count(), refused(outcomes)) == (drafting.MAX_DRAFTS, AT_ONCE - 2)

    return Race([lambda n=n: keep(n) for n in range(AT_ONCE)], check, (drafting.TooManyDrafts,))


def one_letters_file_is_kept_by_many() -> Race:
    data = ContentFile(f"what we heard {timezone.now()}".encode()).read()

    def check(outcomes) -> None:
        assert StoredFile.objects.filter(name="notes.txt", pk__in=[one.pk for one in outcomes]).count() == 1

    return Race([lambda: keep_bytes(name="notes.txt", data=data, idempotency_key="a letter")] * AT_ONCE, check)


def several_are_held_by_two_stewards_while_people_reply() -> Race:
    here, people = community(stewards=2, members=2)
    one, two = (talk(people[2], here, people[3], people[3]) for _ in range(2))
    things = [("post", post.pk) for post in (*posts_of(one)[1:], *posts_of(two)[1:])]

    def hold(steward, order: int) -> int:
        return len(moderating.hold_several(by=steward, community=here, things=things[::order], why="Look"))

    doers = [lambda: hold(people[0], 1), lambda: hold(people[1], -1), lambda: hold(people[1], 1)]
    doers += [lambda on=on: len([reply(by=people[2], conversation=on, text="Now.")]) - 1 for on in (one, two)]

    def check(outcomes) -> None:
        assert sum(outcomes) == len(things) == Deed.objects.filter(community=here, verb="held").count()
        counted_right(one)
        counted_right(two)

    return Race(doers, check)


RACES = (
    several_are_held_by_two_stewards_while_people_reply,
    everybody_replies_while_one_takes_it_back_and_one_is_held,
    everybody_takes_back_all_they_wrote,
    one_post_is_taken_back_many_times,
    one_post_is_given_again_many_times,
    words_are_changed_and_taken_back,
    one_post_is_changed_many_times,
    thanks_are_said_and_taken_back,
    had_too_is_said_while_it_joins_another,
    one_form_is_sent_many_times,
    more_drafts_than_one_keeps,
    one_letters_file_is_kept_by_many,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda one: one.__name__)
def test_whoever_comes_first(prepare: Callable[[], Race]) -> None:
    for _ in range(ROUNDS):
        races.run(prepare)
