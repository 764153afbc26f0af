"""A conversation is taken apart: what goes along, what stays, where old addresses lead, and how it is undone."""

from collections.abc import Callable
from typing import Any

import pytest

from commonplace.attention.models import Follow, ReadMark
from commonplace.attention.queries import unread_in
from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation import actions as moderating
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions import changing, ending, merging, reactions, settling
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.conversations.actions.splitting import PartIsHeld, Unsplittable, split
from commonplace.conversations.models import Conversation, Outcome, Post, Settlement, Split
from commonplace.conversations.tests.typed import HERE, SignIn
from commonplace.people.models import Person
from commonplace.search.models import SearchEntry
from tests.kept import Stage

Queries = Callable[[int], Any]


@pytest.fixture
def talk(hal: Person, tomasz: Person, leila: Person, rosa: Person, table: Space, stage: Stage) -> Conversation:
    """Five posts: Hal, Tomasz, Leila (who answers Tomasz), Rosa (who answers Leila), Hal."""
    return stage.call(lambda: speak(hal, tomasz, leila, rosa, table), "five posts")


def speak(hal: Person, tomasz: Person, leila: Person, rosa: Person, table: Space) -> Conversation:
    opened = open_conversation(by=hal, space=table, kind="question", title="Valves?", topics=["valves"], text="One")
    second = reply(by=tomasz, conversation=opened, text="Two")
    third = reply(by=leila, conversation=opened, reply_to=second, text="Three")
    reply(by=rosa, conversation=opened, reply_to=third, text="Four")
    reply(by=hal, conversation=opened, text="Five")
    return opened


def said_in(conversation: Conversation) -> list[tuple[int, str]]:
    return list(conversation.posts.order_by("number").values_list("number", "source"))


def done_in(conversation: Conversation) -> list[tuple[str, str]]:
    standing = deeds_in_force().filter(what="conversation", what_id=conversation.pk, part_id__isnull=False)
    return sorted(standing.values_list("verb", "person__name"))


def at(conversation: Conversation, number: int) -> Post:
    return conversation.posts.select_related("conversation__community", "author").get(number=number)


def test_posts_from_there_on_are_a_conversation_of_their_own(talk: Conversation, rosa: Person, leila: Person) -> None:
    made = split(by=rosa, post=at(talk, 3), title="Night flow")
    talk.refresh_from_db()
    assert (said_in(talk), said_in(made)) == ([(1, "One"), (2, "Two")], [(1, "Three"), (2, "Four"), (3, "Five")])
    assert (made.title, made.author, made.space, made.kind) == ("Night flow", leila, talk.space, talk.kind)
    assert [topic.name for topic in made.topics.all()] == ["valves"]
    assert (talk.post_count, made.post_count) == (2, 3)
    assert (made.opened_at, made.first_reply_at) == (at(made, 1).written_at, at(made, 2).written_at)
    assert talk.last_post_at == at(talk, 2).written_at


def test_ledger_tells_each_of_its_own(talk: Conversation, rosa: Person) -> None:
    made = split(by=rosa, post=at(talk, 3), title="Night flow")
    assert done_in(talk) == [("opened", "Hal Brennan"), ("replied", "Tomasz Wilk")]
    assert done_in(made) == [("opened", "Leila Haddad"), ("replied", "Hal Brennan"), ("replied", "Rosa Quispe")]
    assert deeds_in_force().filter(verb="split", person=rosa, what_id=talk.pk).count() == 1


def test_search_finds_posts_where_they_stand(talk: Conversation, rosa: Person) -> None:
    made = split(by=rosa, post=at(talk, 3), title="Night flow")
    found = SearchEntry.objects.filter(kind="post", parent_id=made.pk).values_list("object_id", flat=True)
    assert set(found) == set(made.posts.values_list("pk", flat=True))
    assert SearchEntry.objects.get(object_id=at(made, 1).pk, kind="post").title == "Night flow"


def test_what_settled_it_and_what_came_of_it_go_with_their_post(talk: Conversation, rosa: Person, hal: Person) -> None:
    settling.settle(by=hal, post=at(talk, 4))
    settling.tell_outcome(by=hal, post=at(talk, 4), how="helped", text="It did")
    reactions.thank(by=hal, post=at(talk, 3))
    made = split(by=rosa, post=at(talk, 3), title="Night flow")
    assert Settlement.objects.get().conversation == made
    assert Outcome.objects.get().conversation == made
    assert at(made, 1).thanks_count == 1
    settled = deeds_in_force().get(verb="settled")
    assert (settled.what_id, settled.part_id) == (made.pk, at(made, 2).pk)


def test_what_opens_it_settles_it_no_more(talk: Conversation, rosa: Person, hal: Person) -> None:
    settling.settle(by=hal, post=at(talk, 3))
    split(by=rosa, post=at(talk, 3), title="Night flow")
    assert (Settlement.objects.count(), deeds_in_force().filter(verb="settled").count()) == (0, 0)


def test_end_and_me_too_stay(talk: Conversation, rosa: Person, tomasz: Person, hal: Person) -> None:
    reactions.say_me_too(by=tomasz, conversation=talk)
    ending.close(by=hal, conversation=talk)
    made = split(by=rosa, post=at(talk, 3), title="Night flow")
    talk.refresh_from_db()
    assert (talk.me_too_count, made.me_too_count) == (1, 0)
    assert hasattr(talk, "closure")
    assert reply(by=tomasz, conversation=made, text="Six").number == 4


def test_numbers_that_were_given_are_given_to_nothing_else(talk: Conversation, rosa: Person, hal: Person) -> None:
    split(by=rosa, post=at(talk, 3), title="Night flow")
    assert reply(by=hal, conversation=talk, text="Six").number == 6


def test_old_addresses_lead_on_however_often_it_was_taken_apart_and_joined(
    signed_in: SignIn, talk: Conversation, rosa: Person, table: Space
) -> None:
    made = split(by=rosa, post=at(talk, 3), title="Night flow")
    again = split(by=rosa, post=at(made, 3), title="Five alone")
    other = open_conversation(by=rosa, space=table, kind="tip", title="Other", text="Words")
    merging.merge(by=rosa, kept=other, other=again)
    client = signed_in(rosa)
    assert client.get(f"{HERE}{talk.pk}/?from=4")["Location"] == f"{HERE}{made.pk}/?from=2#p2"
    assert client.get(f"{HERE}{talk.pk}/posts/4/")["Location"] == f"{HERE}{made.pk}/?from=2#p2"
    for old in (f"{talk.pk}/?from=5", f"{talk.pk}/posts/5/", f"{made.pk}/?from=3", f"{again.pk}/"):
        assert client.get(f"{HERE}{old}")["Location"] == f"{HERE}{other.pk}/?from=2#p2"
    assert client.get(f"{HERE}{talk.pk}/?from=2").status_code == 200


def test_addresses_of_what_was_joined_before_lead_on(
    signed_in: SignIn, talk: Conversation, rosa: Person, table: Space
) -> None:
    other = open_conversation(by=rosa, space=table, kind="tip", title="Other", text="Words")
    reply(by=rosa, conversation=other, text="More")
    merging.merge(by=rosa, kept=talk, other=other)
    made = split(by=rosa, post=at(talk, 6), title="Other again")
    client = signed_in(rosa)
    assert client.get(f"{HERE}{other.pk}/?from=2")["Location"] == f"{HERE}{made.pk}/?from=2#p2"
    assert "joined to this conversation" not in client.get(f"{HERE}{made.pk}/").text
    assert "joined to this conversation" not in client.get(f"{HERE}{talk.pk}/").text


def test_joining_them_again_undoes_it(
    signed_in: SignIn, talk: Conversation, rosa: Person, hal: Person, table: Space
) -> None:
    settling.settle(by=hal, post=at(talk, 4))
    before = (said_in(talk), done_in(talk))
    made = split(by=rosa, post=at(talk, 3), title="Night flow")
    reply(by=hal, conversation=talk, text="Six")
    merging.merge(by=rosa, kept=talk, other=made)
    assert said_in(talk) == [*before[0], (6, "Six")]
    assert done_in(talk) == sorted([*before[1], ("replied", "Hal Brennan")])
    assert Settlement.objects.get().conversation_id == talk.pk
    assert not Split.objects.exists()
    assert signed_in(rosa).get(f"{HERE}{made.pk}/?from=2")["Location"] == f"{HERE}{talk.pk}/?from=4#p4"


def test_joined_again_after_others_wrote_there_leads_on_all_the_same(
    signed_in: SignIn, talk: Conversation, rosa: Person, hal: Person
) -> None:
    made = split(by=rosa, post=at(talk, 3), title="Night flow")
    reply(by=hal, conversation=made, text="Six")
    merging.merge(by=rosa, kept=talk, other=made)
    assert said_in(talk)[2:] == [(6, "Three"), (7, "Four"), (8, "Five"), (9, "Six")]
    assert signed_in(rosa).get(f"{HERE}{talk.pk}/?from=4")["Location"] == f"{HERE}{talk.pk}/?from=7#p7"


def test_an_archive_does_not_join_what_a_steward_took_apart(talk: Conversation, rosa: Person) -> None:
    made = split(by=rosa, post=at(talk, 3), title="Night flow")
    assert merging.join(kept=talk, other=made) is None


def test_follows_and_marks_go_along_and_come_back(
    talk: Conversation, rosa: Person, tomasz: Person, leila: Person
) -> None:
    Follow.objects.create(person=tomasz, conversation=talk)
    for person, number in ((tomasz, 4), (leila, 1)):
        ReadMark.objects.create(person=person, conversation=talk, number=number)
    made = split(by=rosa, post=at(talk, 3), title="Night flow")
    assert set(Follow.objects.values_list("person", "conversation")) == {(tomasz.pk, talk.pk), (tomasz.pk, made.pk)}
    both = [talk.pk, made.pk]
    told = {person: {pk: one.count for pk, one in unread_in(person, both).items()} for person in (tomasz, leila)}
    assert told == {tomasz: {made.pk: 1}, leila: {talk.pk: 1, made.pk: 2}}
    merging.merge(by=rosa, kept=talk, other=made)
    assert {pk: one.count for pk, one in unread_in(tomasz, [talk.pk]).items()} == {talk.pk: 1}


def test_whom_a_post_answers_is_told_where_both_stand(
    signed_in: SignIn, talk: Conversation, rosa: Person, tomasz: Person, django_assert_max_num_queries: Queries
) -> None:
    reply(by=tomasz, conversation=talk, reply_to=at(talk, 4), text="Six")
    made = split(by=rosa, post=at(talk, 3), title="Night flow")
    client = signed_in(rosa)
    with django_assert_max_num_queries(12):
        page = client.get(f"{HERE}{made.pk}/").text
    # Leila answered number 2, which is Rosa's here and stayed behind there.
    assert page.count("in reply to") == page.count("in reply to Rosa Quispe") == 1
    assert f'href="{HERE}{talk.pk}/">Valves?</a>' in page
    with django_assert_max_num_queries(12):
        page = client.get(f"{HERE}{talk.pk}/").text
    assert f'href="{HERE}{made.pk}/">Night flow</a>' in page


def test_title_of_what_moved_where_one_may_not_read_is_not_told(
    signed_in: SignIn, stick: Community, talk: Conversation, rosa: Person, ines: Person, tomasz: Person
) -> None:
    made = split(by=rosa, post=at(talk, 3), title="Between us")
    group = open_space(community=stick, slug="two", name="Two", visibility=SpaceVisibility.GROUP, seats=[rosa, ines])
    Conversation.objects.filter(pk=made.pk).update(space=group)
    client = signed_in(tomasz)
    assert "Between us" not in client.get(f"{HERE}{talk.pk}/").text
    led = client.get(f"{HERE}{talk.pk}/?from=4")
    assert (led.status_code, "Between us" in led.text) == (200, False)
    assert client.get(f"{HERE}{talk.pk}/posts/4/").status_code == 404


def test_pages_of_a_long_one_end_where_its_posts_end(
    signed_in: SignIn, table: Space, hal: Person, rosa: Person
) -> None:
    long = open_conversation(by=hal, space=table, kind="question", title="Long?", text="0")
    for n in range(119):
        reply(by=hal, conversation=long, text=f"{n}")
    split(by=rosa, post=at(long, 51), title="Rest")
    client = signed_in(rosa)
    page = client.get(f"{HERE}{long.pk}/").text
    assert (page.count("<article"), "Later posts" in page) == (50, False)
    reply(by=hal, conversation=long, text="On")
    page = client.get(f"{HERE}{long.pk}/").text
    assert f"{HERE}{long.pk}/?from=121#p121" in page
    assert 'id="p121"' in client.get(f"{HERE}{long.pk}/?from=121").text


def test_stewards_alone_take_apart(talk: Conversation, hal: Person, stranger: Person) -> None:
    for person in (hal, stranger):
        with pytest.raises(NotTheirs):
            split(by=person, post=at(talk, 3), title="Mine")


def test_opening_what_was_taken_back_and_what_is_held_open_nothing(
    talk: Conversation, stick: Community, rosa: Person, leila: Person, hal: Person
) -> None:
    with pytest.raises(Unsplittable):
        split(by=rosa, post=at(talk, 1), title="All")
    changing.withdraw(by=leila, post=at(talk, 3))
    with pytest.raises(Unsplittable):
        split(by=rosa, post=at(talk, 3), title="Gone")
    moderating.hold(by=rosa, kind="post", object_id=at(talk, 4).pk, community=stick, why="Look")
    with pytest.raises(PartIsHeld):
        split(by=rosa, post=at(talk, 4), title="Held")
    moderating.hold(by=rosa, kind="conversation", object_id=talk.pk, community=stick, why="Look")
    with pytest.raises(PartIsHeld):
        split(by=rosa, post=at(talk, 5), title="Held")


def test_by_form_without_script_and_sent_twice_it_is_once(
    signed_in: SignIn, talk: Conversation, rosa: Person, hal: Person
) -> None:
    client = signed_in(rosa)
    form = f"{HERE}{talk.pk}/posts/3/division"
    assert f'href="{form}"' in client.get(f"{HERE}{talk.pk}/").text
    page = client.get(form).text
    assert ("Leila Haddad" in page, "Three" in page, "2 posts follow it." in page) == (True, True, True)
    assert client.post(form, {"title": ""}).status_code == 422
    sent = client.post(form, {"title": "Night flow"})
    made = Conversation.objects.get(title="Night flow")
    assert sent["Location"] == f"{HERE}{made.pk}/"
    assert client.post(form, {"title": "Night flow"})["Location"] == f"{HERE}{made.pk}/?from=1#p1"
    assert Conversation.objects.filter(title="Night flow").count() == 1
    client.force_login(hal)
    assert client.get(f"{HERE}{talk.pk}/posts/2/division").status_code == 403
    assert "/division" not in client.get(f"{HERE}{talk.pk}/").text


def test_reply_to_what_was_taken_out_meanwhile_is_kept(
    signed_in: SignIn, talk: Conversation, rosa: Person, hal: Person
) -> None:
    split(by=rosa, post=at(talk, 3), title="Night flow")
    sent = signed_in(hal).post(f"{HERE}{talk.pk}/posts", {"text": "Written before", "reply_to": "4"})
    assert sent["Location"] == f"{HERE}{talk.pk}/?from=6#p6"
