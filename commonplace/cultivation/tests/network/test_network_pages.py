"""The network as a page: the whole without names, one's own ties for oneself, names for stewards."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.viewpoint import look
from commonplace.cultivation.actions import NotAMember, be_drawn, be_drawn_no_more
from commonplace.cultivation.models import Drawable, Network, NetworkDot, NetworkKnot
from commonplace.cultivation.network.keeping import keep_network, keep_networks
from commonplace.cultivation.network.own import own_ties
from commonplace.cultivation.network.reading import read
from commonplace.cultivation.tests.network.test_network_reading import answer, meet, tied
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Affiliation, Person

pytestmark = pytest.mark.django_db
PAGE = "/c/stick/cultivate/network/"


@pytest.fixture
def twelve(member: Callable[..., Person]) -> list[Person]:
    return [member(f"Dot{at:02} Member") for at in range(12)]


@pytest.fixture
def wheel(stick: Community, table: Space, twelve: list[Person], now: datetime) -> Network:
    """Twelve people in two circles, of whom the first answers both; all of them may be drawn."""
    for half in (twelve[:6], twelve[6:]):
        meet(half[:5], table, now - timedelta(days=9))
        answer(half[5], half[0], table, now - timedelta(days=8))
    answer(twelve[0], twelve[6], table, now - timedelta(days=7))
    for one in twelve:
        be_drawn(by=one, community=stick, at=now - timedelta(days=6))
    return keep_network(community=stick, now=now)


def test_strangers_find_no_network(client: Client, stick: Community, stranger: Person) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}drawn", {"says": "yes"}).status_code == 404
    assert not Drawable.objects.exists()


def test_a_member_sees_the_whole_without_a_name(
    client: Client, wheel: Network, hal: Person, twelve: list[Person], django_assert_max_num_queries: Callable
) -> None:
    client.force_login(hal)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE).text
    assert page.count("h0") == 12
    assert "13 people are in it" in page.replace("\n", " ")
    assert not [one.name for one in twelve if one.name in page]
    assert "Stewards only" not in page
    assert "You have none just now" in page


def test_how_far_ties_keep_to_circles_and_circles_are_units_is_said_in_words(
    client: Client, stick: Community, wheel: Network, hal: Person, twelve: list[Person], now: datetime
) -> None:
    client.force_login(hal)
    page = " ".join(client.get(PAGE).text.split())
    assert ("ties keep to them by 0." in page, "adjusted mutual information" in page) == (True, False)
    for half, unit in ((twelve[:6], "Pumps"), (twelve[6:], "Night flow")):
        for one in half:
            Affiliation.objects.create(person=one, organisation="Water Board", unit=unit, is_main=True)
    Network.objects.all().delete()
    keep_network(community=stick, now=now)
    assert "are the units that people told by 1.00" in " ".join(client.get(PAGE).text.split())


def test_one_sees_ones_own_ties_and_what_stewards_read_of_one(
    client: Client, wheel: Network, twelve: list[Person], django_assert_max_num_queries: Callable
) -> None:
    client.force_login(twelve[0])
    with django_assert_max_num_queries(12):
        page = client.get(PAGE).text
    named = [one.name for one in twelve if one.name in page]
    assert named == [one.name for one in twelve[:7]]
    assert "other people would be parted from the rest." in page


def test_stewards_read_names_for_care(
    client: Client,
    stick: Community,
    wheel: Network,
    ines: Person,
    table: Space,
    twelve: list[Person],
    hal: Person,
    now: datetime,
    django_assert_max_num_queries: Callable,
) -> None:
    for at, one in enumerate(twelve):
        Affiliation.objects.create(person=one, organisation=f"Unit {at // 6}", is_main=True)
    keep_network(community=stick, now=now)
    client.force_login(ines)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE).text
    assert "The only way between Unit 0 – Unit 1." in page
    assert "Dot00 Member" in page
    leave(person=twelve[0], community=stick)
    assert "Dot00 Member" not in client.get(PAGE).text


def test_who_once_spoke_is_thought_of_and_who_follows_only_is_not(
    stick: Community, wheel: Network, table: Space, hal: Person, leila: Person, tomasz: Person, now: datetime
) -> None:
    for one in (hal, leila):
        answer(one, tomasz, table, now - timedelta(days=400))
    Membership.objects.filter(person=leila).update(pace=Membership.Pace.FOLLOW)
    kept = keep_network(community=stick, now=now)
    quiet = kept.knots.filter(kind=NetworkKnot.Kind.QUIET).values_list("person", flat=True)
    assert set(quiet) == {hal.pk, tomasz.pk}


def test_few_are_told_nothing_and_fewer_than_ten_are_not_drawn(
    client: Client, stick: Community, table: Space, hal: Person, leila: Person, member: Callable, now: datetime
) -> None:
    answer(hal, leila, table, now - timedelta(days=1))
    kept = keep_network(community=stick, now=now)
    assert (kept.told_at, kept.whole) == (None, {})
    client.force_login(hal)
    assert "told where ten people or more are in it" in " ".join(client.get(PAGE).text.split())
    others = [member(f"More{at} Member") for at in range(7)]
    for one in others:
        be_drawn(by=one, community=stick)
    kept = keep_network(community=stick, now=now)
    assert (kept.whole["people"], kept.whole["drawn"], kept.dots.count()) == (10, 0, 0)
    assert '<svg class="chart net' not in client.get(PAGE).text


def test_what_is_told_waits_for_the_fifth_who_moves(
    stick: Community, wheel: Network, table: Space, twelve: list[Person], member: Callable, now: datetime
) -> None:
    told, dots = wheel.whole, list(wheel.dots.order_by("place").values_list("x", "y"))
    came = now + timedelta(hours=1)
    for number in range(1, 6):
        member(f"Late{number} Member", days=-1)
        Membership.objects.filter(person__name=f"Late{number} Member").update(joined_at=came)
        kept = keep_network(community=stick, now=now + timedelta(hours=2))
        assert (kept.whole == told) == (number < 5)
    assert kept.whole["people"] == told["people"] + 5
    # All who were drawn stand about where they stood.
    wide = max(x for x, _ in dots) - min(x for x, _ in dots)
    for (x, y), (then_x, then_y) in zip(kept.dots.order_by("place").values_list("x", "y"), dots, strict=True):
        assert abs(x - then_x) + abs(y - then_y) < wide / 10


@pytest.mark.parametrize("way", ["takes it back", "is erased"])
def test_the_picture_goes_with_the_dot_of_whoever_wishes_it_no_more(
    client: Client, stick: Community, wheel: Network, twelve: list[Person], hal: Person, way: str
) -> None:
    client.force_login(hal)
    assert "h0" in client.get(PAGE).text
    if way == "is erased":
        erase(person=twelve[3], withdraw=False)
    else:
        be_drawn_no_more(by=twelve[3], community=stick)
    assert not NetworkDot.objects.filter(person=twelve[3]).exists()
    assert "h0M" not in client.get(PAGE).text


def test_one_says_so_on_the_page_twice_is_once_and_takes_it_back(
    client: Client, stick: Community, hal: Person, stranger: Person
) -> None:
    client.force_login(hal)
    for _ in range(2):
        answered = client.post(f"{PAGE}drawn", {"says": "yes"})
        assert answered.url == f"{PAGE}#drawn"
    assert Drawable.objects.count() == 1
    assert "Draw me no more" in client.get(PAGE).text
    client.post(f"{PAGE}drawn", {"says": "\x00nonsense"})
    assert Drawable.objects.count() == 0
    with pytest.raises(NotAMember):
        be_drawn(by=stranger, community=stick)


def test_an_archives_names_are_counted_and_never_placed(
    stick: Community, wheel: Network, twelve: list[Person], now: datetime
) -> None:
    Person.objects.filter(pk=twelve[1].pk).update(claimed_at=None)
    Network.objects.all().delete()
    kept = keep_network(community=stick, now=now)
    assert (kept.whole["people"], kept.whole["drawn"]) == (13, 11)
    assert not kept.dots.filter(person=twelve[1]).exists()
    assert not kept.knots.filter(person=twelve[1]).exists()


def test_own_ties_are_those_of_the_whole(stick: Community, wheel: Network, twelve: list[Person], now: datetime) -> None:
    whole = tied(read(stick, now=now))
    for one in twelve:
        own = {frozenset((one.pk, tie.byline.person_id)) for tie in own_ties(look(one, "stick"), one, now=now)}
        assert own == {tie for tie in whole if one.pk in tie}


def test_each_week_once(stick: Community, hal: Person, now: datetime) -> None:
    assert keep_networks(now=now) == 1
    assert keep_networks(now=now) == 0
    assert keep_networks(now=now + timedelta(days=7)) == 1
    stick.modules = [one for one in stick.modules if one != "cultivation"]
    stick.save()
    assert keep_networks(now=now + timedelta(days=14)) == 0
