"""A community that asks how it is doing, and people to answer."""

from datetime import datetime, timedelta

import pytest

from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community
from commonplace.communities.settings.actions.modules import switch
from commonplace.fitness.actions.opening import open_round
from commonplace.fitness.models import Round
from commonplace.fitness.queries import MODULE
from commonplace.people.models import Person
from tests.crowds import somebody


@pytest.fixture
def asking(stick: Community, ines: Person, now: datetime) -> Community:
    """The community, with the module."""
    switch(by=ines, community=stick, code=MODULE, on=True, at=now)
    stick.refresh_from_db()
    return stick


@pytest.fixture
def opened(asking: Community, ines: Person, now: datetime) -> Round:
    """A round of the nine questions, for two weeks."""
    until = now.date() + timedelta(days=14)
    return open_round(by=ines, community=asking, instrument="fitness", circles=[], until=until, at=now)


@pytest.fixture
def crowd(asking: Community) -> list[Person]:
    """Five members."""
    people = [somebody(f"Member {n}") for n in range(5)]
    for person in people:
        admit(person=person, community=asking)
    return people
