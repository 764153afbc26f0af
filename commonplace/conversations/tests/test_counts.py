"""What is kept equals what is counted, whatever people do and in whatever order."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Hold, Space
from commonplace.communities.moderation import actions as moderating
from commonplace.conversations.actions import changing, merging, reactions, settling, splitting
from commonplace.conversations.actions.counters import IsGone
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post, Settlement, Withdrawal
from commonplace.people.models import Person
from commonplace.search.models import SearchEntry

DEEDS = (
    "open",
    "reply",
    "edit",
    "withdraw",
    "restore",
    "thank",
    "unthank",
    "too",
    "untoo",
    "settle",
    "merge",
    "split",
    "hold",
    "release",
    "hold whole",
    "release whole",
)
steps = st.lists(st.tuples(st.sampled_from(DEEDS), *[st.integers(0, 5)] * 3), max_size=25)


def act(deed: str, by: Person, one: int, two: int, space: Space) -> None:
    """Do one thing to whatever the numbers point at; nothing where there is nothing to do it to."""
    if deed == "open":
        open_conversation(by=by, space=space, kind="question", title="T", text="Words")
        return
    conversations = list(Conversation.objects.filter(merged_into=None).select_related("community", "space", "author"))
    if not conversations:
        return
    here = conversations[one % len(conversations)]
    posts = list(here.posts.select_related("conversation__community", "author").order_by("number"))
    post = posts[two % len(posts)]
    if deed == "reply":
        reply(by=by, conversation=here, text=f"Reply {two}")
    elif deed == "edit":
        author = post.author
        changing.edit(by=author, post=post, text=f"Changed {two}", on_revision=post.revision)
    elif deed == "withdraw":
        changing.withdraw(by=post.author, post=post)
    elif deed == "restore":
        changing.restore(by=post.author, post=post)
    elif deed == "thank":
        reactions.thank(by=by, post=post)
    elif deed == "unthank":
        reactions.take_back_thanks(by=by, post=post)
    elif deed == "too":
        reactions.say_me_too(by=by, conversation=here)
    elif deed == "untoo":
        reactions.take_back_me_too(by=by, conversation=here)
    elif deed == "settle":
        settling.settle(by=here.author, post=post)
    elif deed in ("hold", "hold whole"):
        kind, thing = ("post", post.pk) if deed == "hold" else ("conversation", here.pk)
        steward = Person.objects.get(name="Rosa Quispe")
        moderating.hold(by=steward, kind=kind, object_id=thing, community=here.community, why="A look")
    elif deed in ("release", "release whole"):
        kind, thing = ("post", post.pk) if deed == "release" else ("conversation", here.pk)
        for hold in Hold.objects.in_force().filter(kind=kind, object_id=thing):
            moderating.release(by=Person.objects.get(name="Rosa Quispe"), hold=hold, why="It is well")
    elif deed == "split":
        splitting.split(by=Person.objects.get(name="Rosa Quispe"), post=post, title="Apart")
    else:
        merging.merge(by=by, kept=conversations[two % len(conversations)], other=here)


def check() -> None:
    withdrawn = set(Withdrawal.objects.values_list("post", flat=True))
    held = set(Hold.objects.in_force().filter(kind="post").values_list("object_id", flat=True))
    held_whole = set(Hold.objects.in_force().filter(kind="conversation").values_list("object_id", flat=True))
    for conversation in Conversation.objects.all():
        posts = list(Post.objects.filter(conversation=conversation).order_by("number"))
        if conversation.merged_into_id:
            assert (posts, conversation.post_count, conversation.me_too_count) == ([], 0, 0)
            continue
        standing = [post for post in posts if post.pk not in withdrawn]
        free = [post for post in standing if post.pk not in held]
        replies = [post.written_at for post in free if post.number > 1 and post.author_id != conversation.author_id]
        numbers = [post.number for post in posts]
        assert numbers[0] == 1
        assert numbers[-1] <= conversation.last_number
        assert all(post.conversation_id == conversation.pk for post in posts)
        assert conversation.post_count == max(len(free), min(len(standing), 1))
        assert conversation.first_reply_at == min(replies, default=None)
        assert conversation.last_post_at == max((post.written_at for post in free), default=conversation.opened_at)
        assert conversation.me_too_count == conversation.me_too.count()
        assert not conversation.me_too.filter(person=conversation.author_id).exists()
        for post in posts:
            assert post.thanks_count == post.thanks.count()
            assert post.revisions.count() == post.revision - 1
    assert not Settlement.objects.filter(post__in=withdrawn).exists()
    written = deeds_in_force().filter(verb__in=["opened", "replied"])
    standing_posts = set(Post.objects.exclude(pk__in=withdrawn).values_list("pk", "conversation"))
    seen = {(post, whole) for post, whole in standing_posts if post not in held and whole not in held_whole}
    assert {(deed.part_id, deed.what_id) for deed in written} == seen
    assert written.count() == len(seen)
    assert set(SearchEntry.objects.filter(kind="post").values_list("object_id", "parent_id")) == standing_posts
    settled = deeds_in_force().filter(verb="settled").values_list("part_id", flat=True)
    assert sorted(settled) == sorted(Settlement.objects.values_list("post", flat=True))


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=steps)
def test_kept_counts_equal_a_recount(
    drawn: list[Any], table: Space, hal: Person, tomasz: Person, rosa: Person, ines: Person
) -> None:
    people = [hal, tomasz, rosa, ines]
    with transaction.atomic():
        for deed, who, one, two in drawn:
            try:
                with transaction.atomic():
                    act(deed, people[who % 4], one, two, table)
            except (moderating.AlreadyHeld, moderating.NoSuchThing, merging.IsHeld, splitting.PartIsHeld):
                pass
            except (
                reactions.OwnWords,
                settling.NoAnswer,
                merging.Unmergeable,
                splitting.Unsplittable,
                PermissionError,
                IsGone,
            ):
                pass
        check()
        transaction.set_rollback(True)


def test_what_is_held_after_its_opening_was_taken_back_is_still_there_for_stewards(stick, table, rosa, hal, tomasz):
    talk = open_conversation(by=hal, space=table, kind="question", title="Seals", text="Where?")
    advert = reply(by=tomasz, conversation=talk, text="Buy our seals")
    changing.withdraw(by=hal, post=talk.posts.get(number=1))
    moderating.hold(by=rosa, kind="post", object_id=advert.pk, community=stick, why="An advert")
    assert Conversation.objects.visible_to(rosa).filter(pk=talk.pk).exists()
    held = Hold.objects.get(object_id=advert.pk, kind="post")
    moderating.release(by=rosa, hold=held, why="They were asked to say it")
    assert Post.objects.visible_to(hal).filter(pk=advert.pk).exists()


def test_a_reply_where_all_is_held_counts_as_one(table: Space, hal: Person, tomasz: Person, rosa: Person) -> None:
    opened = open_conversation(by=hal, space=table, kind="tip", title="T", text="Words")
    moderating.hold(by=rosa, kind="post", object_id=opened.posts.get().pk, community=opened.community, why="A look")
    reply(by=tomasz, conversation=opened, text="An answer")
    check()
