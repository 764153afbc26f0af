"""A maker of browsers, and a device that it reaches."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from commonplace.attention.actions.pushing import add_device
from commonplace.attention.models import PushDevice
from commonplace.attention.tests.push_service import Maker
from commonplace.people.models import Person


@pytest.fixture
def maker() -> Iterator[Maker]:
    """Whoever made the browsers."""
    server = Maker()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def allowed(settings: Settings) -> None:
    """The operator lets the house ask makers of browsers, and those on this machine."""
    settings.WEB_PUSH = settings.WEB_PUSH_INSIDE = True


@pytest.fixture
def device(allowed: None, maker: Maker, hal: Person, now: datetime) -> PushDevice:
    """Hal's, since two hours ago."""
    return add_device(person=hal, **maker.device(), name="Firefox on Linux", at=now - timedelta(hours=2))
