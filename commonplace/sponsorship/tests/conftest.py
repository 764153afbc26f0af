"""The Listening Stick with a sponsor’s page, one who sponsors it, and a request."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person
from commonplace.sponsorship.actions.asking import Asked, ask
from commonplace.sponsorship.models import Request

Ask = Callable[..., Request]


@pytest.fixture
def stick(stick: Community) -> Community:
    """With its module."""
    stick.modules = [*stick.modules, "sponsorship"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def sponsoring(stick: Community, ines: Person, member: Callable[[str], Person]) -> Callable[[str], Person]:
    """Lets somebody in who sponsors it, by a role."""

    def make(name: str) -> Person:
        person = member(name)
        membership = Membership.objects.get(person=person, community=stick)
        appoint(by=ines, membership=membership, name="Sponsor", since=date(2020, 1, 1), until=None)
        return person

    return make


@pytest.fixture
def mireille(sponsoring: Callable[[str], Person]) -> Person:
    """Who sponsors it."""
    return sponsoring("Mireille Okonjo")


@pytest.fixture
def asks(stick: Community, ines: Person, now: datetime) -> Ask:
    """Has Inês ask for something."""

    def make(title: str = "Let crews stay on the clock", **more: object) -> Request:
        given = {"why": "Some attend in their lunch break.", **more}
        at = given.pop("at", now)
        assert isinstance(at, datetime)
        return ask(by=ines, community=stick, asked=Asked(title, **given), at=at)

    return make
