"""Calling people together: when it is, who sees it, and once however often it was sent."""

from datetime import UTC, datetime

import pytest

from commonplace.communities.models import Deed
from commonplace.gatherings.actions.convening import ImpossibleTime, convene
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.lib.zones import NoSuchZone

pytestmark = pytest.mark.django_db


def test_the_clock_on_the_wall_says_when_it_is(clinic: Gathering, called) -> None:
    winter = called(wall=datetime.fromisoformat("2027-01-12T15:00"), title="Winter")
    summer = called(wall=datetime.fromisoformat("2027-07-13T15:00"), title="Summer")
    assert winter.starts_at == datetime(2027, 1, 12, 14, tzinfo=UTC)
    assert summer.starts_at == datetime(2027, 7, 13, 13, tzinfo=UTC)
    assert summer.wall == datetime.fromisoformat("2027-07-13T15:00")


def test_sent_twice_it_is_one(hal, table) -> None:
    first = convene(by=hal, space=table, plan=plan(), idempotency_key="once")
    assert convene(by=hal, space=table, plan=plan(), idempotency_key="once") == first
    assert Gathering.objects.count() == 1
    assert Deed.objects.filter(verb="convened").count() == 1


@pytest.mark.parametrize("minutes", [0, -5, 60 * 24 * 15])
def test_what_takes_no_time_or_for_ever_is_no_gathering(hal, table, minutes: int) -> None:
    with pytest.raises(ImpossibleTime):
        convene(by=hal, space=table, plan=plan(minutes=minutes))


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../../etc/passwd", "Europe/", "posixrules\0"])
def test_a_zone_that_nobody_knows_is_none(hal, table, zone: str) -> None:
    with pytest.raises(NoSuchZone):
        convene(by=hal, space=table, plan=plan(zone=zone))


def test_only_those_who_read_the_space_see_it(clinic: Gathering, hal, stranger) -> None:
    assert list(Gathering.objects.visible_to(hal)) == [clinic]
    assert list(Gathering.objects.visible_to(stranger)) == []
