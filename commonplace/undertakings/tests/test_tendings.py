"""What undertakings give a steward to tend: what nobody has moved for weeks, until somebody does, or it ends."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from commonplace.communities.models import Community
from commonplace.communities.tendings import TENDINGS, Bed, Tending, with_rows
from commonplace.communities.viewpoint import look
from commonplace.people.models import Person
from commonplace.undertakings.actions.beginning import end
from commonplace.undertakings.models import Undertaking

pytestmark = pytest.mark.django_db


def offered(to: Person, now: datetime) -> list[Tending]:
    viewpoint = look(to, "stick")
    return list(TENDINGS["undertaking_still"].offer(with_rows(Bed(viewpoint.community, viewpoint, now))))


def test_what_stands_still_is_asked_after_until_it_ends(
    stick: Community, ines: Person, hal: Person, respond: Callable[..., Undertaking], now: datetime
) -> None:
    one = respond()
    assert offered(ines, now + timedelta(days=41)) == []
    (tending,) = offered(ines, now + timedelta(days=43))
    assert tending.why == "Because nothing has happened in it for six weeks."
    assert tending.url == one.url("stick")
    end(by=hal, undertaking=one)
    assert offered(ines, now + timedelta(days=43)) == []


def test_where_undertakings_are_off_nothing_is_asked(
    stick: Community, ines: Person, respond: Callable[..., Undertaking], now: datetime
) -> None:
    respond()
    Community.objects.filter(pk=stick.pk).update(modules=["cultivation"])
    assert offered(ines, now + timedelta(days=43)) == []
