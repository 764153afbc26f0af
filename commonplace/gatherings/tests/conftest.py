"""A gathering that the tests of this room know: a case clinic on Tuesday, in Kraków's hours."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from commonplace.communities.models import Community, Space
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.actions.polling import ask_when
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.hosts import calendar, host
from commonplace.people.models import Person

__all__ = ["calendar", "host"]
ZONE = "Europe/Warsaw"
ASKED = ("walls", "until", "asks_everyone", "idempotency_key", "at")


def plan(**changed: object) -> Plan:
    """The case clinic of next week, but for what is said otherwise."""
    wall = (datetime.now() + timedelta(days=7)).replace(hour=15, minute=0, second=0, microsecond=0)  # noqa: DTZ005
    said: dict[str, object] = {
        "title": "The logger says leak",
        "purpose": "Hal has dug twice and found dry ground.",
        "wall": wall,
        "zone": ZONE,
        "minutes": 60,
        "link": "https://meet.example.org/clinic",
        "place": "",
    }
    return Plan(**{**said, **changed})  # type: ignore[arg-type]


@pytest.fixture
def stick(stick: Community) -> Community:
    """The Listening Stick, with gatherings switched on."""
    stick.modules = [*stick.modules, "gatherings"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def clinic(stick, hal: Person, table: Space) -> Gathering:
    return convene(by=hal, space=table, plan=plan())


@pytest.fixture
def called(hal: Person, table: Space) -> Callable[..., Gathering]:
    """Convenes a gathering of Hal's that is the clinic but for what is said otherwise."""
    return lambda **changed: convene(by=hal, space=changed.pop("space", table), plan=plan(**changed))


@pytest.fixture
def asked(stick, hal: Person, table: Space) -> Callable[..., Gathering]:
    """Asks for Hal when the clinic could be: three times, a week ahead, but for what is said otherwise."""

    def of(**changed: object) -> Gathering:
        said: dict[str, object] = {name: changed.pop(name) for name in ASKED if name in changed}
        said.setdefault("walls", [plan().wall, *(plan().wall.replace(hour=10) + timedelta(days=n) for n in (1, 2))])
        return ask_when(by=hal, space=changed.pop("space", table), plan=plan(**changed), **said)  # type: ignore[arg-type]

    return of
