"""The Listening Stick with stories, and one that Hal began."""

import pytest

from commonplace.communities.models import Community
from commonplace.people.models import Person
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
    return Story.objects.create(community=stick, title="The Sunday-night shift", teller=hal, written_by=hal)
