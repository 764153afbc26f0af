"""Who may know: those who wrote about it where the asker may read, and who are here to be asked."""

import re

import pytest
from django.test import Client

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.people.actions import change_profile
from commonplace.people.actions.profile import Belonging, belong
from commonplace.people.models import Person
from commonplace.search import queries as searching

PAGE = "/c/stick/people/?q=passing+valves"


@pytest.fixture
def talk(stick: Community, table: Space, hal: Person, tomasz: Person, leila: Person) -> Conversation:
    talk = open_conversation(by=hal, space=table, kind="question", title="A noise at night", text="Where from?")
    reply(by=tomasz, conversation=talk, text="Passing valves, nine times in ten.")
    reply(by=tomasz, conversation=talk, text="Look for passing valves first.")
    reply(by=leila, conversation=talk, text="We never had that.")
    return talk


def wrote(client: Client, reader: Person, page: str = PAGE) -> list[str]:
    client.force_login(reader)
    section = client.get(page).text.partition('id="who-wrote"')[2].partition("</section>")[0]
    return re.findall(r'person__name" href="[^"]*">([^<]*)<', section)


def test_those_who_wrote_about_it_stand_below(
    client: Client, talk: Conversation, ines: Person, django_assert_max_num_queries
) -> None:
    assert wrote(client, ines) == ["Tomasz Wilk"]
    with django_assert_max_num_queries(12):
        page = client.get(PAGE).text
    assert "nine times in ten" in page or "first." in page
    assert wrote(client, ines, "/c/stick/people/") == []
    assert wrote(client, ines, "/c/stick/people/?q=aqueducts") == []


@pytest.mark.parametrize("small", [0, 5_000])
@pytest.mark.parametrize("asked", ["passing valves", "passing valv", "valves", "val", "nothing of it"])
def test_asking_stays_within_its_queries(
    client: Client, talk: Conversation, window: Space, ines: Person, tomasz: Person, leila: Person, hal: Person,
    small: int, asked: str, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries,
) -> None:  # fmt: skip
    monkeypatch.setattr(searching, "SMALL_HOUSE", small)
    belong(person=hal, belongings=[Belonging("Valves and Sons")])
    change_profile(person=leila, ask_about="passing valves")
    for number in range(70):
        reply(by=(tomasz, hal)[number % 2], conversation=talk, text=f"Passing valves {number}.")
    open_conversation(by=tomasz, space=window, kind="tip", title="Valves", text="Passing valves.", topics=["Valves"])
    client.force_login(ines)
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        page = client.get("/c/stick/people/", {"q": asked}).text
    assert ("Tomasz Wilk" in page) == (asked != "nothing of it")


def test_nobody_is_shown_twice_nor_oneself(client: Client, talk: Conversation, ines: Person, tomasz: Person) -> None:
    assert wrote(client, tomasz) == []
    change_profile(person=tomasz, ask_about="passing valves")
    assert wrote(client, ines) == []


def test_only_what_the_asker_may_read_speaks(
    client: Client, talk: Conversation, circle: Space, ines: Person, rosa: Person, hal: Person
) -> None:
    open_conversation(by=rosa, space=circle, kind="question", title="Between us", text="Passing valves again.")
    assert wrote(client, ines) == ["Rosa Quispe", "Tomasz Wilk"]
    assert wrote(client, hal) == ["Tomasz Wilk"]
    for post in talk.posts.filter(source__icontains="passing"):
        hold(by=rosa, kind="post", object_id=post.pk, community=talk.community, why="A look")
    assert wrote(client, hal) == []


def test_whoever_left_is_not_asked(
    client: Client, talk: Conversation, ines: Person, tomasz: Person, stick: Community
) -> None:
    leave(person=tomasz, community=stick)
    assert wrote(client, ines) == []
