"""The Listening Stick with introductions and coffee, and a pair that was found in it."""

import pytest

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.weaving.models import Introduction, Side


@pytest.fixture
def stick(stick: Community) -> Community:
    """With both of its modules."""
    stick.modules = [*stick.modules, "introductions", "coffee"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def pair(stick: Community, hal: Person, tomasz: Person) -> Introduction:
    """Hal would learn, and Tomasz may be asked."""
    found = Introduction.objects.create(community=stick, why=Introduction.Why.ASKS)
    Side.objects.create(introduction=found, person=hal, seeks=True)
    Side.objects.create(introduction=found, person=tomasz)
    return found
