"""Whoever took part and was left outside finds no word written since: in nothing they can open or take along."""

import json
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.api.actions import make_token
from commonplace.attention.actions.following import follow
from commonplace.attention.actions.reading import mark_read
from commonplace.attention.queries import NAME
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.moderation.actions import appeal, flag, hold
from commonplace.communities.readers import catch_up
from commonplace.communities.settings.actions.arranging import change_community
from commonplace.communities.spaces.actions import change_space, seat, unseat
from commonplace.conversations.actions import changing, reactions, settling
from commonplace.conversations.actions.drafting import keep_draft
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from tests.pages import routes

pytestmark = pytest.mark.any_database(
    why="which rows are found follows from who asks",
    seen=["tests/test_permissions.py"],
)

SECRET = "Zanzibar"
# Besides every address of the house: what is asked of some.
ASKED = (
    "/",
    "/for-you",
    "/account/sessions/",
    "/account/email/",
    f"/search?q={SECRET}",
    f"/search?q={SECRET}&kind=person",
    f"/api/v1/search?q={SECRET}",
    "/c/stick/conversations/?show=mine",
    "/c/stick/people/?sieve=ask",
)


@pytest.fixture
def talk(circle: Space, rosa: Person, ines: Person, hal: Person, stick: Community) -> Conversation:
    """In a group where Hal sits, and does everything one can do there."""
    seat(by=ines, space=circle, person=hal)
    talk = open_conversation(by=rosa, space=circle, kind="question", title="Valves", text="Who has a valve?")
    answer = reply(by=rosa, conversation=talk, text="I found one.")
    reply(by=hal, conversation=talk, text="So did I.")
    mine = talk.posts.get(author=hal)
    reply(by=ines, conversation=talk, reply_to=mine, text="And I.")
    follow(person=hal, conversation=talk)
    mark_read(person=hal, conversation=talk, number=1)
    reactions.thank(by=hal, post=answer)
    reactions.say_me_too(by=hal, conversation=talk)
    reactions.amplify(by=hal, conversation=talk, why="Worth a look")
    settling.tell_outcome(by=hal, post=answer, how="helped", text="It did.")
    settling.tell_outcome(by=ines, post=mine, how="helped", text="It did, too.")
    flag(by=hal, kind="conversation", object_id=talk.pk, community=stick, why="Look")
    held = hold(by=ines, kind="post", object_id=mine.pk, community=stick, why="A look")
    appeal(by=hal, hold=held, words="Why?")
    keep_draft(by=hal, community=stick, place=f"reply:{talk.pk}", words={"text": "And then"})
    catch_up(NAME)
    return talk


def retitle(talk: Conversation, by: Person) -> None:
    first = talk.posts.get(number=1)
    changing.edit(by=by, post=first, text=f"{SECRET} it is", title=f"{SECRET} valves", on_revision=1)


def own_talk(circle: Space, hal: Person) -> Conversation:
    return open_conversation(by=hal, space=circle, kind="question", title="My own pump", text="Who has one?")


def unseated(talk: Conversation, hal: Person, ines: Person) -> None:
    unseat(by=ines, space=talk.space, person=hal)


def left(talk: Conversation, hal: Person, ines: Person) -> None:
    leave(person=hal, community=talk.community)


def run_out(talk: Conversation, hal: Person, ines: Person) -> None:
    past = talk.opened_at.replace(year=talk.opened_at.year - 1)
    Membership.objects.filter(person=hal, community=talk.community).update(standing="guest", until=past)


def held_whole(talk: Conversation, hal: Person, ines: Person) -> None:
    hold(by=ines, kind="conversation", object_id=talk.pk, community=talk.community, why="A look")


LOSSES: tuple[Callable[[Conversation, Person, Person], None], ...] = (unseated, left, run_out, held_whole)


def everything_of(client: Client, person: Person, talk: Conversation) -> Iterator[tuple[str, bytes]]:
    """All that this person can open or take along, as bytes."""
    _, token = make_token(person=person, name="test")
    for page in (*ASKED, *_addresses(person, talk)):
        for headers in ({}, {"Authorization": f"Bearer {token}"}) if page.startswith("/api") else ({},):
            answer = client.get(page, headers=headers, follow=True)
            said = answer.getvalue() if answer.streaming else answer.content
            # What one has typed oneself stands in the field and in the heading of the search.
            yield page, _found(page, said) if SECRET in page else said
    archive = client.get(reverse("my_everything")).getvalue()
    with zipfile.ZipFile(BytesIO(archive)) as unpacked:
        for name in unpacked.namelist():
            yield name, unpacked.read(name)


def _addresses(person: Person, talk: Conversation) -> Iterator[str]:
    """Every address of the house, with the numbers and words of what this is about."""
    known = {
        "c": ["stick"],
        "communities": ["stick"],
        "slug": ["stick"],
        "conversations": [talk.pk],
        "people": [person.pk],
        "kind": ["post", "conversation"],
        "key": ["domain"],
        "topic": ["valves"],
        "space": [talk.space.slug],
    }
    things = [talk.pk, *talk.posts.values_list("pk", flat=True)]
    otherwise = {"int": things, "slug": ["stick"], "str": ["stick"], "uuid": [uuid4()], "path": ["stick"], None: things}
    for route in routes():
        yield from route.addresses(known, otherwise=otherwise)


def _found(page: str, said: bytes) -> bytes:
    if page.startswith("/api"):
        return b"".join(json.dumps(one).encode() for one in json.loads(said).get("items", []))
    return said[said.find(b'<ol class="entries">') :] if b'<ol class="entries">' in said else b""


@pytest.mark.parametrize("lose", LOSSES, ids=lambda one: one.__name__)
def test_no_title_of_later_is_told(
    client: Client, talk: Conversation, hal: Person, ines: Person, rosa: Person, lose
) -> None:
    lose(talk, hal, ines)
    changing.edit(
        by=rosa, post=talk.posts.get(number=1), text=f"{SECRET} it is", title=f"{SECRET} valves", on_revision=1
    )
    change_space(by=rosa, space=talk.space, name=f"{SECRET} circle", purpose=f"{SECRET} talk")
    client.force_login(hal)
    # Where the whole is held the seat is still Hal's, and with it the name of the space.
    hidden = f"{SECRET} valves" if lose is held_whole else SECRET
    assert [page for page, said in everything_of(client, hal, talk) if hidden.encode() in said] == []


def test_they_would_be_found(client: Client, talk: Conversation, hal: Person, rosa: Person) -> None:
    """The same look finds the title where nothing was lost, so it looks in the right places."""
    changing.edit(
        by=rosa, post=talk.posts.get(number=1), text=f"{SECRET} it is", title=f"{SECRET} valves", on_revision=1
    )
    client.force_login(hal)
    told = {page for page, said in everything_of(client, hal, talk) if SECRET.encode() in said}
    conversation = f"/c/stick/conversations/{talk.pk}/"
    assert {"/me/everything", "everything.json", conversation, "/for-you", "/", f"/search?q={SECRET}"} <= told


def test_a_private_community_is_called_by_no_new_name(
    client: Client, stick: Community, hal: Person, ines: Person
) -> None:
    change_community(by=ines, community=stick, lines={"visibility": "private"})
    leave(person=hal, community=stick)
    change_community(by=ines, community=stick, lines={"name": f"{SECRET} Stick"})
    client.force_login(hal)
    words = client.get(reverse("my_words")).getvalue()
    assert SECRET.encode() not in words
    assert [one["community_name"] for one in json.loads(words)["communities"]] == [""]


def test_words_of_ones_own_stay(client: Client, circle: Space, hal: Person, ines: Person) -> None:
    seat(by=ines, space=circle, person=hal)
    talk = own_talk(circle, hal)
    leave(person=hal, community=circle.community)
    client.force_login(hal)
    (post,) = json.loads(client.get(reverse("my_words")).getvalue())["posts"]
    assert (post["conversation_title"], post["source"]) == ("My own pump", "Who has one?")
    changing.edit(by=ines, post=talk.posts.get(), text="Other", title=f"{SECRET} pump", on_revision=1)
    (post,) = json.loads(client.get(reverse("my_words")).getvalue())["posts"]
    assert post["conversation_title"] == ""


def test_words_of_others_that_a_steward_was_changing_stay_behind(
    client: Client, table: Space, hal: Person, rosa: Person, ines: Person
) -> None:
    talk = open_conversation(by=hal, space=table, kind="question", title="Pump", text="Mine")
    post = talk.posts.get()
    keep_draft(by=rosa, community=table.community, place=f"edit:{post.pk}", words={"text": f"{SECRET}"})
    client.force_login(rosa)
    assert SECRET.encode() in client.get(reverse("my_words")).getvalue()
    leave(person=rosa, community=table.community)
    assert SECRET.encode() not in client.get(reverse("my_words")).getvalue()
