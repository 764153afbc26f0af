"""What its author calls half-baked is read where it was said, and its words leave by no other door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from commonplace.api.actions import make_token
from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.quoting import say_half_baked
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.feeds.actions import make_address
from commonplace.house.cli import main
from commonplace.mail.tests.letters import as_read, letter_to
from commonplace.people.models import Person
from commonplace.repertoire.actions.keeping import NotReadable, Source, Taken, keep
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Passage, Resource

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database(
        why="which words are told follows from what their author said", seen=["tests/test_permissions.py"]
    ),
]
WORD = "zugzwang"
LISTS = ("conversations", "topics/valves", "spaces/window")


@pytest.fixture
def talk(stick: Community, window: Space, hal: Person, tomasz: Person) -> Conversation:
    """Hal thinks aloud where anyone reads it, and Tomasz with him."""
    stick.visibility, stick.modules = "public", [*{*stick.modules, "repertoire"}]
    stick.save(update_fields=["visibility", "modules"])
    made = open_conversation(
        by=hal, space=window, kind="idea", title="A whistle", text=f"A {WORD}, or an oxbow.", topics=["valves"]
    )
    reply(by=tomasz, conversation=made, text=f"An oxbow, or {WORD} twice.")
    return Conversation.objects.select_related("space", "community").get(pk=made.pk)


@pytest.fixture
def doors(talk: Conversation, leila: Person, tmp_path: Path) -> Callable[[], dict[str, str]]:
    """What each door through which words leave says, to a stranger and to Leila, by a name of ours."""
    secret = f"/feeds/{make_address(person=leila, community=talk.community)[1]}"
    token = make_token(person=leila, name="reader")[1]
    member = Client()
    member.force_login(leila)
    feeds = [f"{one}.{form}" for one in (*LISTS, f"conversations/{talk.pk}") for form in ("atom", "json")]

    def open_all() -> dict[str, str]:
        mailbox = tmp_path / f"{len(list(tmp_path.iterdir()))}.mbox"
        assert main(["export", "mbox", str(mailbox), "--community", "stick"]) == 0
        page = Client().get(f"/c/stick/conversations/{talk.pk}/").text
        described = page.partition('<meta name="description"')[2].partition(">")[0]
        harvest = f"/c/stick/repertoire/from/conversations/{talk.pk}/"
        return {
            **{f"/c/stick/feeds/{one}": Client().get(f"/c/stick/feeds/{one}").text for one in feeds},
            **{f"secret {one}": Client().get(f"{secret}/{one}").text for one in feeds},
            "described": described,
            "search": member.get("/search", {"q": "oxbow"}).text,
            "search by a program": Client()
            .get("/api/v1/search", {"q": "oxbow"}, headers={"authorization": f"Bearer {token}"})
            .text,
            "list": member.get("/c/stick/conversations/").text,
            "harvest": member.get(harvest).text,
            "mailbox": mailbox.read_text(),
            "resources": "".join(member.get(one.url("stick")).text for one in Resource.objects.all()),
            "resources by a program": Client().get("/api/v1/communities/stick/resources").text,
        }

    return open_all


def test_no_door_lets_its_words_out(talk: Conversation, doors, rosa, hal, tomasz) -> None:
    posts = list(talk.posts.order_by("number"))
    taken = [Taken(one, "how") for one in posts]
    said = {"space": talk.space, "kind": "guide", "source": Source(conversation=talk)}
    keep(by=rosa, words=Words("Kept", parts={"how": "As we said:"}), passages=taken, **said)
    open_before = {name for name, words in doors().items() if WORD in words}
    assert open_before == {*doors()}
    for one in posts:
        say_half_baked(by=one.author, post=one)
    assert [name for name, words in doors().items() if WORD in words] == []
    assert not Passage.objects.visible_to(rosa).exists()
    with pytest.raises(NotReadable):
        keep(by=rosa, words=Words("Kept again", parts={"how": "As we said:"}), passages=taken, **said)
    # It is read where it was said, by people and by programs, and both are told.
    assert f"A {WORD}, or an oxbow." in Client().get(f"/c/stick/conversations/{talk.pk}/").text
    read = Client().get(f"/api/v1/communities/stick/conversations/{talk.pk}/posts").json()["items"]
    assert [(WORD in one["html"], one["is_half_baked"]) for one in read] == [(True, True)] * 2
    # What may be quoted after all stands where it stood.
    for one in posts:
        say_half_baked(by=one.author, post=one, is_half_baked=False)
    assert {name for name, words in doors().items() if WORD in words} == open_before


def test_a_letter_says_it_before_the_words(talk: Conversation, rosa: Person, hal: Person) -> None:
    opening = Post.objects.get(conversation=talk, number=1)
    say_half_baked(by=hal, post=opening)
    letter = as_read(letter_to(opening, rosa))
    for kind in ("plain", "html"):
        said = letter.get_body((kind,)).get_content()
        assert 0 < said.index("Half-baked: please do not quote") < said.index(WORD)
