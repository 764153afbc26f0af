"""The Listening Stick with stories, and one that Hal began."""

import pytest

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.stories.actions.telling import begin
from commonplace.stories.models import Story


@pytest.fixture
def stick(stick: Community) -> Community:
    """With its module."""
    stick.modules = [*stick.modules, "value"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def story(stick: Community, hal: Person) -> Story:
    """Nobody else knows of it."""
    return begin(by=hal, community=stick, title="The Sunday-night shift")
