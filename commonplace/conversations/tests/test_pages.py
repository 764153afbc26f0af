"""The pages: who sees what, at what cost, and what a member may do on them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from commonplace.communities.doors import Visibility
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions import changing, reactions, settling
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.tests.typed import HERE, SignIn
from commonplace.people.models import Person

Queries = Callable[[int], Any]


@pytest.fixture
def public(stick: Community) -> Community:
    """The Listening Stick with its doors open."""
    Community.objects.filter(pk=stick.pk).update(visibility=Visibility.PUBLIC)
    stick.refresh_from_db()
    return stick


@pytest.fixture
def long(window: Space, hal: Person, tomasz: Person, now: Any) -> Conversation:
    """A conversation of 301 posts that anyone can read."""
    opened = open_conversation(by=hal, space=window, kind="discussion", title="A long one", text="Begin anywhere.")
    said = [Arrival(author=tomasz, at=now, source=f"Post {n}", into=opened) for n in range(2, 302)]
    import_posts(space=window, arrivals=said, origin="test")
    opened.refresh_from_db()
    return opened


def busy(asked: Conversation, people: list[Person]) -> None:
    """Everything that may happen in a conversation happens."""
    for n in range(20):
        reply(by=people[n % len(people)], conversation=asked, text=f"Answer {n}")
    answer = asked.posts.select_related("conversation__community", "author").get(number=3)
    settling.settle(by=asked.author, post=answer)
    for person in people:
        reactions.amplify(by=person, conversation=asked, why="It happens everywhere.")
        settling.tell_outcome(by=person, post=answer, how="helped", text=f"It did for {person}.")


def test_list_shows_what_one_may_read(
    signed_in: SignIn, leila: Person, hal: Person, asked: Conversation, circle: Space, ines: Person
) -> None:
    open_conversation(by=ines, space=circle, kind="tip", title="For the two of us", text="Words")
    page = signed_in(leila).get(HERE)
    assert [row.title for row in page.context["rows"]] == ["A valve that sings at night"]


@pytest.mark.parametrize("show", ["", "?show=waiting", "?show=mine", "?kind=experience", "?space=table"])
def test_list_narrows(signed_in: SignIn, hal: Person, asked: Conversation, show: str) -> None:
    assert [row.title for row in signed_in(hal).get(HERE + show).context["rows"]] == [asked.title]


@pytest.mark.parametrize("show", ["?show=mine", "?kind=tip", "?space=nowhere&kind=offer"])
def test_list_of_nothing_says_how_one_begins(signed_in: SignIn, leila: Person, asked: Conversation, show: str) -> None:
    page = signed_in(leila).get(HERE + show)
    assert (page.context["rows"], b'class="empty"' in page.content) == ([], True)


def test_answered_question_waits_no_more(signed_in: SignIn, hal: Person, answered: Post) -> None:
    assert signed_in(hal).get(HERE + "?show=waiting").context["rows"] == []


def test_list_costs_the_same_however_long(
    signed_in: SignIn, rosa: Person, hal: Person, table: Space, django_assert_max_num_queries: Queries
) -> None:
    for n in range(40):
        open_conversation(by=hal, space=table, kind="tip", title=f"Tip {n}", text="Words", topics=[f"topic {n}"])
    client = signed_in(rosa)
    with django_assert_max_num_queries(12):
        page = client.get(HERE)
    assert len(page.context["rows"]) == 30
    with django_assert_max_num_queries(12):
        rest = client.get(f"{HERE}?after={page.context['page'].older}")
    assert len(rest.context["rows"]) == 10


@pytest.mark.parametrize(("kind", "is_said"), [("experience", True), ("visit", False), ("idea", False)])
def test_only_what_befalls_people_is_had_too(
    signed_in: SignIn, hal: Person, leila: Person, table: Space, kind: str, is_said: bool
) -> None:
    opened = open_conversation(by=hal, space=table, kind=kind, title="To the works", text="On a Thursday.")
    reactions.say_me_too(by=leila, conversation=opened)
    browser = signed_in(leila)
    assert ("1 person has had this too" in browser.get(HERE).content.decode()) is is_said
    assert ("I have had this too" in browser.get(f"{HERE}{opened.pk}/").content.decode()) is is_said


def test_nobody_tells_themselves_that_they_used_it(
    signed_in: SignIn, hal: Person, tomasz: Person, answered: Post
) -> None:
    page = f"{HERE}{answered.conversation_id}/"
    assert "I used this" in signed_in(hal).get(page).content.decode()
    assert "I used this" not in signed_in(tomasz).get(page).content.decode()
    settling.settle(by=hal, post=answered)
    assert "I used this" not in signed_in(tomasz).get(page).content.decode()


def test_an_opening_that_says_its_title_says_it_once(signed_in: SignIn, hal: Person, table: Space) -> None:
    line = "Can one hear a leak & tell how old it is?"
    opened = open_conversation(by=hal, space=table, kind="experience", title=line, text=line)
    leaf = signed_in(hal).get(f"{HERE}{opened.pk}/").content.decode().split("<h1")[1]
    assert leaf.count("tell how old it is") == 1


def test_topic_page_lists_what_is_filed_there(
    signed_in: SignIn, leila: Person, asked: Conversation, django_assert_max_num_queries: Queries
) -> None:
    client = signed_in(leila)
    with django_assert_max_num_queries(12):
        page = client.get("/c/stick/topics/valves")
    assert [row.title for row in page.context["rows"]] == [asked.title]
    assert client.get("/c/stick/topics/nothing").status_code == 404


def test_conversation_page_holds_the_words(signed_in: SignIn, leila: Person, answered: Post) -> None:
    page = signed_in(leila).get(f"{HERE}{answered.conversation_id}/").content.decode()
    assert "<strong>air valve</strong>" in page
    assert "A valve that sings at night" in page
    assert 'id="reply"' in page


def test_busy_conversation_costs_at_most_twelve_queries(
    signed_in: SignIn,
    asked: Conversation,
    rosa: Person,
    tomasz: Person,
    leila: Person,
    django_assert_max_num_queries: Queries,
) -> None:
    busy(asked, [rosa, tomasz, leila])
    client = signed_in(rosa)
    client.get(f"{HERE}{asked.pk}/")
    with django_assert_max_num_queries(12):
        page = client.get(f"{HERE}{asked.pk}/")
    assert page.content.count(b"<article") == 21


def test_stranger_finds_nothing_where_members_talk(client: Client, public: Community, asked: Conversation) -> None:
    assert client.get(f"{HERE}{asked.pk}/").status_code == 404
    assert [row.title for row in client.get(HERE).context["rows"]] == []


@pytest.mark.parametrize(
    ("joining", "says", "says_not"),
    [
        ("request", "Ask to join", "invites them"),
        ("open", "Come in", "Ask to join"),
        ("invitation", "People come in when a member invites them.", "Ask to join"),
    ],
)
def test_stranger_hears_how_one_comes_to_write(
    client: Client, public: Community, long: Conversation, joining: str, says: str, says_not: str
) -> None:
    Community.objects.filter(pk=public.pk).update(joining=joining)
    foot = client.get(f"{HERE}{long.pk}/").content.decode().split("Members write here; anyone can read this.")[1]
    foot = foot.split("</p>")[0]
    assert says in foot
    assert says_not not in foot


def test_guest_page_carries_no_token_and_few_queries(
    client: Client, public: Community, long: Conversation, django_assert_max_num_queries: Queries
) -> None:
    with django_assert_max_num_queries(5):
        page = client.get(f"{HERE}{long.pk}/")
    assert b"csrfmiddlewaretoken" not in page.content
    assert "csrftoken" not in page.cookies
    assert page.content.count(b"<article") == 50


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("", 1, 50), ("7", 1, 50), ("77", 77, 126), ("300", 252, 301), ("-1", 1, 50), ("9" * 30, 1, 50)],
)
def test_long_conversation_opens_at_a_number(
    client: Client, public: Community, long: Conversation, wanted: str, first: int, last: int
) -> None:
    page = client.get(f"{HERE}{long.pk}/?from={wanted}")
    numbers = [post.number for post in page.context["thread"].posts]
    assert (numbers[0], numbers[-1]) == (first, last)


def test_held_post_is_for_its_author_and_stewards(
    client: Client, rosa: Person, tomasz: Person, leila: Person, answered: Post
) -> None:
    hold(by=rosa, kind="post", object_id=answered.pk, community=answered.conversation.community, why="a street name")
    seen = {}
    for person in (rosa, tomasz, leila):
        client.force_login(person)
        seen[person.name] = b"air valve" in client.get(f"{HERE}{answered.conversation_id}/").content
    assert seen == {rosa.name: True, tomasz.name: True, leila.name: False}


def test_withdrawn_words_are_gone_at_once(signed_in: SignIn, tomasz: Person, leila: Person, answered: Post) -> None:
    client = signed_in(tomasz)
    said = client.post(f"{HERE}{answered.conversation_id}/posts/2/withdrawal", follow=True).content.decode()
    assert "air valve" not in said
    assert "Taken back by its author" in said
    undo = f"{HERE}{answered.conversation_id}/posts/2/return"
    assert undo in said
    client.post(undo)
    client.force_login(leila)
    assert b"air valve" in client.get(f"{HERE}{answered.conversation_id}/").content


def test_others_words_are_not_withdrawn(signed_in: SignIn, leila: Person, answered: Post) -> None:
    client = signed_in(leila)
    assert client.post(f"{HERE}{answered.conversation_id}/posts/2/withdrawal").status_code == 404
    assert client.get(f"{HERE}{answered.conversation_id}/posts/2/text").status_code == 403


def test_conversation_withdrawn_whole_leads_back_to_the_list(
    signed_in: SignIn, hal: Person, asked: Conversation
) -> None:
    client = signed_in(hal)
    page = client.post(f"{HERE}{asked.pk}/posts/1/withdrawal")
    assert page["Location"] == HERE
    assert client.get(f"{HERE}{asked.pk}/").status_code == 404
    client.post(f"{HERE}{asked.pk}/posts/1/return")
    assert client.get(f"{HERE}{asked.pk}/").status_code == 200


def test_history_shows_what_changed(signed_in: SignIn, leila: Person, tomasz: Person, answered: Post) -> None:
    changing.edit(by=tomasz, post=answered, text="We had one. It was the check valve uphill.", on_revision=1)
    page = signed_in(leila).get(f"{HERE}{answered.conversation_id}/posts/2/history").content.decode()
    assert "<del>" in page
    assert "<ins>" in page


EMPTY_MARGIN = b'<aside class="margin" aria-label="In the margin"></aside>'


def test_what_has_nothing_to_show_is_quite_empty(signed_in: SignIn, hal: Person, answered: Post) -> None:
    """The style sheets put away what is empty, and for them a space is something."""
    client = signed_in(hal)
    assert EMPTY_MARGIN in client.get(f"{HERE}{answered.conversation_id}/posts/1/history").content
    assert re.search(rb'<div id="similar"[^>]*></div>', client.get(f"{HERE}new").content)
    assert client.get(f"{HERE}similar?title=nothing+of+the+kind").content == b""


def described(page: str) -> list[str]:
    return re.findall('<meta name="description" content="([^"]*)"', page)


def test_words_taken_back_are_in_no_description_for_search_engines(
    client: Client, public: Community, long: Conversation, hal: Person
) -> None:
    assert described(client.get(f"{HERE}{long.pk}/").text) == ["Begin anywhere."]
    changing.withdraw(post=long.posts.get(number=1), by=hal)
    page = client.get(f"{HERE}{long.pk}/").text
    assert ("Begin anywhere." in page, described(page)) == (False, [])
