"""Whoever decides by looking first holds what they looked at: replies, thanks, mergers, moves, drafts and persons."""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.db.models import Max
from django.utils import timezone

from commonplace.attention.actions.reading import mark_all, mark_read
from commonplace.attention.models import ReadMark
from commonplace.attention.queries import NAME
from commonplace.communities.actions import membership, moderating
from commonplace.communities.actions.founding import open_space
from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Community, Deed, Hold
from commonplace.communities.readers import catch_up
from commonplace.conversations.actions import changing, drafting, ending, merging, moving, reactions, settling
from commonplace.conversations.actions.counters import IsClosed, IsGone
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import (
    Conversation,
    Draft,
    MeToo,
    Outcome,
    Post,
    Revision,
    Settlement,
    Thanks,
    Withdrawal,
)
from commonplace.files.actions import keep_bytes
from commonplace.files.models import StoredFile
from commonplace.house import counts
from commonplace.letters.models import Letter
from commonplace.people.actions import claiming
from commonplace.people.actions.profile import AddressTaken, Belonging, belong, register
from commonplace.people.actions.remembering import Remembered, remember
from commonplace.people.merging import NotMergeable, merge
from commonplace.people.models import Claim, Merger, Person
from commonplace.search.models import SearchEntry
from tests import races
from tests.races import Race, refused
from tests.test_races_in_communities import community

AT_ONCE, ROUNDS = 5, 3


@pytest.fixture(autouse=True)
def shared(transactional_db, tmp_path):
    end = races.share(tmp_path / "shared.sqlite3")
    yield
    end()


def talk(by: Person, here: Community, *replies: Person, title: str = "Weir?", text: str = "Words") -> Conversation:
    opened = open_conversation(by=by, space=here.spaces.get(slug="table"), kind="question", title=title, text=text)
    for one in replies:
        reply(by=one, conversation=opened, text="I heard it.")
    return opened


def posts_of(conversation: Conversation) -> list[Post]:
    return list(conversation.posts.select_related("conversation__community", "author").order_by("number"))


def counted_right(*conversations: Conversation) -> None:
    """By hand, and by what the doctor looks at: every kept number of the house."""
    for pk in (one.pk for one in conversations):
        now = Conversation.objects.get(pk=pk)
        held = set(Hold.objects.in_force().filter(kind="post").values_list("object_id", flat=True))
        rows = [one for one in posts_of(now) if not Withdrawal.objects.filter(post=one).exists()]
        free = [one for one in rows if one.pk not in held]
        assert now.post_count == max(len(free), min(len(rows), 1))
        assert now.me_too_count == MeToo.objects.filter(conversation=pk).count()
        assert (now.posts.aggregate(last=Max("number"))["last"] or 0) <= now.last_number
        others = [one.written_at for one in free if one.number > 1 and one.author_id != now.author_id]
        assert now.merged_into_id or now.first_reply_at == min(others, default=None)
        for post in rows:
            assert post.thanks_count == Thanks.objects.filter(post=post).count()
    assert [number for _, number in counts.off(now=timezone.now())] == [0] * len(counts.KEPT)


def standing_deeds_of(verb: str, conversation: Conversation) -> int:
    return deeds_in_force().filter(verb=verb, what="conversation", what_id=conversation.pk).count()


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


def name_of_an_archive(here: Community) -> Person:
    past = timezone.now() - timedelta(days=900)
    (made,) = remember(people=[Remembered(name="Old Hand", at=past, addresses=(f"old{here.pk}@example.org",))])
    membership.admit(person=made, community=here, origin="archive")
    return made


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


def one_letters_file_is_kept_by_many() -> Race:
    data = ContentFile(f"what we heard {timezone.now()}".encode()).read()

    def check(outcomes) -> None:
        assert StoredFile.objects.filter(name="notes.txt", pk__in=[one.pk for one in outcomes]).count() == 1

    return Race([lambda: keep_bytes(name="notes.txt", data=data, idempotency_key="a letter")] * AT_ONCE, check)


RACES = (
    everybody_replies_while_one_takes_it_back_and_one_is_held,
    everybody_takes_back_all_they_wrote,
    one_post_is_taken_back_many_times,
    one_post_is_given_again_many_times,
    words_are_changed_and_taken_back,
    one_post_is_changed_many_times,
    thanks_are_said_and_taken_back,
    had_too_is_said_while_it_joins_another,
    a_conversation_joins_another_while_people_write_in_it,
    two_conversations_are_joined_crosswise,
    a_whole_conversation_is_held_while_people_reply,
    what_is_held_is_released_many_times,
    different_answers_settle_it,
    an_answer_settles_it_and_is_taken_back,
    it_is_closed_while_people_reply,
    one_story_is_sent_many_times,
    the_last_two_agree_to_a_move,
    a_move_is_asked_many_times,
    one_form_is_sent_many_times,
    more_drafts_than_one_keeps,
    an_archive_moves_in_where_people_write,
    one_name_becomes_two_people,
    a_name_becomes_somebody_while_people_answer_it,
    a_code_is_sent_many_times,
    a_code_is_guessed_at_many_times,
    a_claim_is_answered_by_everyone,
    one_address_registers_many_times,
    someone_says_where_they_belong_many_times,
    somebody_reads_while_their_marks_are_written,
    follows_are_taken_in_by_many,
    one_letters_file_is_kept_by_many,
)


@pytest.mark.parametrize("prepare", RACES, ids=lambda one: one.__name__)
def test_whoever_comes_first(prepare: Callable[[], Race]) -> None:
    for _ in range(ROUNDS):
        races.run(prepare)
