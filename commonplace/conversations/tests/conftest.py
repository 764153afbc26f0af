"""Conversations that the tests of this room begin from."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.doors import Visibility
from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.tests.machine import service
from commonplace.conversations.tests.typed import BEGAN, LENGTH
from commonplace.people.models import Person
from commonplace.search.tests.near_machine import near_machine
from tests.kept import Stage

__all__ = ["near_machine", "service"]


@pytest.fixture
def asked(hal: Person, table: Space, stage: Stage) -> Conversation:
    """Hal asks whether anyone has heard a valve sing."""
    return stage.call(
        lambda: open_conversation(
            by=hal,
            space=table,
            kind="experience",
            title="A valve that sings at night",
            topics=["valves"],
            text="It sings at two in the morning and never when the van is there. Has anyone had that?",
        ),
        "asked",
    )


@pytest.fixture
def answered(asked: Conversation, tomasz: Person, stage: Stage) -> Post:
    """Tomasz has had it."""
    return stage.call(
        lambda: reply(
            by=tomasz, conversation=asked, text="We had one. It was the **air valve** uphill, not the one that sang."
        ),
        "answered",
    )


@pytest.fixture
def signed_in(client: Client) -> Callable[[Person], Client]:
    """A browser in which someone has signed in."""

    def sign_in(person: Person) -> Client:
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def at(now: datetime) -> datetime:
    return now


@pytest.fixture
def long(stick: Community, window: Space, hal: Person, tomasz: Person) -> Conversation:
    """A conversation of 175 posts, one a day since the first of March at noon, that anyone can read."""
    Community.objects.filter(pk=stick.pk).update(visibility=Visibility.PUBLIC)
    opened = open_conversation(by=hal, space=window, kind="discussion", title="Long", text="Begin.", at=BEGAN)
    said = [
        Arrival(author=tomasz, at=BEGAN + timedelta(days=n), source=f"Post {n + 1}", into=opened)
        for n in range(1, LENGTH)
    ]
    import_posts(space=window, arrivals=said, origin="test")
    opened.refresh_from_db()
    return opened
