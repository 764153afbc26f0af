"""The learning agenda: put, weighed, carried, taken up at gatherings, ended, and looked back on."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.agenda.actions import items as actions
from commonplace.agenda.inbox_lines import CODE
from commonplace.agenda.models import Item, Kind, Review, Weight
from commonplace.agenda.queries.items import waiting_for_an_hour
from commonplace.communities.founding.actions import found
from commonplace.communities.inbox import waiting_for
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.stewards import NotASteward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.search.models import SearchEntry


@pytest.fixture
def space(stick: Community) -> Space:
    stick.modules = [*stick.modules, "agenda", "gatherings", "protocols"]
    stick.save(update_fields=["modules"])
    return stick.spaces.get(slug="table")


@pytest.fixture
def item(space: Space, hal: Person) -> Item:
    return actions.put(by=hal, space=space, kind=Kind.INQUIRY, title="Plastic pipe by ear", why="Nobody hears it.")


def meet(by: Person, space: Space, at: datetime) -> Gathering:
    """A gathering at a moment."""
    wall = at.replace(tzinfo=None, microsecond=0)
    return convene(by=by, space=space, plan=Plan(title="An hour on plastic", wall=wall, zone="UTC"))


def page(client: Client, person: Person | None, path: str = "") -> str:
    if person is not None:
        client.force_login(person)
    return client.get(f"/c/stick/agenda/{path}").content.decode()


def test_what_matters_to_most_stands_first(
    client: Client, item: Item, space: Space, hal: Person, ines: Person, rosa: Person
) -> None:
    other = actions.put(by=ines, space=space, kind=Kind.ISSUE, title="Sunday work", form="case-clinic")
    actions.weigh(person=rosa, item=other)
    told = page(client, hal)
    assert told.index("Sunday work") < told.index("Plastic pipe by ear")
    assert "matters most to 1 of us" in told
    assert rosa.name not in told


def test_one_has_five_to_give_and_may_take_one_back(item: Item, space: Space, ines: Person, hal: Person) -> None:
    others = [
        actions.put(by=ines, space=space, kind=Kind.ISSUE, title=f"Thing {n}") for n in range(actions.MOST_WEIGHTS)
    ]
    for one in others:
        actions.weigh(person=hal, item=one)
    with pytest.raises(actions.AllGiven):
        actions.weigh(person=hal, item=item)
    actions.weigh(person=hal, item=others[0])
    actions.end(by=ines, item=others[1], came_of="Nothing.")
    actions.weigh(person=hal, item=item)
    actions.weigh_no_more(person=hal, item=item)
    assert Weight.objects.filter(person=hal).count() == actions.MOST_WEIGHTS


def test_a_guest_reads_and_says_nothing(client: Client, item: Item, stick: Community, tomasz: Person) -> None:
    Membership.objects.filter(person=tomasz).update(standing="guest", until=None)
    told = page(client, tomasz, f"{item.pk}")
    assert "It is among what matters most to me" not in told
    assert client.post(f"/c/stick/agenda/{item.pk}/weight").status_code == 403
    with pytest.raises(actions.Unfit):
        actions.weigh(person=tomasz, item=item)


def test_it_is_put_there_once_however_often_it_is_sent(client: Client, space: Space, hal: Person) -> None:
    client.force_login(hal)
    said = {
        "kind": "issue",
        "title": "Night work",
        "space": space.slug,
        "idempotency_key": "0190a4c0-0000-7000-8000-000000000001",
    }
    first, second = (client.post("/c/stick/agenda/new", said)["Location"] for _time in range(2))
    assert first == second == f"/c/stick/agenda/{Item.objects.get().pk}"
    wrong = client.post("/c/stick/agenda/new", said | {"title": "", "why": "It costs us sleep."})
    assert wrong.status_code == 422
    assert "It costs us sleep." in wrong.content.decode()


def test_somebody_carries_it_and_nobody_takes_it_from_them(
    client: Client, item: Item, hal: Person, rosa: Person, ines: Person
) -> None:
    actions.carry(by=rosa, item=item)
    with pytest.raises(actions.NotTheirs):
        actions.carry(by=hal, item=item)
    assert "I carry it" not in page(client, hal, f"{item.pk}")
    actions.carry(by=ines, item=item)
    item.refresh_from_db()
    assert item.carrier == ines
    actions.lay_down(by=rosa, item=item)
    actions.lay_down(by=ines, item=item)
    item.refresh_from_db()
    assert item.carrier is None


def test_a_gathering_takes_it_up_and_its_carrier_is_asked_a_week_later(
    client: Client, item: Item, space: Space, hal: Person, rosa: Person, now: datetime
) -> None:
    actions.carry(by=rosa, item=item)
    gathering = meet(hal, space, now + timedelta(days=3))
    client.force_login(rosa)
    client.post(f"/c/stick/agenda/{item.pk}/gatherings", {"gathering": gathering.pk})
    assert "a gathering takes it up" in page(client, hal)
    assert CODE not in lines_for(rosa, now)
    assert CODE not in lines_for(rosa, now + timedelta(days=6))
    assert CODE in lines_for(rosa, now + timedelta(days=14))
    assert CODE not in lines_for(hal, now + timedelta(days=14))
    actions.end(by=rosa, item=item, came_of="We hear it now.")
    assert CODE not in lines_for(rosa, now + timedelta(days=14))


def lines_for(person: Person, now: datetime) -> set[str]:
    standings = list(Membership.objects.current().filter(person=person).select_related("community"))
    return {one.code for one in waiting_for(person, standings, now=now)}


def test_a_gathering_that_one_does_not_see_is_not_told(
    client: Client, item: Item, circle: Space, hal: Person, ines: Person, now: datetime
) -> None:
    actions.take_up(by=ines, item=item, gathering=meet(ines, circle, now + timedelta(days=3)))
    assert "a gathering takes it up" in page(client, ines)
    assert "a gathering takes it up" not in page(client, hal)
    assert "An hour on plastic" not in page(client, hal, f"{item.pk}")


def test_what_matters_and_has_no_hour_waits_for_whoever_plans_the_season(
    item: Item, stick: Community, space: Space, ines: Person, hal: Person, now: datetime
) -> None:
    stick.refresh_from_db()
    viewpoint = Viewpoint(ines, stick, Membership.objects.get(person=ines))
    assert waiting_for_an_hour(viewpoint, now=now) == []
    actions.weigh(person=hal, item=item)
    actions.weigh(person=ines, item=item)
    assert [(one.pk, one.weight) for one in waiting_for_an_hour(viewpoint, now=now)] == [(item.pk, 2)]
    actions.take_up(by=hal, item=item, gathering=meet(hal, space, now + timedelta(days=3)))
    assert waiting_for_an_hour(viewpoint, now=now) == []


def test_what_came_of_it_stays_and_is_found(client: Client, item: Item, hal: Person, tomasz: Person) -> None:
    with pytest.raises(actions.NotTheirs):
        actions.end(by=tomasz, item=item, came_of="Mine to say.")
    client.force_login(hal)
    client.post(f"/c/stick/agenda/{item.pk}/end", {"came_of": "A microphone for cattle."})
    assert "Plastic pipe by ear" not in page(client, hal)
    assert "A microphone for cattle." in page(client, hal, "?show=ended")
    assert "cattle" in SearchEntry.objects.get(kind="agenda_item").body
    with pytest.raises(actions.IsOver):
        actions.carry(by=tomasz, item=item)
    actions.reopen(by=hal, item=item)
    assert "Plastic pipe by ear" in page(client, hal)


def test_whoever_left_changes_nothing(item: Item, hal: Person, now: datetime) -> None:
    Membership.objects.filter(person=hal).update(standing="alumnus", left_at=now)
    with pytest.raises(actions.NotTheirs):
        actions.end(by=hal, item=item, came_of="Gone.")


def test_a_season_is_looked_back_on_by_those_who_keep_the_agenda(
    client: Client, item: Item, ines: Person, hal: Person, stick: Community
) -> None:
    with pytest.raises(NotASteward):
        actions.review(by=hal, community=stick, served="Much.")
    client.force_login(hal)
    assert client.get("/c/stick/agenda/review").status_code == 403
    client.force_login(ines)
    assert "Plastic pipe by ear" in client.get("/c/stick/agenda/review").content.decode()
    answer = client.post("/c/stick/agenda/review", {"served": "The clinics.", "comes_next": "Fewer of them."})
    assert answer["Location"].endswith("#reviews")
    assert "Fewer of them." in page(client, hal)
    client.logout()
    assert "Fewer of them." not in page(client, None)
    assert Review.objects.count() == 1


def test_a_gathering_of_another_community_does_not_take_it_up(
    item: Item, ines: Person, hal: Person, now: datetime
) -> None:
    other = found(by=hal, name="Other", slug="other", domain="Else")
    with pytest.raises(actions.Unfit):
        actions.take_up(by=hal, item=item, gathering=meet(hal, other.spaces.get(), now + timedelta(days=2)))
