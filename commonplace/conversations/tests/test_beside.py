"""The margin of a conversation: whom one might ask, what is filed beside it, what was settled last; or nothing."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client

from commonplace.communities.doors import Visibility
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions import settling
from commonplace.conversations.actions.changing import refile
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.splitting import split
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.beside import LATEST
from commonplace.conversations.tests.typed import HERE, SignIn
from commonplace.people.models import Person

Queries = Callable[[int], Any]


def section(page: str, name: str) -> str:
    found = re.search(rf'<section class="note" id="{name}">.*?</section>', page, re.S)
    return found[0] if found else ""


def titles(page: str, name: str) -> list[str]:
    named = re.findall(r'<a [^>]*href="[^"]*"[^>]*>(?:<[^>]*>)*([^<]+)', section(page, name))
    return [one.strip() for one in named]


def says(person: Person, about: str) -> None:
    Person.objects.filter(pk=person.pk).update(ask_about=about)


def begin(space: Space, by: Person, title: str, *topics: str, **more: Any) -> Conversation:
    return open_conversation(by=by, space=space, kind="question", title=title, text="Where?", topics=topics, **more)


def test_whoever_says_so_might_be_asked(
    signed_in: SignIn, asked: Conversation, leila: Person, tomasz: Person, rosa: Person, hal: Person
) -> None:
    says(tomasz, "Air valves and Valves that sing")
    says(rosa, "revalvesation")
    says(leila, "valves")
    says(hal, "valves")
    page = signed_in(leila).get(f"{HERE}{asked.pk}/").text
    assert titles(page, "who-may-know") == [tomasz.name], "neither oneself nor who asks, and words are whole"
    says(tomasz, "bread and butter and what is between them, " * 5 + "and valves")
    assert titles(signed_in(leila).get(f"{HERE}{asked.pk}/").text, "who-may-know") == [tomasz.name]
    says(tomasz, "bread")
    assert section(signed_in(leila).get(f"{HERE}{asked.pk}/").text, "who-may-know") == ""


def test_accents_and_case_are_no_matter(
    signed_in: SignIn, table: Space, hal: Person, leila: Person, rosa: Person
) -> None:
    says(rosa, "Żeliwo i ołów")
    talk = begin(table, hal, "Pipes", "żeliwo")
    assert titles(signed_in(leila).get(f"{HERE}{talk.pk}/").text, "who-may-know") == [rosa.name]


def test_nobody_is_pointed_at_without_need(
    client: Client, stick: Community, window: Space, hal: Person, tomasz: Person, leila: Person
) -> None:
    says(tomasz, "valves")
    Community.objects.filter(pk=stick.pk).update(visibility=Visibility.PUBLIC)
    talk = begin(window, hal, "Open", "valves")
    there = f"{HERE}{talk.pk}/"
    assert section(client.get(there).text, "who-may-know") == "", "guests learn of nobody"
    client.force_login(leila)
    assert titles(client.get(there).text, "who-may-know") == [tomasz.name]
    settling.settle(by=hal, post=reply(by=leila, conversation=talk, text="There."))
    assert section(client.get(there).text, "who-may-know") == "", "it is settled"


def test_who_asked_for_no_nudges_is_not_named(
    signed_in: SignIn, asked: Conversation, leila: Person, tomasz: Person
) -> None:
    says(tomasz, "valves")
    Membership.objects.filter(person=tomasz).update(pace=Membership.Pace.FOLLOW)
    assert section(signed_in(leila).get(f"{HERE}{asked.pk}/").text, "who-may-know") == ""


def test_who_left_is_asked_nothing(signed_in: SignIn, asked: Conversation, leila: Person, tomasz: Person) -> None:
    says(tomasz, "valves")
    leave(person=tomasz, community=asked.community)
    assert section(signed_in(leila).get(f"{HERE}{asked.pk}/").text, "who-may-know") == ""


def test_what_is_filed_beside_it_and_what_was_settled_last(
    signed_in: SignIn, table: Space, asked: Conversation, hal: Person, tomasz: Person, leila: Person, now: Any
) -> None:
    for n in range(4):
        begin(table, tomasz, f"Open {n}", "valves", at=now - timedelta(days=9 - n))
    begin(table, tomasz, "Of bread", "bread")
    for n in range(3):
        talk = begin(table, hal, f"Settled {n}", "valves", at=now - timedelta(days=90))
        answer = reply(by=tomasz, conversation=talk, text="There.", at=now - timedelta(days=80))
        settling.settle(by=hal, post=answer, at=now - timedelta(days=70 + n))
    page = signed_in(leila).get(f"{HERE}{asked.pk}/").text
    assert titles(page, "beside") == ["Open 3", "Open 2", "Open 1"]
    assert titles(page, "settled") == ["Settled 0", "Settled 1"]


def test_nothing_is_beside_it_that_one_may_not_read(
    client: Client,
    stick: Community,
    window: Space,
    table: Space,
    circle: Space,
    ines: Person,
    rosa: Person,
    hal: Person,
    leila: Person,
) -> None:
    Community.objects.filter(pk=stick.pk).update(visibility=Visibility.PUBLIC)
    talk = begin(window, hal, "For all", "valves")
    begin(circle, ines, "For us two", "valves")
    begin(table, hal, "For members", "valves")
    held = begin(window, hal, "Held back", "valves")
    hold(by=rosa, kind="conversation", object_id=held.pk, community=stick, why="A look")
    there = f"{HERE}{talk.pk}/"
    assert titles(client.get(there).text, "beside") == []
    for person, seen in ((leila, ["For members"]), (rosa, ["Held back", "For members", "For us two"])):
        client.force_login(person)
        assert titles(client.get(there).text, "beside") == seen


def test_where_there_is_nothing_there_is_no_box(signed_in: SignIn, table: Space, hal: Person, leila: Person) -> None:
    bare, alone = begin(table, hal, "Bare"), begin(table, hal, "Alone", "valves")
    for talk in (bare, alone):
        page = signed_in(leila).get(f"{HERE}{talk.pk}/").text
        assert [section(page, name) for name in ("who-may-know", "beside", "settled")] == ["", "", ""]


def test_the_margin_stays_within_twelve_queries(
    signed_in: SignIn,
    asked: Conversation,
    table: Space,
    rosa: Person,
    tomasz: Person,
    django_assert_max_num_queries: Queries,
) -> None:
    says(tomasz, "valves")
    begin(table, tomasz, "Beside it", "valves")
    client = signed_in(rosa)
    client.get(f"{HERE}{asked.pk}/")
    with django_assert_max_num_queries(12):
        page = client.get(f"{HERE}{asked.pk}/").text
    assert titles(page, "beside") == ["Beside it"]
    assert titles(page, "who-may-know") == [tomasz.name]


def test_a_long_page_with_all_of_it_stays_within_twelve_queries(
    signed_in: SignIn,
    long: Conversation,
    rosa: Person,
    tomasz: Person,
    hal: Person,
    django_assert_max_num_queries: Queries,
) -> None:
    """What is beside it where it begins; further on, what was held, what came of it, and where it was taken apart."""
    refile(by=rosa, conversation=long, kind="question", topics=["valves"])
    says(tomasz, "valves")
    begin(long.space, tomasz, "Beside it", "valves")
    hold(by=rosa, kind="post", object_id=long.posts.get(number=60).pk, community=long.community, why="A look")
    client = signed_in(rosa)
    client.get(HERE)
    with django_assert_max_num_queries(12):
        page = client.get(f"{HERE}{long.pk}/").text
    assert titles(page, "beside") == ["Beside it"]
    assert titles(page, "who-may-know") == [tomasz.name]
    answer = long.posts.select_related("conversation__community", "author").get(number=61)
    settling.tell_outcome(by=hal, post=answer, how="helped", text="It did.")
    split(by=rosa, post=long.posts.get(number=171), title="Apart")
    with django_assert_max_num_queries(12):
        page = client.get(f"{HERE}{long.pk}/?from=51").text
    assert "It did." in page
    assert titles(page, "beside") == []


def test_what_was_near_in_its_time_is_beside_it(
    signed_in: SignIn, table: Space, hal: Person, leila: Person, now: Any
) -> None:
    """Of an old conversation in a community that went on to talk of other things."""
    long_ago = now - timedelta(days=3000)
    begin(table, hal, "Once", "valves", at=long_ago)
    old = begin(table, hal, "Old", "valves", at=long_ago + timedelta(days=1))
    said = [
        Arrival(author=hal, at=now - timedelta(minutes=n), source="x", title=f"Bread {n}", topics=["bread"])
        for n in range(LATEST)
    ]
    import_posts(space=table, arrivals=said, origin="test")
    assert titles(signed_in(leila).get(f"{HERE}{old.pk}/").text, "beside") == ["Once"]
