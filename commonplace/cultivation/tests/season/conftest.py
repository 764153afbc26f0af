"""A community that meets, and gatherings on days near and far."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from commonplace.communities.models import Community, Space
from commonplace.gatherings.actions.attending import confirm_attendance
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.people.models import Person


@pytest.fixture
def stick(stick: Community) -> Community:
    stick.modules = [*stick.modules, "gatherings"]
    stick.save(update_fields=["modules"])
    return stick


@pytest.fixture
def called(hal: Person, table: Space, now: datetime) -> Callable[..., Gathering]:
    """Convenes a gathering of Hal's so many days from now; one that has been says who was there."""

    def make(days: int, *, came: int = 0, space: Space = table, **said: object) -> Gathering:
        at = (now + timedelta(days=days)).replace(hour=15, minute=0, second=0, microsecond=0)
        one = convene(
            by=hal, space=space, plan=plan(wall=at.replace(tzinfo=None), zone="UTC", **said), at=at - timedelta(days=12)
        )
        if days < 0:
            confirm_attendance(by=hal, gathering=one, came={hal.pk: "here"}, others=came, at=one.ends_at)
        return one

    return make
