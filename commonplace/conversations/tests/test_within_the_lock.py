"""While somebody writes, everybody else who writes waits: what is done meanwhile, and what was done before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonplace.communities.models import Community, Deed, Space
from commonplace.communities.moderation.actions import hold
from commonplace.communities.modules import MATHS
from commonplace.communities.settings.actions.modules import switch
from commonplace.conversations.actions import changing, rereading
from commonplace.conversations.actions.attaching import Files
from commonplace.conversations.actions.indexing import index_posts
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.enclosures import Enclosure
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.tests.bringing import picture
from commonplace.files.actions import keep
from commonplace.lib import markdown
from commonplace.people.models import Person
from commonplace.search import index
from commonplace.search.models import SearchEntry

type Said = list[tuple[str, int]]


def kind_of(statement: str) -> str:
    """What a statement does to which table."""
    words = statement.replace('"', " ").split()
    return f"{words[0]} {words[words.index({'SELECT': 'FROM', 'INSERT': 'INTO'}.get(words[0], words[0])) + 1]}"


def within(seen: CaptureQueriesContext) -> list[str]:
    """What was said to the database from where its transaction began to its end."""
    said = [one["sql"] for one in seen.captured_queries]
    begun = next(at for at, one in enumerate(said) if one.startswith("SAVEPOINT"))
    assert said[-1].startswith("RELEASE"), "a single transaction, and nothing after it"
    return [kind_of(one.partition(" times: ")[2] or one) for one in said[begun + 1 : -1]]


def test_a_reply_says_ten_things_while_it_keeps_others_waiting(asked: Conversation, leila: Person) -> None:
    reply(by=leila, conversation=asked, text="Every statement is prepared by now.")
    with CaptureQueriesContext(connection) as seen:
        reply(by=leila, conversation=asked, text="It sang here too.")
    assert within(seen) == [
        "SELECT conversations_conversation",
        "SELECT conversations_closure",
        "UPDATE conversations_conversation",
        "INSERT conversations_post",
        "UPDATE communities_community",
        "INSERT communities_deed",
        "SELECT communities_hold",
        "SELECT conversations_conversation_topics",
        "SELECT communities_community",
        "INSERT search_searchentry",
    ]


def test_sending_a_reply_keeps_others_waiting_once(client: Client, asked: Conversation, leila: Person) -> None:
    client.force_login(leila)
    path = f"/c/stick/conversations/{asked.pk}/posts"
    client.post(path, {"text": "It sang here too."})
    with CaptureQueriesContext(connection) as seen:
        assert client.post(path, {"text": "And it sings still."}).status_code == 302
    assert sum(one["sql"].startswith("SAVEPOINT") for one in seen.captured_queries) == 1


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Said:
    """Which work was done on words, and within how many transactions each time."""
    done: Said = []

    def noting(name: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def noted(text: str, *more: Any, **named: Any) -> Any:
            if text:
                done.append((name, len(connection.savepoint_ids)))
            return do(text, *more, **named)

        return noted

    monkeypatch.setattr(markdown, "render", noting("rendered", markdown.render))
    monkeypatch.setattr(index, "stems", noting("cut", index.stems))
    return done


def test_words_are_made_before_anybody_waits(work: Said, asked: Conversation, table: Space, leila: Person) -> None:
    work.clear()
    post = reply(by=leila, conversation=asked, text="It **sang** here too.")
    assert work == [("rendered", 0), ("cut", 0)]
    work.clear()
    open_conversation(by=leila, space=table, kind="question", title="Seals", text="Which?")
    assert [one for one in work if one[0] == "rendered"] == [("rendered", 0)]
    assert work[1] == ("cut", 0)  # and the title's later
    work.clear()
    changing.edit(by=leila, post=post, text="It sings.", on_revision=1, files=Files())
    assert [one for one in work if one[0] == "rendered"] == [("rendered", 0)]


def test_words_of_a_post_whose_pictures_change_are_made_with_those(
    asked: Conversation, leila: Person, work: Said
) -> None:
    post = reply(by=leila, conversation=asked, text="Here it is.")
    shown = Enclosure(keep(upload=picture("valve.png")), "valve.png")
    edited = changing.edit(
        by=leila, post=post, text=f"Here it is. {shown.sign}", on_revision=1, files=Files(bring=[shown])
    )
    assert "<img" in edited.html


def test_formulas_of_older_posts_are_rendered_before_anybody_waits(
    stick: Community, asked: Conversation, ines: Person, leila: Person, work: Said, now: Any
) -> None:
    post = reply(by=leila, conversation=asked, text="It is $a^2$.")
    switch(by=ines, community=stick, code=MATHS, on=True)
    work.clear()
    rereading.render_anew(now=now)
    assert "<math" in Post.objects.get(pk=post.pk).html
    assert [one for one in work if one[0] == "rendered"] == [("rendered", 0)]


# --- What is written is what was written before statements were prepared ----------------------------------------------


def entries() -> list[dict[str, Any]]:
    return list(SearchEntry.objects.order_by("kind", "object_id").values())


@pytest.mark.parametrize(
    "situation", ["plain", "held", "other language meanwhile", "moved meanwhile", "with a picture"]
)
def test_search_knows_a_reply_as_if_told_anew(
    situation: str, stick: Community, asked: Conversation, window: Space, rosa: Person, leila: Person
) -> None:
    files = []
    if situation == "held":
        hold(by=rosa, kind="conversation", object_id=asked.pk, community=stick, why="It names a customer.")
    if situation == "with a picture":
        files = [Enclosure(keep(upload=picture("valve.png")), "valve.png", "A valve, singing")]
    here = Conversation.objects.select_related("community", "space").get(pk=asked.pk)
    if situation == "other language meanwhile":
        Community.objects.filter(pk=stick.pk).update(language="de")
    if situation == "moved meanwhile":
        Conversation.objects.filter(pk=asked.pk).update(space=window)
    post = reply(by=leila, conversation=here, text="Ventile *sangen* nachts.", attachments=files)
    told = entries()
    index_posts(Post.objects.filter(pk=post.pk).select_related("conversation"))
    assert entries() == told


def test_deed_of_a_reply_names_whom_it_answers_by_now(
    asked: Conversation, answered: Post, hal: Person, leila: Person, tomasz: Person
) -> None:
    Post.objects.filter(pk=answered.pk).update(author=leila)
    made = reply(by=hal, conversation=asked, text="Did it?", reply_to=answered)
    assert Deed.objects.get(part_id=made.pk).towards == leila
    made = reply(by=tomasz, conversation=asked, text="It did.")
    assert Deed.objects.get(part_id=made.pk).towards == hal
    Conversation.objects.filter(pk=asked.pk).update(author=None)
    made = reply(by=tomasz, conversation=asked, text="It did indeed.")
    assert Deed.objects.get(part_id=made.pk).towards is None
