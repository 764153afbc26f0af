"""The next gathering on Today and beside a community's day: when it is, by the reader's clock, and one's answer."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions.holding import hold
from commonplace.conversations.actions.opening import open_conversation
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.changing import call_off
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.queries.next_one import how_near
from commonplace.gatherings.tests.conftest import plan
from commonplace.people.models import Person
from commonplace.ui.context import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def stick(stick: Community) -> Community:
    stick.modules = [*stick.modules, "gatherings"]
    stick.save(update_fields=["modules"])
    return stick


def called(by: Person, space: Space, days: float, title: str, **said: object) -> Gathering:
    wall = (datetime.now(UTC) + timedelta(days=days)).replace(tzinfo=None, microsecond=0)
    return convene(by=by, space=space, plan=plan(title=title, wall=wall, zone="UTC", **said))


def beside(client: Client, who: Person | None, path: str = "/c/stick/") -> str:
    """What a page says under the words of the next gathering; "" where it says nothing."""
    if who is not None:
        client.force_login(who)
    page = " ".join(client.get(path).content.decode().split())
    return page.partition("Next gathering")[2].partition("</section>")[0]


def test_the_next_one_stands_on_today_and_beside_the_communitys_day(
    client: Client, stick: Community, table: Space, hal: Person, leila: Person
) -> None:
    called(hal, table, 9, "Later")
    one = called(hal, table, 3, "The logger says leak")
    for path in ("/", "/c/stick/"):
        said = beside(client, leila, path)
        assert "The logger says leak" in said
        assert "in three days" in said
        assert "Say whether you come" in said
        assert "Later" not in said
    answer(gathering=one, person=leila, says="yes")
    assert "you are coming" in beside(client, leila)
    assert "you are coming" not in beside(client, hal, "/")


@pytest.mark.parametrize("path", ["/", "/c/stick/"])
def test_it_costs_no_query(
    client: Client, stick: Community, table: Space, hal: Person, leila: Person, path: str
) -> None:
    """It comes along with the reader's standings; what is asked without a gathering is asked with one."""
    open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Why?")
    client.force_login(leila)
    client.get(path)
    with CaptureQueriesContext(connection) as without:
        client.get(path)
    answer(gathering=called(hal, table, 3, "The logger says leak"), person=leila, says="yes")
    with CaptureQueriesContext(connection) as seen:
        assert "The logger says leak" in client.get(path).content.decode()
    assert len(seen) == len(without) <= 12


def test_what_the_reader_may_not_see_is_not_next(
    client: Client, stick: Community, table: Space, circle: Space, hal: Person, ines: Person, rosa: Person, leila
) -> None:
    called(ines, circle, 1, "Among two")
    held = called(hal, table, 2, "Held back")
    hold(by=rosa, kind="gathering", object_id=held.pk, community=stick, why="A look")
    off = called(hal, table, 3, "Called off")
    call_off(by=hal, gathering=off, why="Rain")
    called(hal, table, -1, "Has been")
    assert beside(client, leila) == beside(client, leila, "/") == ""
    assert "Among two" in beside(client, rosa)


def test_what_is_switched_off_is_not_next(client: Client, stick: Community, table: Space, hal: Person) -> None:
    called(hal, table, 3, "The logger says leak")
    Community.objects.filter(pk=stick.pk).update(modules=["cultivation"])
    assert beside(client, hal) == beside(client, hal, "/") == ""


def test_the_first_of_several_communities_is_next(
    client: Client, stick: Community, table: Space, hal: Person, leila: Person
) -> None:
    other = found(by=hal, name="Other Place")
    Community.objects.filter(pk=other.pk).update(modules=["gatherings"])
    admit(person=leila, community=other)
    called(hal, table, 3, "Here")
    called(hal, other.spaces.get(), 2, "There")
    assert "There" in beside(client, leila, "/")
    assert "Other Place" in beside(client, leila, "/")
    assert "Here" in beside(client, leila)


def test_hours_are_the_readers_own(client: Client, stick: Community, table: Space, hal: Person, leila: Person) -> None:
    wall = (datetime.now(UTC) + timedelta(days=3)).replace(hour=22, minute=30, second=0, microsecond=0, tzinfo=None)
    convene(by=hal, space=table, plan=plan(wall=wall, zone="UTC"))
    client.cookies[ZONE] = "Asia/Kolkata"
    # The hour of the night in Kolkata; the house's own clock shows half past ten.
    assert "04:00 to 05:00" in beside(client, leila)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (-0.5, "now"),
        (1, "today"),
        (9, "tonight"),
        (14, "tomorrow"),
        (24 * 3, "in three days"),
        (24 * 14, "in 14 days"),
        (24 * 15, "16 July"),
    ],
)
def test_how_near_it_is(hours: float, said: str) -> None:
    now = datetime(2026, 7, 1, 10, 30, tzinfo=ZoneInfo("Europe/Lisbon"))
    with timezone.override("Europe/Lisbon"):
        assert how_near(now + timedelta(hours=hours), now=now) == said
