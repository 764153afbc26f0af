"""What whoever writes is told of the names in it: before it is sent, after, and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from commonplace.communities.models import Space
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Mention, Post
from commonplace.people.actions.profile import change_profile
from commonplace.people.models import Person

SignIn = Callable[[Person], Client]
HERE = "/c/stick/conversations/"


def called(post: Post) -> list[Person]:
    return [one.person for one in Mention.objects.standing().filter(post=post).order_by("person")]


def test_the_preview_says_who_will_be_called_and_who_will_not(
    signed_in: SignIn,
    member: Callable[[str], Person],
    asked: Conversation,
    hal: Person,
    tomasz: Person,
    unclaimed: Person,
) -> None:
    one = member("Ada Mensah")
    two = member("Ama Other")
    change_profile(person=two, name="Ada Mensah", craft="Welder")
    text = "@tomasz wilk @Ada Mensah @Hal Brennan @Old Correspondent and @Nobody Such here\n\n> @Leila Haddad"
    page = signed_in(hal).post(f"{HERE}preview", {"text": text, "conversation": str(asked.pk)})
    told = [
        "This calls tomasz wilk.",
        "Old Correspondent is known from an archive only, and will not hear of this.",
        "“@Ada Mensah” calls nobody: more than one person here has that name. Say which one:"
        f" @Ada Mensah#{one.pk}; @Ada Mensah#{two.pk} (Welder).",
        "“@Nobody Such” calls nobody: no one here has that name.",
    ]
    assert [said for said in told if said not in page.content.decode()] == []
    assert "Leila Haddad</a>" not in page.content.decode()


def test_the_preview_of_a_change_says_whom_the_change_calls(
    signed_in: SignIn, asked: Conversation, hal: Person, tomasz: Person, leila: Person
) -> None:
    post = reply(by=hal, conversation=asked, text="@Tomasz Wilk")
    words = {"text": "@Tomasz Wilk @Leila Haddad", "on_revision": "1", "conversation": str(asked.pk)}
    page = signed_in(hal).post(f"{HERE}preview", words | {"changes": str(post.number)})
    assert "This calls Leila Haddad." in page.content.decode()


def test_whoever_sends_hears_whom_it_did_not_reach(
    signed_in: SignIn, circle: Space, asked: Conversation, hal: Person, ines: Person
) -> None:
    page = signed_in(hal).post(f"{HERE}{asked.pk}/posts", {"text": "Ask @Nobody, or a@b.example"}, follow=True)
    assert "“@Nobody” calls nobody: no one here has that name." in page.content.decode()
    words = {"kind": "discussion", "title": "Us", "text": "@Hal Brennan", "space": "circle"}
    page = signed_in(ines).post(f"{HERE}new", words, follow=True)
    assert "“@Hal Brennan” calls nobody: they cannot see this place." in page.content.decode()


# --- Without script -----------------------------------------------------------------------------------------------


def test_somebody_is_called_by_the_form_alone(
    signed_in: SignIn, asked: Conversation, hal: Person, tomasz: Person, stranger: Person
) -> None:
    client, address = signed_in(hal), f"{HERE}{asked.pk}/posts"
    page = client.post(address, {"text": "Have you seen this?", "call_name": "wil", "preview": "1"})
    assert f'<input type="checkbox" name="call" value="{tomasz.pk}">' in page.content.decode()
    ticked: dict[str, Any] = {"text": "Have you seen this?", "call": [str(tomasz.pk), str(stranger.pk), "x"]}
    page = client.post(address, ticked | {"preview": "1"})
    assert page.context["form"]["text"].value() == "Have you seen this?\n\n@Tomasz Wilk"
    assert "This calls Tomasz Wilk." in page.content.decode()
    client.post(address, ticked)
    assert called(asked.posts.get(number=2)) == [tomasz]
    words = {"kind": "question", "title": "One", "text": "", "space": "table", "call": [str(tomasz.pk)]}
    client.post(f"{HERE}new", words)
    assert called(Post.objects.get(number=1, author=hal, conversation__title="One")) == [tomasz]
