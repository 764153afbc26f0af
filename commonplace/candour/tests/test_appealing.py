"""What a steward holds back of candid words: read by whoever holds the sign, appealed against under it, answered."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.candour.actions.writing import write_what_waits
from commonplace.candour.holds import whose
from commonplace.candour.models import WaitingAppeal
from commonplace.candour.tests.saying import OPENING, SAY, Speaker, Tokens, written
from commonplace.communities.models import Deed, Hold, Space
from commonplace.communities.moderation.actions.holding import appeal_candidly, hide, hold, release
from commonplace.conversations.actions.changing import edit
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.conversations.models import Conversation, Revision
from commonplace.people.models import Person

NEWS = "/c/stick/candour/news.json"
ASKED = "It names nobody who could be hurt."


@pytest.fixture
def asked(tokens: Tokens, speaker: Speaker, table: Space, now: datetime) -> Conversation:
    """What somebody asked under a sign an hour ago."""
    Client().post(SAY, speaker.request(tokens[0], **OPENING))
    write_what_waits(now=now - timedelta(hours=1))
    return Conversation.objects.get()


@pytest.fixture
def standing(asked: Conversation, ines: Person) -> Hold:
    """A steward holds all of it back."""
    return hold(
        by=ines, kind="conversation", object_id=asked.pk, community=asked.community, why="It tells who was there."
    )


def told(person: Person) -> list[dict]:
    client = Client()
    client.force_login(person)
    return client.get(NEWS).json()["held"]


def test_everyone_is_told_of_the_hold_and_only_the_sign_s_key_says_whose_it_is(standing, speaker, hal, rosa) -> None:
    line = {
        "hold": standing.pk,
        "whose": whose(standing.pk, written(speaker.public)),
        "why": standing.why,
        "is_hidden": False,
        "is_appealed": False,
        "answer": "",
    }
    assert told(hal) == told(rosa) == [line]


def test_a_second_look_is_asked_for_under_the_sign_at_the_hour_by_nobody(standing, speaker, ines, hal, now) -> None:
    assert Client().post(SAY, speaker.does(appeals=standing.pk, words="A first try.")).json() == {"waits": True}
    assert Client().post(SAY, speaker.does(appeals=standing.pk, words=ASKED)).json() == {"waits": True}
    standing.refresh_from_db()
    assert standing.appealed_at is None
    write_what_waits(now=now)
    standing.refresh_from_db()
    assert (standing.appeal, standing.appealed_at) == (ASKED, now)
    deed = Deed.objects.get(verb="appealed")
    assert (deed.person, deed.towards, deed.happened_at) == (None, None, now)
    assert not WaitingAppeal.objects.exists()
    desk = Client()
    desk.force_login(ines)
    page = desk.get("/c/stick/moderation/").content.decode()
    assert ASKED in page
    assert standing.why in page
    assert [one["is_appealed"] for one in told(hal)] == [True]
    assert Client().post(SAY, speaker.does(appeals=standing.pk, words=ASKED)).status_code == 409


def test_it_is_answered_by_letting_go_or_by_hiding_with_words(standing, speaker, ines, hal, now) -> None:
    Client().post(SAY, speaker.does(appeals=standing.pk, words=ASKED))
    write_what_waits(now=now)
    hidden = hide(
        by=ines, kind="conversation", object_id=standing.object_id, community=standing.community, why="Still."
    )
    assert [(one["hold"], one["why"], one["is_hidden"], one["is_appealed"]) for one in told(hal)] == [
        (hidden.pk, "Still.", True, False)
    ]
    release(by=ines, hold=hidden, why="You are right.")
    assert [(one["hold"], one["answer"]) for one in told(hal)] == [(hidden.pk, "You are right.")]


def test_only_whoever_holds_the_sign_appeals(standing, asked, speaker, tokens, hal, ines, candid, now) -> None:
    named = reply(
        by=hal,
        conversation=Conversation.objects.create(community=candid, space=asked.space, title="Named", author=hal),
        text="Mine.",
    )
    theirs = hold(by=ines, kind="post", object_id=named.pk, community=candid, why="A look.")
    for whose_it_is, number in ((Speaker(), standing.pk), (speaker, theirs.pk), (speaker, 2**61)):
        refused = Client().post(SAY, whose_it_is.does(appeals=number, words=ASKED))
        assert (refused.status_code, refused.json()) == (409, {"refused": "place"})
    for words in ("", "a" * 401):
        assert Client().post(SAY, speaker.does(appeals=standing.pk, words=words)).json() == {"refused": "words"}
    assert [one["hold"] for one in told(hal)] == [standing.pk]


def test_what_was_let_go_before_the_hour_needs_no_second_look(standing, speaker, ines, now) -> None:
    Client().post(SAY, speaker.does(appeals=standing.pk, words=ASKED))
    release(by=ines, hold=standing, why="Looked.")
    write_what_waits(now=now)
    assert not Deed.objects.filter(verb="appealed").exists()
    assert not WaitingAppeal.objects.exists()


def test_an_appeal_is_one(standing: Hold, now: datetime) -> None:
    appeal_candidly(hold=standing, words=ASKED, at=now)
    with pytest.raises(ValueError, match=str(standing.pk)):
        appeal_candidly(hold=standing, words="And again.", at=now)


def test_a_candid_post_is_held_and_hidden_and_nobody_rewords_it(asked: Conversation, ines: Person) -> None:
    post = asked.posts.get()
    with pytest.raises(NotTheirs):
        edit(by=ines, post=post, text="In other words.", on_revision=post.revision)
    steward = Client()
    steward.force_login(ines)
    page = steward.get(f"/c/stick/conversations/{asked.pk}/").content.decode()
    assert f"{asked.pk}/posts/1/text" not in page
    assert f"hold/conversation/{asked.pk}" in page
    assert steward.get(f"/c/stick/conversations/{asked.pk}/posts/1/text").status_code == 403
    assert not Revision.objects.exists()


def test_the_page_of_what_is_held_is_the_same_for_all(asked, standing, hal, rosa, stranger) -> None:
    pages = []
    for person in (hal, rosa):
        client = Client()
        client.force_login(person)
        page = client.get("/c/stick/candour/held").content.decode()
        pages.append(page[page.index('<div id="candid-held"') : page.index("</main>")])
    assert pages[0] == pages[1]
    assert standing.why not in pages[0]
    client = Client()
    client.force_login(stranger)
    assert client.get("/c/stick/candour/held").status_code == 404
