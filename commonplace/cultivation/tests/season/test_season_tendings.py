"""What the season gives a steward to tend: silences, too much, the same form, and what nobody holds."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from commonplace.attention.actions.choosing import give_time
from commonplace.attention.models import Beyond
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Space
from commonplace.communities.tendings import Tending
from commonplace.communities.viewpoint import look
from commonplace.cultivation import tendings
from commonplace.cultivation.actions import put_off
from commonplace.cultivation.reading import read
from commonplace.cultivation.season.reading import season_of
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import invite_guest
from commonplace.gatherings.actions.serial import begin_series
from commonplace.gatherings.tests.conftest import plan
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def offered(stick: Community, to: Person, now: datetime) -> dict[str, Tending]:
    lines = tendings.offered(tendings.bed_of(look(to, "stick"), read(stick, now=now), now=now))
    return {one.code: one for line in lines for one in line.tendings}


def test_a_silence_is_a_tending_until_it_is_put_off(
    stick: Community, ines: Person, called: Callable, now: datetime
) -> None:
    for days in (-60, -50, -40):
        called(days)
    one = offered(stick, ines, now)["no_gathering"]
    assert one.why.startswith("Because nothing is planned from ")
    put_off(by=ines, community=stick, code=one.code, abouts=[one.about], now=now)
    assert "no_gathering" not in offered(stick, ines, now)
    assert "no_gathering" in offered(stick, ines, now + timedelta(days=29))


def test_what_is_planned_ends_the_silence(stick: Community, ines: Person, called: Callable, now: datetime) -> None:
    for days in (-30, -20, -10, 3):
        called(days)
    assert "no_gathering" not in offered(stick, ines, now)


def test_too_much_is_measured_by_what_five_members_declared_and_names_none_of_them(
    stick: Community, ines: Person, member: Callable[[str], Person], called: Callable, now: datetime
) -> None:
    called(9, minutes=200)
    people = [member(name) for name in ("Ana Um", "Bia Dois", "Caio Tres", "Davi Quatro", "Elis Cinco")]
    for number, one in enumerate(people[:4]):
        give_time(person=one, minutes=61 + number, beyond=Beyond.WAITS)
    assert "too_much" not in offered(stick, ines, now)
    give_time(person=people[4], minutes=65, beyond=Beyond.WAITS)
    one = offered(stick, ines, now)["too_much"]
    assert one.why == (
        "Because its gatherings take 3 hours 20 minutes; half of those who said how much time they give have 1 hour a"
        " week."
    )
    put_off(by=ines, community=stick, code=one.code, abouts=[""], now=now, for_good=True)
    assert "too_much" not in offered(stick, ines, now + timedelta(days=1))


def test_half_a_year_of_one_series_asks_for_a_spark(
    stick: Community, ines: Person, hal: Person, table: Space, called: Callable, now: datetime
) -> None:
    wall = (now - timedelta(days=175)).replace(tzinfo=None)
    begin_series(
        by=hal, space=table, plan=plan(wall=wall, zone="UTC"), rule="FREQ=WEEKLY;INTERVAL=4", at=now - timedelta(176)
    )
    one = offered(stick, ines, now)["same_form"]
    assert "gatherings of six months had one form" in one.why
    called(20, title="A visit")
    assert "same_form" not in offered(stick, ines, now)


def test_nobody_to_hold_it_and_nobody_who_answered_are_said(
    stick: Community, ines: Person, hal: Person, leila: Person, called: Callable, now: datetime
) -> None:
    one = called(5)
    found = offered(stick, ines, now)
    assert "no_host" not in found
    assert found["nobody_answered"].url == f"/c/stick/gatherings/{one.pk}/asking"
    answer(gathering=one, person=leila, says="no")
    assert "nobody_answered" not in offered(stick, ines, now)
    leave(person=hal, community=stick)
    found = offered(stick, ines, now)
    assert found["no_host"].url == f"/c/stick/gatherings/{one.pk}/hosts"
    put_off(by=ines, community=stick, code="no_host", abouts=[found["no_host"].about], now=now)
    assert "no_host" not in offered(stick, ines, now)


def test_a_year_without_a_guest_asks_for_one_until_one_is_invited(
    stick: Community, ines: Person, hal: Person, called: Callable, now: datetime
) -> None:
    for days in (-150, -120, -90, -60, -30):
        called(days)
    assert "no_guest" not in offered(stick, ines, now)
    called(-10)
    assert offered(stick, ines, now)["no_guest"].why == (
        "Because six gatherings were held within a year, and no guest was invited to any."
    )
    invite_guest(by=hal, gathering=called(5), address="guest@example.com")
    assert "no_guest" not in offered(stick, ines, now)


def test_a_community_without_gatherings_has_no_season(
    stick: Community, ines: Person, called: Callable, now: datetime, django_assert_num_queries: Callable
) -> None:
    called(5)
    Community.objects.filter(pk=stick.pk).update(modules=["cultivation"])
    viewpoint = look(ines, "stick")
    with django_assert_num_queries(0):
        assert season_of(viewpoint, now=now).meetings == ()
