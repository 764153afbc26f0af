"""What was said in a space in confidence: those who read it see names, and no door outward tells one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from commonplace.api.actions import make_token
from commonplace.communities.models import Community, Space
from commonplace.communities.spaces.actions import add_space, open_space
from commonplace.conversations.actions import merging, moving
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person
from commonplace.transfer.community_out import write_community

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database(why="what is told follows from the word of the space", seen=["tests/test_permissions.py"]),
]
WORD = "zugzwang"


@pytest.fixture
def close(request, stick: Community, ines: Person) -> Space:
    return add_space(by=ines, community=stick, name="Close", confidence=request.param)


@pytest.fixture
def talk(close: Space, hal: Person, tomasz: Person) -> Conversation:
    made = open_conversation(by=hal, space=close, kind="question", title=f"Of {WORD}", text=f"Is it {WORD}?")
    thank(by=hal, post=reply(by=tomasz, conversation=made, text=f"{WORD} it is."))
    return Conversation.objects.select_related("space", "community").get(pk=made.pk)


@pytest.fixture
def program(leila: Person) -> Callable[[str], str]:
    """What a program is told that reads for Leila."""
    header = {"authorization": f"Bearer {make_token(person=leila, name='reader')[1]}"}
    return lambda path: Client().get(f"/api/v1/{path}", headers=header).text


@pytest.mark.parametrize("close", ["chatham", "sealed"], indirect=True)
def test_inside_names_are_seen_and_programs_are_told_none(talk: Conversation, program, leila, close) -> None:
    member = Client()
    member.force_login(leila)
    page = member.get(f"/c/stick/conversations/{talk.pk}/").text
    assert "Hal" in page
    assert WORD in page
    told = {
        "list": program("communities/stick/conversations"),
        "longer list": program("communities/stick/conversations?limit=99"),
        "one": program(f"communities/stick/conversations/{talk.pk}"),
        "posts": program(f"communities/stick/conversations/{talk.pk}/posts"),
        "search": program(f"search?q={WORD}"),
        "search by who wrote": program(f"search?q={WORD}&writer=Tomasz"),
    }
    assert [door for door, body in told.items() if "Hal" in body or "Tomasz</" in body or '"Tomasz"' in body] == []
    with_words = {door for door, body in told.items() if WORD in body.replace(f"q={WORD}", "")}
    by_word = set(told) - {"search by who wrote"}
    assert with_words == (by_word if close.confidence == "chatham" else set())


def parcel(community: Community, folder: Path) -> dict[str, str]:
    path = folder / "stick.zip"
    write_community(community, path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".jsonl")}


@pytest.mark.parametrize("close", ["chatham"], indirect=True)
def test_a_community_goes_to_another_house_without_who_said_it(talk: Conversation, tmp_path, hal, tomasz) -> None:
    lists = parcel(talk.community, tmp_path)
    assert lists["posts.jsonl"].count(WORD) == 4  # as it was typed and as it is set
    assert lists["posts.jsonl"].count('"author": null') == 2
    assert '"author": null' in lists["conversations.jsonl"]
    # Who thanked is nothing without who it was.
    assert lists["thanks.jsonl"] == ""
    said = [line for line in lists["deeds.jsonl"].splitlines() if '"what": "conversation"' in line]
    assert len(said) == 3
    assert not [line for line in said if f'"person": {hal.pk}' in line or f'"person": {tomasz.pk}' in line]
    assert not [line for line in said if '"towards": null' not in line]


@pytest.mark.parametrize("close", ["sealed"], indirect=True)
def test_of_what_is_sealed_nothing_goes_to_another_house(talk: Conversation, tmp_path) -> None:
    lists = parcel(talk.community, tmp_path)
    assert [name for name, lines in lists.items() if WORD in lines] == []
    assert (lists["posts.jsonl"], lists["conversations.jsonl"]) == ("", "")
    assert '"what": "conversation"' not in lists["deeds.jsonl"]


@pytest.mark.parametrize("close", ["chatham", "sealed"], indirect=True)
def test_it_moves_under_a_looser_word_only_with_the_leave_of_who_spoke(talk, table, hal, tomasz, ines) -> None:
    asked = moving.move(by=hal, conversation=talk, to=table)
    assert asked.agreed_at is None
    other = open_conversation(by=hal, space=table, kind="question", title="Open", text="Open.")
    with pytest.raises(merging.WouldWiden):
        merging.merge(by=ines, kept=other, other=talk)
    assert moving.agree_to_move(by=tomasz, move=asked).agreed_at is not None
    assert Post.objects.filter(conversation__space=table).count() == 3


@pytest.mark.parametrize("close", ["sealed"], indirect=True)
def test_what_was_said_to_stay_does_not_come_where_it_would_go(close, table, hal, ines) -> None:
    talk = open_conversation(by=hal, space=table, kind="question", title="Open", text="Open.")
    with pytest.raises(moving.WouldGo):
        moving.move(by=hal, conversation=talk, to=close)
    kept = open_conversation(by=hal, space=close, kind="question", title="Close", text="Close.")
    with pytest.raises(moving.WouldGo):
        merging.merge(by=ines, kept=kept, other=talk)
    client = Client()
    client.force_login(hal)
    answer = client.post(f"/c/stick/conversations/{talk.pk}/move", {"space": close.slug})
    assert (answer.status_code, "goes after its days" in answer.text) == (422, True)
    two = open_space(community=close.community, slug="two", name="Two", confidence="sealed")
    assert moving.move(by=hal, conversation=kept, to=two).agreed_at is not None
