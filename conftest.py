"""The cast that every test knows: The Listening Stick, built by the real actions."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.fixtures import Settings

from commonplace.communities.actions.founding import found, open_space
from commonplace.communities.actions.membership import admit
from commonplace.communities.models import Community, Membership, Space
from commonplace.limits.memory import memory
from commonplace.people.actions import register
from commonplace.people.models import Person

# Quick by default; HYPOTHESIS_PROFILE=thorough looks longer. No deadline: a first query on a cold database is slow.
hypothesis_settings.register_profile(
    "quick", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile("thorough", parent=hypothesis_settings.get_profile("quick"), max_examples=500)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(autouse=True)
def files_in_memory(settings: Settings) -> None:
    """No test writes into the data folder."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }


@pytest.fixture(autouse=True)
def nobody_tried_before(settings: Settings) -> None:
    """What was counted in one test is forgotten in the next."""
    settings.LIMITS_FILE = ":memory:"
    memory().clear()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def someone(db: None) -> Callable[..., Person]:
    """Makes a person with a confirmed address made from the name."""

    def make(name: str, **fields: object) -> Person:
        address = f"{name.split()[0].lower()}@example.org"
        return register(name=name, address=address, is_confirmed=True, **fields)

    return make


@pytest.fixture
def ines(someone: Callable[..., Person]) -> Person:
    return someone("Inês Baptista", craft="Network engineer")


@pytest.fixture
def stick(ines: Person, now: datetime) -> Community:
    """The Listening Stick: listed, joined on request, founded a year ago by Inês."""
    return found(
        by=ines, name="The Listening Stick", slug="stick", domain="Finding the water we lose",
        visibility=Community.Visibility.LISTED, at=now - timedelta(days=365),
    )  # fmt: skip


@pytest.fixture
def table(stick: Community) -> Space:
    """Where all members talk."""
    return stick.spaces.get(slug="table")


@pytest.fixture
def window(stick: Community) -> Space:
    """A space that anyone can read."""
    return open_space(community=stick, slug="window", name="Open window", visibility=Space.Visibility.PUBLIC)


@pytest.fixture
def circle(stick: Community, ines: Person, rosa: Person) -> Space:
    """A group space: Inês and Rosa."""
    return open_space(
        community=stick, slug="circle", name="Circle", visibility=Space.Visibility.GROUP, seats=[ines, rosa]
    )


@pytest.fixture
def rosa(someone: Callable[..., Person], stick: Community, now: datetime) -> Person:
    person = someone("Rosa Quispe")
    admit(person=person, community=stick, standing=Membership.Standing.STEWARD, at=now - timedelta(days=300))
    return person


@pytest.fixture
def member(someone: Callable[..., Person], stick: Community, now: datetime) -> Callable[[str], Person]:
    """Makes a member of the stick who has been in for 200 days."""

    def make(name: str, days: int = 200) -> Person:
        person = someone(name)
        admit(person=person, community=stick, cares_about="leaks", at=now - timedelta(days=days))
        return person

    return make


@pytest.fixture
def hal(member: Callable[[str], Person]) -> Person:
    return member("Hal Brennan")


@pytest.fixture
def tomasz(member: Callable[[str], Person]) -> Person:
    return member("Tomasz Wilk")


@pytest.fixture
def leila(member: Callable[[str], Person]) -> Person:
    return member("Leila Haddad")


@pytest.fixture
def amara(member: Callable[..., Person]) -> Person:
    """Came in four days ago."""
    return member("Amara Oyelaran", 4)


@pytest.fixture
def stranger(someone: Callable[..., Person]) -> Person:
    """Has an account, and no standing anywhere."""
    return someone("Stranger Ng")


@pytest.fixture
def unclaimed(db: None, stick: Community, now: datetime) -> Person:
    """A member known only from an archive."""
    person = Person.objects.create_user(name="Old Correspondent", claimed_at=None)
    admit(person=person, community=stick, at=now - timedelta(days=300), origin="archive")
    return person
