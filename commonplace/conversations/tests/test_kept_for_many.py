"""A conversation that was set for one is handed to others: each gets what is theirs, at once, and no more."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Community, Membership, Space, SpaceSeat
from commonplace.communities.moderation.actions import hold, release
from commonplace.communities.standing import Standing
from commonplace.conversations import places
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person
from commonplace.ui import kept_parts

Look = Callable[..., str]


@pytest.fixture
def look() -> Look:
    """The page of a conversation as someone sees it, in a browser of their own; "" where they find nothing."""
    browsers: dict[int, Client] = {}

    def page(person: Person, conversation: Conversation, **headers: str) -> str:
        if person.pk not in browsers:
            browsers[person.pk] = Client()
            browsers[person.pk].force_login(person)
        answer = browsers[person.pk].get(f"/c/stick/conversations/{conversation.pk}/", headers=headers)
        return answer.text if answer.status_code == 200 else ""

    return page


def without_tokens(page: str) -> str:
    """A page but for what is made anew for each request."""
    return re.sub(r'name="(csrfmiddlewaretoken|idempotency_key)" value="[^"]*"', "", page)


def test_each_has_their_own_name_tools_and_token(
    asked: Conversation, answered: Post, hal: Person, tomasz: Person, rosa: Person, leila: Person, look: Look
) -> None:
    for _round in range(2):
        pages = {person: look(person, asked) for person in (hal, tomasz, rosa, leila)}
        tokens = [set(re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', page)) for page in pages.values()]
        marks = [set(re.findall(r'idempotency_key" value="([^"]+)"', page)) for page in pages.values()]
        assert all(tokens)
        assert len(set.union(*tokens)) == sum(map(len, tokens))
        assert len(set.union(*marks)) == 4
        assert f'action="/c/stick/conversations/{asked.pk}/posts#reply"' in pages[leila]
        for person, page in pages.items():
            assert page.count(f"<bdi>{person.name}</bdi>") >= 2
            assert page.count(f"<bdi>{leila.name}</bdi>") == (2 if person == leila else 0)
            assert ("posts/1/text" in page) == (person in (hal, rosa)), person
            assert ("posts/2/text" in page) == (person in (tomasz, rosa)), person
            assert ("posts/2/settlement" in page) == (person in (hal, rosa)), person
            assert (f"/hold/post/{answered.pk}" in page) == (person == rosa), person


def test_a_token_from_a_page_is_taken(asked: Conversation, leila: Person, hal: Person) -> None:
    for person in (hal, leila):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(person)
        page = browser.get(f"/c/stick/conversations/{asked.pk}/").text
        for token in set(re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', page)):
            sent = browser.post(
                f"/c/stick/conversations/{asked.pk}/posts",
                {"csrfmiddlewaretoken": token, "text": f"{person.pk} {token}", "idempotency_key": ""},
            )
            assert sent.status_code == 302
    assert asked.posts.count() > 3


def test_what_was_kept_is_what_would_be_set(
    asked: Conversation, answered: Post, hal: Person, tomasz: Person, rosa: Person, leila: Person, look: Look
) -> None:
    thank(post=answered, by=leila)
    people = (hal, tomasz, rosa, leila, hal, leila)
    for person in people:
        look(person, asked)  # what is marked as read stands still from here
    anew = []
    for person in people:
        kept_parts.parts.clear()
        anew.append(without_tokens(look(person, asked)))
    assert [without_tokens(look(person, asked)) for person in people] == anew
    assert len(set(anew)) == 4


def test_nothing_is_set_again_for_whoever_sees_the_same(
    asked: Conversation, answered: Post, leila: Person, member, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = member("Noor Haddad")
    for person in (leila, other):
        look(person, asked)
    look(leila, asked)

    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("set again")

    monkeypatch.setattr(kept_parts, "_set", refuse)
    assert other.name in look(other, asked)


def test_a_new_name_is_said_at_once_with_no_mark_moved(
    asked: Conversation, answered: Post, leila: Person, tomasz: Person, look: Look
) -> None:
    assert "Tomasz Wilk" in look(leila, asked)
    Person.objects.filter(pk=tomasz.pk).update(name="Bogdan Nowak")
    page = look(leila, asked)
    assert ("Tomasz Wilk" in page, "Bogdan Nowak" in page) == (False, True)


def test_what_is_held_is_for_its_author_and_stewards_whoever_looked_before(
    stick: Community, asked: Conversation, answered: Post, tomasz: Person, rosa: Person, leila: Person, look: Look
) -> None:
    for person in (tomasz, rosa, leila):
        assert "air valve" in look(person, asked)
    held = hold(by=rosa, kind="post", object_id=answered.pk, community=stick, why="It names a customer.")
    seen = {person.name: look(person, asked) for person in (rosa, tomasz, leila, tomasz, rosa)}
    assert "air valve" not in seen[leila.name]
    assert "names a customer" not in seen[leila.name]
    assert f"/holds/{held.pk}/appeal" in seen[tomasz.name]
    assert f"/holds/{held.pk}/release" not in seen[tomasz.name]
    assert f"/holds/{held.pk}/release" in seen[rosa.name]
    release(hold=held, by=rosa, why="It names nobody.")
    assert "air valve" in look(leila, asked)


def test_what_is_withdrawn_is_gone_at_once_and_its_author_may_return(
    asked: Conversation, answered: Post, tomasz: Person, leila: Person, look: Look
) -> None:
    assert "air valve" in look(leila, asked)
    withdraw(post=answered, by=tomasz)
    pages = {person: look(person, asked) for person in (tomasz, leila)}
    assert all("air valve" not in page for page in pages.values())
    assert ("posts/2/return" in pages[tomasz], "posts/2/return" in pages[leila]) == (True, False)


def test_a_role_that_changes_between_two_requests_changes_the_page(
    asked: Conversation, answered: Post, rosa: Person, leila: Person, look: Look
) -> None:
    tools = f"/hold/post/{answered.pk}"
    assert tools in look(rosa, asked)
    Membership.objects.filter(person=rosa).update(standing=Standing.MEMBER)
    Membership.objects.filter(person=leila).update(standing=Standing.STEWARD)
    assert (tools in look(rosa, asked), tools in look(leila, asked)) == (False, True)
    Membership.objects.filter(person=leila).update(standing=Standing.ALUMNUS)
    assert look(leila, asked) == ""


def test_a_group_is_for_those_who_sit_in_it(
    stick: Community, hal: Person, rosa: Person, leila: Person, tomasz: Person, look: Look
) -> None:
    space = Space.objects.create(community=stick, slug="few", name="Few", visibility=SpaceVisibility.GROUP)
    for person in (hal, leila, rosa):
        SpaceSeat.objects.create(space=space, person=person)
    talk = open_conversation(by=hal, space=space, kind="question", title="Among us few", text="Softly now.")
    assert "Only these can read this" in look(leila, talk)
    assert "Softly now" in look(rosa, talk)
    assert look(tomasz, talk) == ""
    SpaceSeat.objects.filter(person=leila).delete()
    assert look(leila, talk) == ""
    SpaceSeat.objects.create(space=space, person=tomasz)
    page = look(tomasz, talk)
    assert ("Softly now" in page, "Leila Haddad" in page, "Hal Brennan" in page) == (True, False, True)


def test_thanks_are_pressed_for_whoever_said_them(
    asked: Conversation, answered: Post, leila: Person, rosa: Person, look: Look
) -> None:
    for person in (leila, rosa, leila):
        look(person, asked)
    thank(post=answered, by=leila)
    pages = [look(person, asked) for person in (rosa, leila, rosa)]
    pressed = re.compile(r'posts/2/thanks"[^>]*aria-pressed="true"|aria-pressed="true"[^>]*posts/2/thanks"')
    assert [pressed.search(page) is not None for page in pages] == [False, True, False]


def test_each_reads_in_their_own_language_and_hours(
    asked: Conversation, answered: Post, leila: Person, rosa: Person, look: Look
) -> None:
    english, polish = look(leila, asked), look(rosa, asked, **{"Accept-Language": "pl"})
    assert ("Who can see this" in english, "Who can see this" in polish) == (True, False)
    assert "Who can see this" in look(rosa, asked)
    assert "Who can see this" not in look(leila, asked, **{"Accept-Language": "pl"})


def test_the_line_before_what_is_new_is_each_readers_own(
    asked: Conversation, answered: Post, leila: Person, rosa: Person, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "new_from", lambda _request, here, _one: 2 if here.person == leila else None)
    pages = [look(person, asked) for person in (leila, rosa, leila)]
    assert ['id="new"' in page for page in pages] == [True, False, True]


def test_a_page_with_all_that_may_stand_in_it_keeps_within_its_queries(
    asked: Conversation, answered: Post, leila: Person, look: Look
) -> None:
    look(leila, asked)
    with CaptureQueriesContext(connection) as first:
        look(leila, asked)
    kept_parts.parts.clear()
    with CaptureQueriesContext(connection) as anew:
        look(leila, asked)
    assert len(first) == len(anew) <= 12
