"""A word that is asked about, and whoever asks."""

import pytest

from commonplace.communities.models import Topic
from commonplace.communities.topics.actions import name_topics
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.knowledge.queries import traces


@pytest.fixture(autouse=True)
def nothing_is_known():
    """Keys of a test begin where those of another did."""
    traces.forget()


@pytest.fixture
def valves(stick) -> Topic:
    return name_topics(community=stick, names=["valves"])[0]


@pytest.fixture
def from_hal(stick, hal):
    return Viewpoint(hal, stick, standing_of(hal, stick))
