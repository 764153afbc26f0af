"""A text of which nobody would see anything is no post, at whatever door it comes."""

import pytest
from django.test import Client
from django.utils.html import escape

from commonplace.communities.models import Space
from commonplace.conversations.actions.changing import edit
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.wording import NothingSaid
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person

BLANK = ["[](x)", "&nbsp;", "&#8203;", "[x]: https://a.example", "> \n> - ", "---"]
each_blank = pytest.mark.parametrize("text", BLANK)
SAID = "Nothing of this would be seen"


@pytest.fixture
def talk(hal: Person, table: Space) -> Conversation:
    return open_conversation(by=hal, space=table, kind="question", title="Valves", text="Who mends them?")


@each_blank
def test_actions_refuse_it(talk: Conversation, hal: Person, table: Space, text: str) -> None:
    with pytest.raises(NothingSaid):
        open_conversation(by=hal, space=table, kind="question", title="More", text=text)
    with pytest.raises(NothingSaid):
        reply(conversation=talk, by=hal, text=text)
    with pytest.raises(NothingSaid):
        edit(post=talk.posts.get(), by=hal, text=text, on_revision=1)
    with pytest.raises(NothingSaid):
        import_posts(space=table, arrivals=[Arrival(author=hal, at=talk.opened_at, source=text, title="a")], origin="x")
    assert list(Post.objects.values_list("source", flat=True)) == ["Who mends them?"]


@each_blank
def test_pages_say_so_in_its_place(talk: Conversation, hal: Person, client: Client, text: str) -> None:
    client.force_login(hal)
    here = f"/c/stick/conversations/{talk.pk}/"
    compose = {"kind": "question", "title": "More", "text": text, "space": talk.space.slug}
    for address, sent in [
        ("/c/stick/conversations/new", compose),
        (f"{here}posts", {"text": text}),
        (f"{here}posts/1/text", {"text": text, "title": "Valves", "kind": "question", "on_revision": 1}),
    ]:
        answer = client.post(address, sent)
        assert (address, answer.status_code, answer.text.count(SAID) > 0) == (address, 422, True)
        assert f"{escape(text)}</textarea>" in answer.text
    assert Post.objects.count() == 1


def test_a_picture_alone_is_a_post(talk: Conversation, hal: Person) -> None:
    assert reply(conversation=talk, by=hal, text="![](/files/3/valve.jpg)").number == 2
