"""Hal with things that could be in his record: an answer that settled, a page he keeps, a gathering he held."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Post
from commonplace.people.models import Person


@pytest.fixture
def space(stick: Community) -> Space:
    return Space.objects.filter(community=stick).order_by("position", "pk").first()


@pytest.fixture
def answer(space: Space, hal: Person, leila: Person) -> Post:
    """Leila asked, and what Hal said settled it."""
    at = timezone.now() - timedelta(days=40)
    asked = open_conversation(
        by=leila, space=space, kind=Kind.PROBLEM, title="Which valve first?", text="We lose water.", at=at
    )
    said = reply(by=hal, conversation=asked, text="The one uphill.", at=at + timedelta(hours=1))
    settle(by=leila, post=said, at=at + timedelta(days=2))
    return said
