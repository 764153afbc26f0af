"""The season as a page: for stewards, without names; what lies ahead is moved once it is said who is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Space
from commonplace.communities.viewpoint import look
from commonplace.conversations.models import Draft
from commonplace.cultivation.season.picture import idea_url
from commonplace.cultivation.season.reading import season_of
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.changing import move
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.actions.serial import begin_series
from commonplace.gatherings.models import Gathering, Untold
from commonplace.gatherings.tests.conftest import plan
from commonplace.letters.models import Letter
from commonplace.people.actions.profile import Belonging, belong
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
PAGE = "/c/stick/cultivate/season/"


def page(client: Client, who: Person, path: str = PAGE) -> str:
    client.force_login(who)
    found = client.get(path)
    assert found.status_code == 200
    return " ".join(found.content.decode().split())


def test_the_season_is_for_stewards_of_a_community_that_meets(
    client: Client, stick: Community, ines: Person, hal: Person, stranger: Person, called: Callable
) -> None:
    called(5)
    assert client.get(PAGE).status_code == 302
    for who in (hal, stranger):
        client.force_login(who)
        assert client.get(PAGE).status_code == 404
    assert "The logger says leak" in page(client, ines)
    assert 'href="/c/stick/cultivate/season/"' in page(client, ines, "/c/stick/gatherings/")
    assert "/season/" not in page(client, hal, "/c/stick/gatherings/")
    Community.objects.filter(pk=stick.pk).update(modules=["cultivation"])
    client.force_login(ines)
    assert client.get(PAGE).status_code == 404


def test_a_year_of_gatherings_takes_twelve_queries_at_most(
    client: Client,
    stick: Community,
    ines: Person,
    tomasz: Person,
    called: Callable,
    django_assert_max_num_queries: Callable,
) -> None:
    for days in (-40, -30, -20, -10, 5, 10):
        one = called(days, came=4 if days < 0 else 0)
        if days > 0:
            answer(gathering=one, person=tomasz, says="yes")
    page(client, ines)
    for path in (PAGE, "/c/stick/cultivate/"):
        with django_assert_max_num_queries(12):
            shown = client.get(path).content.decode()
        assert "Tomasz" not in shown.partition("<main")[2].partition('id="care"')[0]


def test_what_a_steward_may_not_read_is_not_in_their_season(
    stick: Community, ines: Person, rosa: Person, circle: Space, called: Callable, hal: Person, now: datetime
) -> None:
    convene(by=ines, space=circle, plan=plan(title="Among two"), at=now)
    assert [one.title for one in season_of(look(ines, "stick"), now=now).meetings] == ["Among two"]
    assert season_of(look(hal, "stick"), now=now).meetings == ()


def test_holidays_of_four_members_are_nobodys_and_of_five_are_told(
    client: Client, stick: Community, ines: Person, member: Callable[[str], Person]
) -> None:
    people = [member(name) for name in ("Ana Um", "Bia Dois", "Caio Tres", "Davi Quatro", "Elis Cinco")]
    for one in people[:4]:
        belong(person=one, belongings=[Belonging("Aguas", "", "BR")])
    belong(person=ines, belongings=[Belonging("Wody", "", "PL")])
    before = page(client, ines)
    assert "Brazil" not in before
    assert "Poland" not in before
    belong(person=people[4], belongings=[Belonging("Aguas", "", "BR")])
    assert "Brazil" in page(client, ines)
    leave(person=people[0], community=stick)
    assert "Brazil" not in page(client, ines)


def test_moving_says_who_will_be_told_and_does_nothing_before(
    client: Client, stick: Community, ines: Person, tomasz: Person, leila: Person, called: Callable
) -> None:
    one = called(9)
    answer(gathering=one, person=tomasz, says="yes")
    answer(gathering=one, person=leila, says="maybe")
    to = one.wall_on + timedelta(days=7)
    asked = page(client, ines, f"{PAGE}{one.pk}?on={to}")
    assert "2 people who come, might, or wait for a seat have a letter" in asked
    assert f'value="{to}"' in asked
    one.refresh_from_db()
    assert one.wall_on != to
    assert not Letter.objects.filter(kind="gathering").exists()
    assert not Untold.objects.exists()
    assert client.post(f"{PAGE}{one.pk}", {"on": str(to), "at": "15:00"}).status_code == 302
    one.refresh_from_db()
    assert (one.wall_on, one.title, one.link) == (to, "The logger says leak", "https://meet.example.org/clinic")
    assert sorted(Untold.objects.waiting().values_list("answer__person__name", flat=True)) == [
        "Leila Haddad",
        "Tomasz Wilk",
    ]


def test_what_has_a_room_of_the_house_keeps_it_where_it_goes(stick, ines: Person, called: Callable) -> None:
    one = called(9)
    Gathering.objects.filter(pk=one.pk).update(room="kept", link="")
    one.refresh_from_db()
    moved = move(by=ines, gathering=one, wall=one.wall + timedelta(days=1))
    assert (moved.room, moved.wall) == ("kept", one.wall + timedelta(days=1))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"on": "2020-01-01", "at": "15:00"}, "That is over"),
        ({"on": "soon", "at": "15:00"}, "That is no day"),
        ({"on": "", "at": ""}, "It has no day yet"),
        ({"on": "9999-12-31", "at": "23:30"}, "No gathering can be then"),
    ],
)
def test_an_impossible_move_comes_back(client: Client, stick, ines: Person, called: Callable, said, why: str) -> None:
    one = called(9)
    client.force_login(ines)
    answered = client.post(f"{PAGE}{one.pk}", said)
    assert answered.status_code == 422
    assert why in answered.content.decode()
    before = one.starts_at
    one.refresh_from_db()
    assert one.starts_at == before


def test_only_stewards_move_and_nothing_that_is_over(
    client: Client, stick: Community, ines: Person, hal: Person, called: Callable
) -> None:
    past, coming = called(-3), called(9)
    client.force_login(hal)
    assert client.post(f"{PAGE}{coming.pk}", {"on": "2030-01-01", "at": "15:00"}).status_code == 404
    client.force_login(ines)
    assert client.get(f"{PAGE}{past.pk}").status_code == 404


def test_one_date_of_a_series_moves_and_the_others_stay(
    client: Client, stick: Community, ines: Person, hal: Person, table: Space
) -> None:
    first = begin_series(by=hal, space=table, plan=plan(), rule="FREQ=WEEKLY;COUNT=3")
    assert first.series is not None
    (one, two, three) = first.series.gatherings.order_by("starts_at")
    client.force_login(ines)
    to = two.wall_on + timedelta(days=1)
    assert "Only this date moves" in page(client, ines, f"{PAGE}{two.pk}")
    client.post(f"{PAGE}{two.pk}", {"on": str(to), "at": "16:00"})
    moved = [(row.wall_on, str(row.wall_time)) for row in first.series.gatherings.order_by("starts_at")]
    assert moved == [(one.wall_on, "15:00:00"), (to, "16:00:00"), (three.wall_on, "15:00:00")]


def test_a_proposal_is_one_press_from_the_page_that_calls_it(
    client: Client, stick: Community, ines: Person, hal: Person, table: Space, called: Callable, now: datetime
) -> None:
    for days in (-35, -28, -21):
        called(days, came=7, title="By itself")
    shown = page(client, ines)
    assert "To half of the 3 gatherings on this weekday at this hour 8 people or more came" in shown
    season = season_of(look(ines, "stick"), now=now)
    (idea,) = season.proposals([])
    address = f"/c/stick/gatherings/new?minutes=60&zone=UTC&at=15:00&on={idea.day}"
    assert address.replace("&", "&amp;") in shown
    # A zone may bear a sign that means something else in an address.
    assert "zone=Etc/GMT%2B5" in idea_url(replace(idea, slot=replace(idea.slot, zone="Etc/GMT+5")), "stick")
    form = page(client, ines, address)
    assert f'name="on" value="{idea.day}"' in form
    assert 'name="at" value="15:00"' in form


def test_an_address_fills_in_only_what_the_form_would_take(client: Client, stick: Community, hal: Person) -> None:
    title = "Sneaked in " * 60
    form = page(client, hal, f"/c/stick/gatherings/new?on=never&at=99:99&minutes=-4&zone=Mars/Base&title={title}")
    assert 'value="never"' not in form
    assert "99:99" not in form
    assert "Mars/Base" not in form
    assert "Sneaked" not in form
    assert 'value="A valve evening"' in page(client, hal, "/c/stick/gatherings/new?title=A+valve+evening")


def test_a_draft_stands_on_its_day_for_whoever_keeps_it(
    client: Client, stick: Community, ines: Person, rosa: Person, now: datetime
) -> None:
    day = (now + timedelta(days=20)).date()
    words = {"title": "A visit, perhaps", "on": day.isoformat()}
    draft = Draft.objects.create(person=ines, community=stick, place="gathering", form="1", words=words)
    Draft.objects.create(person=ines, community=stick, place="gathering", form="2", words={"on": "some day"})
    assert "A visit, perhaps" in page(client, ines)
    assert "A visit, perhaps" not in page(client, rosa)
    other = day + timedelta(days=2)
    assert f'name="on" value="{other}"' in page(client, ines, f"/c/stick/gatherings/new?draft={draft.pk}&on={other}")
