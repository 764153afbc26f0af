"""The list of candid news: the same for every member, of nobody, and only what every member may read."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.candour.actions.writing import write_what_waits
from commonplace.candour.news import NEWS_FOR
from commonplace.candour.tests.saying import OPENING, SAY, Speaker, Tokens
from commonplace.communities.doors import SpaceVisibility, Visibility
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions.holding import hold
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person

NEWS = "/c/stick/candour/news.json"


@pytest.fixture
def asked(tokens: Tokens, speaker: Speaker, table: Space, now: datetime) -> Conversation:
    """What somebody asked under a sign an hour ago."""
    Client().post(SAY, speaker.request(tokens[0], **OPENING))
    write_what_waits(now=now - timedelta(hours=1))
    return Conversation.objects.get()


def told(person: Person) -> list[dict]:
    client = Client()
    client.force_login(person)
    return client.get(NEWS).json()["news"]


def test_every_member_gets_the_same(asked, tokens, hal, rosa, ines, now, client, django_assert_max_num_queries) -> None:
    other = Speaker()
    reply(by=hal, conversation=asked, text="I know it.")
    sign = Client().post(SAY, other.request(tokens[1], conversation=asked.pk, text="So do I.")).json()["sign"]
    write_what_waits(now=now)
    answers = []
    for person in (hal, rosa, ines):
        client.force_login(person)
        with django_assert_max_num_queries(7):
            answers.append(client.get(NEWS))
    assert answers[0].json()["news"] == [
        {
            "id": asked.pk,
            "title": asked.title,
            "asked": asked.alias,
            "latest": {asked.alias: 3, sign: 2},
            "answer": None,
            "settled_under": "",
        }
    ]
    assert len({(one.content, one.headers["ETag"], one.headers["Cache-Control"]) for one in answers}) == 1
    assert "private" in answers[0].headers["Cache-Control"]
    assert client.get(NEWS, headers={"If-None-Match": answers[0].headers["ETag"]}).status_code == 304


def test_what_settled_it_is_told_and_under_which_sign(asked: Conversation, hal: Person, ines: Person) -> None:
    answer = reply(by=hal, conversation=asked, text="I know it.")
    settle(by=ines, post=answer)
    assert [(one["answer"], one["settled_under"]) for one in told(hal)] == [(answer.pk, "")]


def test_what_is_held_or_narrow_or_old_or_named_is_not_there(asked, candid, table, hal, ines, now) -> None:
    open_conversation(by=hal, space=table, kind="idea", title="Named", text="Under a name.")
    answer = reply(by=hal, conversation=asked, text="I know it.")
    assert [one["latest"] for one in told(hal)] == [{asked.alias: 2}]
    hold(by=ines, kind="post", object_id=answer.pk, community=candid, why="A name in it.")
    assert [one["latest"] for one in told(ines)] == [{asked.alias: 0}]
    Conversation.objects.filter(pk=asked.pk).update(last_post_at=now - NEWS_FOR - timedelta(days=1))
    assert told(hal) == []
    Conversation.objects.filter(pk=asked.pk).update(last_post_at=now)
    Space.objects.filter(pk=table.pk).update(visibility=SpaceVisibility.GROUP)
    assert told(ines) == []


def test_a_conversation_that_is_held_is_told_to_no_steward_either(asked, candid, ines: Person) -> None:
    hold(by=ines, kind="conversation", object_id=asked.pk, community=candid, why="A name in it.")
    assert told(ines) == []


def test_it_is_for_members_where_candour_is_offered(asked, candid, hal: Person, stranger: Person) -> None:
    assert Client().get(NEWS).status_code == 302
    for person, change in ((stranger, {}), (hal, {"modules": []}), (hal, {"visibility": Visibility.PRIVATE})):
        Community.objects.filter(pk=candid.pk).update(**change)
        client = Client()
        client.force_login(person)
        assert client.get(NEWS).status_code == 404


def test_every_page_of_a_member_asks_for_it_alike(asked, candid, hal: Person, rosa: Person) -> None:
    pages = []
    for person in (hal, rosa):
        client = Client()
        client.force_login(person)
        page = client.get("/c/stick/").content.decode()
        pages.append(page[page.index('<template id="candid-news"') : page.index("</template>")])
    assert pages[0] == pages[1]
    assert f'data-news="{NEWS}"' in pages[0]
