import pytest

from commonplace.communities.models import Community
from commonplace.communities.spaces.actions import seat
from commonplace.launch.actions.beginning import begin
from commonplace.launch.models import Launch
from commonplace.people.models import Person


@pytest.fixture
def launch(stick: Community, ines: Person, hal: Person) -> Launch:
    """The launch of the community: Ines began it, and Hal sits with her."""
    begun = begin(by=ines, community=stick)
    seat(by=ines, space=begun.space, person=hal)
    return begun
