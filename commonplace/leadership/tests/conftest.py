"""The clinic of the gatherings' tests, in a community that has leadership groups too."""

import pytest

from commonplace.communities.models import Community, Space
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.people.models import Person


@pytest.fixture
def stick(stick: Community) -> Community:
    """The Listening Stick, with gatherings and leadership groups switched on."""
    stick.modules = [*stick.modules, "gatherings", "leadership"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def clinic(stick, hal: Person, table: Space) -> Gathering:
    return convene(by=hal, space=table, plan=plan())
