"""Lists that are ready say what the others would, to each what they may read, and no more than that."""

from datetime import datetime

import pytest
from django.test import Client

from commonplace.api.endpoints import conversations as endpoints
from commonplace.communities.doors import Visibility
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.moderation.actions import hold
from commonplace.communities.standing import Standing
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.conversations.models import Attachment, Conversation, Post
from commonplace.files.models import StoredFile
from commonplace.people.models import Person
from commonplace.ui import kept_parts

pytestmark = pytest.mark.django_db
HERE = "/api/v1/communities/stick/conversations"


@pytest.fixture
def talk(stick: Community, window: Space, hal: Person, tomasz: Person, rosa: Person) -> Conversation:
    """A settled question that anyone may read, of many posts, one withdrawn, one held, one with a file."""
    Community.objects.filter(pk=stick.pk).update(visibility=Visibility.PUBLIC)
    talk = open_conversation(
        by=hal, space=window, kind="question", title="Where is <it>?", text="100 %", topics=["Air", "Valves"]
    )
    said = [reply(by=tomasz if n % 2 else hal, conversation=talk, text=f"Word {n} %(onward)s") for n in range(2, 9)]
    settle(post=said[0], by=hal)
    withdraw(post=said[2], by=said[2].author)
    hold(by=rosa, kind="post", object_id=said[4].pk, community=stick, why="It names a customer.")
    file = StoredFile.objects.create(
        sha256="0" * 64, name="valve.png", content_type="image/png", size=3, kind=StoredFile.Kind.IMAGE
    )
    Attachment.objects.create(post=said[1], file=file, name="valve.png", position=1)
    return talk


def asked(person: Person | None, address: str) -> tuple[bytes, str]:
    client = Client()
    if person is not None:
        client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.content, answer.headers["Content-Type"]


@pytest.mark.parametrize("query", ["", "?limit=1", "?limit=3", "?limit=7", "?limit=8", "?limit=100"])
def test_posts_are_the_very_bytes_that_were_told_before(
    talk: Conversation, query: str, hal: Person, tomasz: Person, rosa: Person, leila: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    people = (None, hal, tomasz, rosa, leila)
    quick = [asked(person, f"{HERE}/{talk.pk}/posts{query}") for person in (*people, *people)]
    monkeypatch.setattr(endpoints, "number_in", lambda _after: None)
    assert quick == 2 * [asked(person, f"{HERE}/{talk.pk}/posts{query}") for person in people]
    assert len({content for content, _type in quick}) > 1


@pytest.mark.parametrize("query", ["", "?limit=1", "?limit=2", "?kind=question", "?topic=air", "?unanswered=true"])
def test_conversations_are_the_very_bytes_that_were_told_before(
    talk: Conversation, table: Space, query: str, hal: Person, rosa: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        open_conversation(by=hal, space=table, kind="question", title=f"At the table {n}", text="So.", topics=["Air"])
    people = (None, hal, rosa)
    quick = [asked(person, f"{HERE}{query}") for person in (*people, *people)]
    monkeypatch.setattr(endpoints, "SIZE", 0)
    assert quick == 2 * [asked(person, f"{HERE}{query}") for person in people]


def test_whoever_goes_on_meets_every_post_once(talk: Conversation, leila: Person) -> None:
    client, numbers, address = Client(), [], f"{HERE}/{talk.pk}/posts?limit=2"
    client.force_login(leila)
    while address:
        answer = client.get(address).json()
        numbers += [one["number"] for one in answer["items"]]
        address = answer["next"]
    assert numbers == [1, 2, 3, 5, 7, 8]


def test_a_token_that_is_none_is_refused_as_before(talk: Conversation) -> None:
    for after in ("x", "WyJvIiwxLDJd", "WyJvIiwiYSJd"):
        assert Client().get(f"{HERE}/{talk.pk}/posts?after={after}").status_code == 422


def test_what_changes_is_told_at_once(
    talk: Conversation, stick: Community, rosa: Person, hal: Person, leila: Person, now: datetime
) -> None:
    address = f"{HERE}/{talk.pk}/posts"
    post = Post.objects.get(conversation=talk, number=2)
    assert b"Word 2" in asked(leila, address)[0]
    hold(by=rosa, kind="post", object_id=post.pk, community=stick, why="It names a customer.")
    assert [b"Word 2" in asked(person, address)[0] for person in (leila, rosa, hal, None)] == [False, True, True, False]
    Membership.objects.filter(person=rosa).update(standing=Standing.MEMBER)
    assert b"Word 2" not in asked(rosa, address)[0]
    Person.objects.filter(pk=hal.pk).update(name="Bogdan Nowak")
    assert b"Hal Brennan" not in asked(leila, address)[0]


def test_a_name_from_an_archive_is_for_members(talk: Conversation, hal: Person, leila: Person) -> None:
    Person.objects.filter(pk=hal.pk).update(claimed_at=None)
    for _round in range(2):
        said = [b"Hal Brennan" in asked(person, f"{HERE}/{talk.pk}/posts")[0] for person in (leila, None)]
        assert said == [True, False]


def test_nothing_is_told_again_to_whoever_may_read_the_same(
    talk: Conversation, leila: Person, member, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = member("Noor Haddad")
    first = asked(leila, f"{HERE}/{talk.pk}/posts")

    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("told again")

    monkeypatch.setattr(kept_parts, "_set", refuse)
    assert asked(other, f"{HERE}/{talk.pk}/posts") == first
