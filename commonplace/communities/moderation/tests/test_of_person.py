"""What is held of one person together: for stewards on one page, decided several at once, told in one letter."""

from __future__ import annotations

import pytest
from django.test import Client

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Deed, Flag, Hold, SavedReason
from commonplace.communities.moderation import actions as moderating
from commonplace.communities.moderation.queries import desk
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.viewpoint import look
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Post
from commonplace.letters.models import Letter
from commonplace.people.models import Person

WHY = "It sells something."


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def posts(table, hal: Person, tomasz: Person) -> list[Post]:
    """Three of Hal's in two conversations, complained of by Tomasz."""
    talk = open_conversation(by=hal, space=table, kind="tip", title="Cheap pumps", text="Buy pumps.")
    other = open_conversation(by=tomasz, space=table, kind="question", title="Where?", text="Where is it?")
    said = [
        talk.posts.get(),
        reply(by=hal, conversation=other, text="Pumps."),
        reply(by=hal, conversation=talk, text="P"),
    ]
    for post in said:
        moderating.flag(by=tomasz, kind="post", object_id=post.pk, community=table.community, why="He sells.")
    return said


def page_of(person: Person) -> str:
    return f"/c/stick/moderation/people/{person.pk}"


def keys(posts: list[Post]) -> list[str]:
    return [f"post:{post.pk}" for post in posts]


def test_several_are_held_with_one_reason_a_deed_each_and_one_letter(posts, rosa, hal) -> None:
    client = client_of(rosa)
    said = client.get(page_of(hal)).text
    assert all(f'value="{key}"' in said for key in keys(posts))
    pressed = {"hold": "1", "asked-things": keys(posts), "asked-why": WHY}
    answer = client.post(page_of(hal), pressed)
    assert answer.headers["Location"] == f"{page_of(hal)}#asked"
    assert {(one.object_id, one.why, one.by) for one in Hold.objects.in_force()} == {
        (post.pk, WHY, rosa) for post in posts
    }
    deeds = Deed.objects.filter(verb="held").order_by("what_id")
    assert [(one.what_id, one.person, one.towards) for one in deeds] == [(post.pk, rosa, hal) for post in posts]
    letter = Letter.objects.get(kind="moderation")
    assert letter.subject == "3 things you wrote in The Listening Stick are held back"
    assert (WHY in letter.text, "/c/stick/moderation/yours" in letter.text, rosa.name in letter.text) == (
        True,
        True,
        False,
    )
    assert not Flag.objects.filter(settled_at=None).exists()


def test_several_are_let_go_again_from_the_same_page(posts, rosa, hal) -> None:
    client = client_of(rosa)
    client.post(page_of(hal), {"hold": "1", "asked-things": keys(posts), "asked-why": WHY})
    pressed = {
        "release": "1",
        "held-things": keys(posts[:2]),
        "held-why": "A price is no offer.",
        "held-keep_reason": "on",
    }
    assert client.post(page_of(hal), pressed).headers["Location"] == f"{page_of(hal)}#held"
    assert [one.object_id for one in Hold.objects.in_force()] == [posts[2].pk]
    assert Deed.objects.filter(verb="released").count() == 2
    assert Letter.objects.filter(kind="moderation").count() == 2
    assert SavedReason.objects.get().words == "A price is no offer."
    said = client.get(page_of(hal)).text
    assert said.count("A price is no offer.") >= 2  # under what was decided


def test_one_alone_is_told_as_ever(posts, rosa, hal) -> None:
    client_of(rosa).post(page_of(hal), {"hide": "1", "asked-things": keys(posts[:1]), "asked-why": WHY})
    held = Hold.objects.get()
    assert held.measure == Hold.Measure.HIDDEN
    letter = Letter.objects.get(kind="moderation")
    assert letter.subject == "Something you wrote in The Listening Stick is held back"
    assert f"/c/stick/moderation/holds/{held.pk}/appeal" in letter.text


def test_what_may_stay_needs_no_reason(posts, rosa, hal) -> None:
    client_of(rosa).post(page_of(hal), {"stay": "1", "asked-things": keys(posts[:2])})
    assert [one.object_id for one in Flag.objects.filter(settled_at=None)] == [posts[2].pk]
    assert not Hold.objects.exists()
    assert not Letter.objects.filter(kind="moderation").exists()


@pytest.mark.parametrize("pressed", [{}, {"asked-why": WHY}, {"asked-things": ["post:1", "x"], "asked-why": WHY}])
def test_nothing_ticked_or_no_reason_is_said_where_it_was_pressed(posts, rosa, hal, pressed) -> None:
    answer = client_of(rosa).post(page_of(hal), {"hold": "1", **pressed})
    assert answer.status_code == 422
    assert 'class="returned"' in answer.text
    again = client_of(rosa).post(page_of(hal), {"hold": "1", "asked-things": keys(posts[:1])})
    assert (again.status_code, f'value="{keys(posts)[0]}"\n        checked' in again.text) == (422, True)
    assert not Hold.objects.exists()


def test_what_another_steward_decided_meanwhile_is_left_out_and_said(posts, stick, rosa, ines, hal) -> None:
    made = moderating.hold_several(by=rosa, community=stick, things=[("post", posts[0].pk)], why=WHY)
    again = moderating.hold_several(by=ines, community=stick, things=[("post", one.pk) for one in posts], why="Mine.")
    assert [one.object_id for one in made] == [posts[0].pk]
    assert [one.object_id for one in again] == [posts[1].pk, posts[2].pk]
    moderating.release(by=ines, hold=made[0], why="No.")
    assert moderating.release_several(by=rosa, holds=made, why="No.") == []
    client = client_of(rosa)
    page = client.get(page_of(hal))
    assert page.status_code == 200
    # Pressed on a page that was opened before: what is left is done, and the rest is told.
    client.post(page_of(hal), {"release": "1", "held-things": keys(posts[1:2]), "held-why": "No."})
    assert [one.object_id for one in Hold.objects.in_force()] == [posts[2].pk]


@pytest.mark.parametrize("who", ["tomasz", "hal", "stranger"])
def test_only_stewards_see_and_decide(posts, hal, who, request) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get(page_of(hal)).status_code == 404
    for press in ("hold", "release", "stay"):
        assert client.post(page_of(hal), {press: "1", "asked-things": keys(posts), "asked-why": WHY}).status_code == 404
    assert not Hold.objects.exists()


def test_what_stands_in_a_group_is_not_told_to_a_steward_without_a_seat(stick, rosa, ines, hal) -> None:
    circle = open_space(
        community=stick, slug="circle", name="Circle", visibility=SpaceVisibility.GROUP, seats=[ines, hal]
    )
    talk = open_conversation(by=hal, space=circle, kind="tip", title="Zq between us", text="Zq quiet.")
    key = {"kind": "post", "object_id": talk.posts.get().pk, "community": stick}
    moderating.flag(by=ines, why="Zq look.", **key)
    assert "Zq" not in client_of(rosa).get(page_of(hal)).text  # nor among what he wrote lately
    assert "Zq" in client_of(ines).get(page_of(hal)).text
    moderating.hold(by=ines, why="Zq why.", **key)
    assert "Zq" not in client_of(rosa).get(page_of(hal)).text
    post = {"hold": "1", "asked-things": [f"post:{key['object_id']}"], "asked-why": WHY}
    assert client_of(rosa).post(page_of(hal), post).status_code == 422


def test_the_desk_puts_what_is_held_of_one_writer_together(posts, stick, rosa, hal, tomasz, table) -> None:
    other = open_conversation(by=tomasz, space=table, kind="tip", title="Mine", text="Mine.")
    things = [("post", posts[0].pk), ("post", other.posts.get().pk), ("post", posts[1].pk)]
    for thing in things:
        moderating.hold_several(by=rosa, community=stick, things=[thing], why=WHY)
    held = desk(look(rosa, "stick")).held
    assert [(one.byline.name if one.byline else "", len(one.matters)) for one in held] == [
        ("Hal Brennan", 2),
        ("Tomasz Wilk", 1),
    ]
    assert page_of(hal) in client_of(rosa).get("/c/stick/moderation/").text


def test_the_writer_finds_all_of_it_on_one_page_and_nobody_else_does(posts, stick, rosa, hal, tomasz) -> None:
    held = moderating.hold_several(by=rosa, community=stick, things=[("post", one.pk) for one in posts[:2]], why=WHY)
    moderating.release(by=rosa, hold=held[0], why="It may be said.")
    said = client_of(hal).get("/c/stick/moderation/yours").text
    assert f"/c/stick/moderation/holds/{held[1].pk}/appeal" in said
    assert (WHY in said, "It may be said." in said) == (True, True)
    assert "He sells." not in said
    theirs = client_of(tomasz).get("/c/stick/moderation/yours").text
    assert (WHY in theirs, "It may be said." in theirs) == (False, False)


def test_several_authors_get_a_letter_each(posts, stick, rosa, hal, tomasz, table) -> None:
    other = open_conversation(by=tomasz, space=table, kind="tip", title="Mine", text="Mine.")
    things = [("post", one.pk) for one in [*posts, other.posts.get()]]
    moderating.hold_several(by=rosa, community=stick, things=things, why=WHY)
    assert Letter.objects.filter(kind="moderation").count() == 2


def test_what_nobody_complained_of_is_held_together(posts, rosa, hal, tomasz) -> None:
    talk = posts[0].conversation
    more = [reply(by=hal, conversation=talk, text=f"More pumps, {number}.") for number in range(3)]
    others = reply(by=tomasz, conversation=talk, text="No pumps.")
    client = client_of(rosa)
    lately = client.get(page_of(hal)).text.partition('id="lately"')[2]
    assert [f'value="{key}"' in lately for key in keys([*more, *posts, others])] == [True] * 3 + [False] * 4
    pressed = {"of": "lately", "hide": "1", "lately-things": keys(more[:2]), "lately-why": WHY}
    assert client.post(page_of(hal), pressed).headers["Location"] == f"{page_of(hal)}#lately"
    held = Hold.objects.in_force()
    assert {(one.object_id, one.measure) for one in held} == {(post.pk, "hidden") for post in more[:2]}
    assert Letter.objects.get(kind="moderation").subject.startswith("2 things you wrote")
    forged = {"of": "lately", "hold": "1", "lately-things": keys([others]), "lately-why": WHY}
    assert client.post(page_of(hal), forged).status_code == 422
