"""'This helped', by the link in a letter that brought the answer to one's own question."""

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.membership.actions.standing import remove
from commonplace.communities.models import Membership
from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post, Thanks
from commonplace.people.answers_by_link import answer_token
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def page(post: Post, person: Person) -> str:
    return f"/letters/press/{answer_token('helped', person, post.pk, at=timezone.now())}"


def thanked(post: Post) -> list[Person]:
    return [one.person for one in Thanks.objects.filter(post=post).order_by("pk")]


def test_whoever_asked_says_that_it_helped(client: Client, answered: Post, hal: Person) -> None:
    link = page(answered, hal)
    asked = client.get(link)
    assert "Did this help you?" in asked.text
    assert "Tomasz Wilk answered you in “A valve that sings at night”." in asked.text
    assert thanked(answered) == []
    assert "You said that this helped." in client.post(link).text
    assert "You said that this helped." in client.post(link).text
    assert thanked(answered) == [hal]
    answered.refresh_from_db()
    assert answered.thanks_count == 1


def test_only_an_answer_to_their_own_question_is_asked_about(
    client: Client, answered: Post, asked: Conversation, hal: Person, rosa: Person
) -> None:
    own = reply(by=hal, conversation=asked, text="It sang again.")
    opening = asked.posts.order_by("number")[0]
    for link in (page(answered, rosa), page(own, hal), page(opening, hal)):
        assert client.post(link).status_code == 410
    assert Thanks.objects.count() == 0


def test_what_was_withdrawn_or_held_is_not_asked_about(
    client: Client, answered: Post, hal: Person, tomasz: Person
) -> None:
    withdraw(by=tomasz, post=answered)
    assert client.post(page(answered, hal)).status_code == 410


def test_what_is_held_is_not_asked_about(client: Client, answered: Post, hal: Person, ines: Person) -> None:
    hold(
        by=ines, kind="post", object_id=answered.pk, community=answered.conversation.community, why="An advertisement."
    )
    assert client.post(page(answered, hal)).status_code == 410


def test_whoever_left_says_nothing_there(client: Client, answered: Post, hal: Person, ines: Person) -> None:
    remove(by=ines, membership=Membership.objects.get(person=hal), words="Moved away.")
    assert client.post(page(answered, hal)).status_code == 410
    assert Thanks.objects.count() == 0
