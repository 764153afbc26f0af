"""What was written under a sign: read as somebody's of the community at every door, and as nobody's deed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.attention.models import Follow
from commonplace.communities.models import Deed, Space
from commonplace.communities.moderation.queries import read
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.conversations.actions.candid import open_candidly, reply_candidly
from commonplace.conversations.actions.counters import recount
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from tests.kept import Stage

SIGN = "k7mq2x"
NAMED = f"Someone of the community · {SIGN}"
GONE = "someone who has left"


@pytest.fixture
def candid(table: Space, now: datetime, stage: Stage) -> Conversation:
    """Somebody asks candidly what a good number hides."""
    return stage.call(
        lambda: open_candidly(
            alias=SIGN,
            space=table,
            kind="question",
            title="A number that went the right way",
            text="We reported it as a success. Nobody looked.",
            at=now,
        ),
        "asked candidly",
        now=now,
    )


def test_it_is_nobody_s_and_nobody_follows_it(candid: Conversation, hal: Person, now: datetime) -> None:
    candid.refresh_from_db()
    post = candid.posts.get()
    assert (candid.author, candid.alias, post.author, post.alias) == (None, SIGN, None, SIGN)
    deed = Deed.objects.get(what="conversation", what_id=candid.pk)
    assert (deed.verb, deed.person, deed.towards, deed.happened_at) == ("opened", None, None, now)
    assert not Follow.objects.filter(conversation=candid).exists()


PAGES = (
    "/c/stick/conversations/{pk}/",
    "/c/stick/conversations/",
    "/c/stick/",
    "/for-you",
    "/search?q=number",
    "/api/v1/communities/stick/conversations",
    "/api/v1/search?q=number",
)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_takes_it_for_somebody_who_has_left(client: Client, candid, rosa: Person, page: str) -> None:
    client.force_login(rosa)
    told = client.get(page.format(pk=candid.pk))
    assert told.status_code == 200
    assert GONE not in told.content.decode()


@pytest.mark.parametrize("page", [PAGES[0], PAGES[1], PAGES[5]])
def test_where_writers_are_named_it_is_by_the_sign(client: Client, candid, rosa: Person, page: str) -> None:
    client.force_login(rosa)
    assert SIGN in client.get(page.format(pk=candid.pk)).content.decode()


def test_its_post_is_marked_and_named(client: Client, candid: Conversation, rosa: Person) -> None:
    client.force_login(rosa)
    page = client.get(f"/c/stick/conversations/{candid.pk}/").content.decode()
    assert NAMED in page
    assert "post--candid" in page
    assert "face--candid" in page


def test_going_on_under_the_same_sign_answers_nobody(candid: Conversation, now: datetime) -> None:
    reply_candidly(alias=SIGN, conversation=candid, text="One more thing.", at=now + timedelta(hours=1))
    for _look in range(2):
        candid.refresh_from_db()
        assert (candid.post_count, candid.first_reply_at) == (2, None)
        recount([candid.pk])
    reply_candidly(alias="z2z2z2", conversation=candid, text="I know that.", at=now + timedelta(hours=2))
    for _look in range(2):
        candid.refresh_from_db()
        assert candid.first_reply_at == now + timedelta(hours=2)
        recount([candid.pk])


def test_a_candid_reply_to_somebody_is_towards_them(asked: Conversation, hal: Person, now: datetime) -> None:
    reply_candidly(alias=SIGN, conversation=asked, text="I heard one too.", at=now)
    deed = Deed.objects.get(verb="replied", what_id=asked.pk)
    assert (deed.person, deed.towards) == (None, hal)
    asked.refresh_from_db()
    assert asked.first_reply_at == now


def test_whom_a_reply_answers_is_said_by_the_sign(client: Client, candid, hal: Person, rosa: Person, now) -> None:
    first = reply_candidly(alias=SIGN, conversation=candid, text="One more thing.", at=now)
    reply(by=hal, conversation=candid, text="Between.")
    reply(by=hal, conversation=candid, text="To the second.", reply_to=first)
    client.force_login(rosa)
    page = client.get(f"/c/stick/conversations/{candid.pk}/").content.decode()
    assert page.count("in reply to") == 1
    assert GONE not in page


def test_a_steward_who_looks_at_it_reads_no_more(candid: Conversation, ines: Person) -> None:
    viewpoint = Viewpoint(ines, candid.community, standing_of(ines, candid.community))
    for kind, pk in (("conversation", candid.pk), ("post", candid.posts.get().pk)):
        byline = read(kind, pk, viewpoint).byline
        assert byline is not None
        assert (byline.name, byline.person_id) == (NAMED, None)
