"""A community that looks at its worth, and people to answer."""

from datetime import UTC, datetime

import pytest

from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.value.actions.indicators import Looked, begin
from commonplace.value.cycles import Cycle, Horizon, Whose
from commonplace.value.models import Indicator
from commonplace.value.module import MODULE
from tests.crowds import somebody

# In the third week of a quarter, when the last one has just been told.
TODAY = datetime(2026, 10, 20, 9, tzinfo=UTC)


@pytest.fixture
def valued(stick: Community) -> Community:
    """The community, with the module, founded two years before today."""
    stick.modules = [*stick.modules, MODULE, "repertoire", "gatherings", "agenda"]
    stick.founded_at = datetime(2024, 10, 1, tzinfo=UTC)
    stick.save(update_fields=["modules", "founded_at"])
    return stick


@pytest.fixture
def crowd(valued: Community) -> list[Person]:
    """Six members."""
    people = [somebody(f"Member {n}") for n in range(6)]
    for person in people:
        admit(person=person, community=valued)
    return people


def looked(name: str = "Run-time saved", **more: str) -> Looked:
    """Something to look at, by hand in hours unless it is said otherwise."""
    said = {"unit": "hours", **more}
    return Looked(name, Cycle.REALIZED, Horizon.SHORT, Whose.ORGANISATION, **said)


@pytest.fixture
def hours(valued: Community, ines: Person) -> Indicator:
    """Entered by hand, in hours."""
    return begin(by=ines, community=valued, looked=looked(), at=TODAY)


@pytest.fixture
def worth(valued: Community, ines: Person) -> Indicator:
    """Asked in a sentence."""
    asked = looked("Worth my hour", unit="", question="The hour was worth it.")
    return begin(by=ines, community=valued, looked=asked, at=TODAY)
