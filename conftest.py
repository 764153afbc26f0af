"""The cast that every test knows: The Listening Stick, built by the real actions."""

import gc
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as house
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.test import TransactionTestCase
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from commonplace.communities.doors import SpaceVisibility, Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Space
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.standing import Standing
from commonplace.house.tests.homes import Home, migrate
from commonplace.limits.memory import memory
from commonplace.people.actions import register
from commonplace.people.models import Person
from tests import statements
from tests.databases import asks_a_database
from tests.emptied import empty_after
from tests.kept import STAGE, Stage

# Quick by default, and the same twice, so that a change is judged by what it changes; HYPOTHESIS_PROFILE=thorough looks
# longer, and each time elsewhere. No deadline: a first query on a cold database is slow.
hypothesis_settings.register_profile(
    "quick", max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile(
    "thorough", parent=hypothesis_settings.get_profile("quick"), max_examples=500, derandomize=False
)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: the collector of garbage need not walk it again for every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--where-databases-differ", action="store_true", help="leave out what no database could change")
    parser.addoption("--note-statements", type=Path, help="note in this folder what each test asks of the database")
    parser.addoption("--noted-statements", type=Path, help="where databases differ, ask each statement noted there")


def pytest_configure(config: pytest.Config) -> None:
    TransactionTestCase._fixture_teardown = empty_after
    if folder := config.getoption("--note-statements"):
        config.pluginmanager.register(statements.Notes(folder))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what no database could change, where that is wanted: `bin/check` has seen it on SQLite."""
    if not config.getoption("--where-databases-differ"):
        return
    differ = {one for one in items if asks_a_database(one) and one.get_closest_marker("any_database") is None}
    if folder := config.getoption("--noted-statements"):
        differ = statements.chosen(differ, statements.noted(folder))
    config.hook.pytest_deselected(items=[one for one in items if one not in differ])
    items[:] = [one for one in items if one in differ]


@receiver(connection_created)
def rows_come_in_no_order_of_their_own(connection: BaseDatabaseWrapper, **_: object) -> None:
    """What asks for no order gets another than it is used to, as from PostgreSQL once rows have come and gone."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA reverse_unordered_selects = ON")


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


@pytest.fixture(autouse=True)
def as_a_process_begins() -> Iterator[None]:
    """The language and the zone that a request chose end with the test."""
    yield
    translation.activate(house.LANGUAGE_CODE)
    timezone.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """What Django asks a database once in a process, it asks before a test counts queries: else the first has three
    more than when it follows others.
    """
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field


@pytest.fixture(autouse=True)
def files_are_found_when_asked(settings: Settings) -> None:
    """A client looks for no style or script before it is asked for one, where a server looks at all as it starts."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def quick_passphrases(settings: Settings) -> None:
    """A passphrase is hashed once and not a million times; `house/tests/test_passphrases.py` looks at the real hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def migrated_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Home]]:
    """A migrated installation of each kind, to copy."""
    yield from migrate(tmp_path_factory.mktemp("migrated"))


@pytest.fixture(autouse=True)
def stage() -> Stage:
    """Calls the cast on by the actions, or by the rows that they wrote in an earlier test; see `tests/kept.py`."""
    STAGE.begin()
    return STAGE


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def someone(db: None, stage: Stage) -> Callable[..., Person]:
    """Makes a person with a confirmed address made from the name."""

    def make(name: str, **fields: object) -> Person:
        address = f"{name.split()[0].lower()}@example.org"
        words = [word for field in sorted(fields.items()) for word in field]
        return stage.call(
            lambda: register(name=name, address=address, is_confirmed=True, **fields), "register", name, *words
        )

    return make


@pytest.fixture
def ines(someone: Callable[..., Person]) -> Person:
    return someone("Inês Baptista", craft="Network engineer")


@pytest.fixture
def stick(ines: Person, stage: Stage, now: datetime) -> Community:
    """The Listening Stick: listed, joined on request, founded a year ago by Inês."""

    def make() -> Community:
        return found(
            by=ines, name="The Listening Stick", slug="stick", domain="Finding the water we lose",
            visibility=Visibility.LISTED, at=now - timedelta(days=365),
        )  # fmt: skip

    founded = stage.call(make, "found", now=now)
    founded.founded_by = ines
    return founded


@pytest.fixture
def table(stick: Community) -> Space:
    """Where all members talk."""
    return stick.spaces.get(slug="table")


@pytest.fixture
def window(stick: Community, stage: Stage) -> Space:
    """A space that anyone can read."""
    return stage.call(
        lambda: open_space(community=stick, slug="window", name="Open window", visibility=SpaceVisibility.PUBLIC),
        "window",
    )


@pytest.fixture
def circle(stick: Community, ines: Person, rosa: Person, stage: Stage) -> Space:
    """A group space: Inês and Rosa."""
    return stage.call(
        lambda: open_space(
            community=stick, slug="circle", name="Circle", visibility=SpaceVisibility.GROUP, seats=[ines, rosa]
        ),
        "circle",
    )


@pytest.fixture
def come_in(stick: Community, stage: Stage, now: datetime) -> Callable[..., Person]:
    """Lets somebody into the stick, some days ago."""

    def admitted(person: Person, days: int, **more: str) -> Person:
        words = [word for field in sorted(more.items()) for word in field]
        stage.call(
            lambda: admit(person=person, community=stick, at=now - timedelta(days=days), **more).pk,
            "admit", person.pk, days, *words,
            now=now,
        )  # fmt: skip
        return person

    return admitted


@pytest.fixture
def rosa(someone: Callable[..., Person], come_in: Callable[..., Person]) -> Person:
    return come_in(someone("Rosa Quispe"), 300, standing=Standing.STEWARD)


@pytest.fixture
def member(someone: Callable[..., Person], come_in: Callable[..., Person]) -> Callable[[str], Person]:
    """Makes a member of the stick who has been in for 200 days."""

    def make(name: str, days: int = 200) -> Person:
        return come_in(someone(name), days, cares_about="leaks")

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
def unclaimed(come_in: Callable[..., Person]) -> Person:
    """A member known only from an archive."""
    return come_in(Person.objects.create_user(name="Old Correspondent", claimed_at=None), 300, origin="archive")
