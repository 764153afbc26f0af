"""A clinic that is being run: Hal holds it, Rosa and Tomasz sit at the table."""

from datetime import timedelta

import pytest

from commonplace.communities.models import Community, Space
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.people.models import Person
from commonplace.protocols.actions.following import follow
from commonplace.protocols.catalogue import protocol_named
from commonplace.runs.actions import seating, stepping
from commonplace.runs.models import Run


@pytest.fixture
def stick(stick: Community) -> Community:
    stick.modules = [*stick.modules, "gatherings", "protocols"]
    stick.save(update_fields=["modules"])
    return stick


def planned(hal: Person, space: Space, **changed: object) -> Gathering:
    gathering = convene(by=hal, space=space, plan=plan(**changed))
    follow(gathering=gathering, protocol=protocol_named("case-clinic"), by=hal)
    return gathering


@pytest.fixture
def clinic(stick: Community, hal: Person, table: Space) -> Gathering:
    return planned(hal, table)


@pytest.fixture
def run(clinic: Gathering, hal: Person, tomasz: Person, now) -> Run:
    """Begun a minute ago."""
    begun = stepping.start(gathering=clinic, by=hal, at=now - timedelta(minutes=1))
    for one in (hal, tomasz):
        seating.sit(run=begun, person=one)
    return begun


@pytest.fixture
def close_run(stick: Community, hal: Person, tomasz: Person, table: Space, now) -> Run:
    """The same under Chatham House."""
    held = planned(hal, table, confidence="chatham")
    begun = stepping.start(gathering=held, by=hal, at=now - timedelta(minutes=1))
    for one in (hal, tomasz):
        seating.sit(run=begun, person=one)
    return begun
