"""Coffee by lot: who wants it is drawn once a month, and only those who were drawn know with whom."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Deed
from commonplace.communities.questions import askable
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.weaving.actions.coffee import NotAMember, NotDrawn, come_in, draw_coffees, go_out, say_of_coffee
from commonplace.weaving.models import Coffee, CoffeeDraw, CoffeeSeat

pytestmark = pytest.mark.django_db
HERE = "/c/stick/coffee/"


def month_after(day: datetime) -> datetime:
    """The morning of the first day of the next month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1, hour=6)


FIRST = month_after(datetime.now(UTC))
SECOND = month_after(FIRST)


@pytest.fixture
def two(stick: Community, hal: Person, tomasz: Person) -> list[Person]:
    """Hal and Tomasz are in."""
    for one in (hal, tomasz):
        come_in(by=one, community=stick)
    return [hal, tomasz]


def drawn() -> list[set[int]]:
    return [set(one.seats.values_list("person", flat=True)) for one in Coffee.objects.order_by("pk")]


def test_they_are_drawn_once_a_month_and_written_to(two: list[Person]) -> None:
    assert (draw_coffees(now=FIRST), draw_coffees(now=FIRST + timedelta(days=2))) == (1, 0)
    assert drawn() == [{one.pk for one in two}]
    first, second = Letter.objects.filter(kind="coffee").order_by("to")
    assert "Tomasz Wilk" in first.text
    assert "Hal Brennan" in second.text
    assert (
        not Deed.objects.filter(person__in=two, happened_at__gt=FIRST - timedelta(days=100))
        .exclude(verb__in=["joined", "came_in"])
        .exists()
    )


def test_two_alone_are_told_so_the_next_month(client: Client, two: list[Person]) -> None:
    draw_coffees(now=FIRST)
    assert draw_coffees(now=SECOND) == 0
    assert CoffeeDraw.objects.count() == 2
    client.force_login(two[0])
    assert "The last time nobody was left" in client.get(HERE).text


def test_later_in_the_month_nobody_is_drawn(two: list[Person]) -> None:
    assert draw_coffees(now=FIRST + timedelta(days=8)) == 0
    assert not CoffeeDraw.objects.exists()


def test_whoever_left_or_went_out_is_not_drawn(
    stick: Community, two: list[Person], leila: Person, amara: Person
) -> None:
    for one in (leila, amara):
        come_in(by=one, community=stick)
    leave(person=leila, community=stick, why="", at=FIRST - timedelta(days=1))
    go_out(by=amara, community=stick)
    draw_coffees(now=FIRST)
    assert drawn() == [{one.pk for one in two}]


def test_nothing_is_drawn_where_the_module_is_off(stick: Community, two: list[Person]) -> None:
    stick.modules = []
    stick.save(update_fields=["modules"])
    assert draw_coffees(now=FIRST) == 0


def test_guests_and_strangers_are_not_in(stick: Community, stranger: Person) -> None:
    with pytest.raises(NotAMember):
        come_in(by=stranger, community=stick)


def test_nobody_else_sees_with_whom(client: Client, two: list[Person], ines: Person, leila: Person) -> None:
    draw_coffees(now=FIRST)
    coffee = Coffee.objects.get()
    client.force_login(two[0])
    assert "Tomasz Wilk" in client.get(HERE).text
    for other in (ines, leila):
        assert list(Coffee.objects.visible_to(other)) == []
        client.force_login(other)
        assert "Tomasz Wilk" not in client.get(HERE).text
        assert client.post(f"{HERE}{coffee.pk}/came", {"came": "met"}).status_code == 404
        with pytest.raises(NotDrawn):
            say_of_coffee(by=other, coffee=coffee, came="met")


def test_stewards_see_how_many_from_five_on(
    client: Client, stick: Community, two: list[Person], ines: Person, rosa: Person, leila: Person, amara: Person
) -> None:
    for one in (rosa, leila):
        come_in(by=one, community=stick)
    client.force_login(ines)
    assert "Fewer than five are in." in client.get(HERE).text
    come_in(by=amara, community=stick)
    assert "5 people are in." in client.get(HERE).text
    client.force_login(leila)
    assert "people are in" not in client.get(HERE).text


def test_what_came_of_it_is_asked_once(client: Client, stick: Community, two: list[Person]) -> None:
    draw_coffees(now=FIRST)
    hal, later = two[0], FIRST + timedelta(weeks=4)
    assert [q.code for q, _ in askable(hal, later)] == ["drawn_and_met"]
    client.force_login(hal)
    client.post(f"{HERE}{Coffee.objects.get().pk}/came", {"came": "not_met"})
    assert CoffeeSeat.objects.get(person=hal).came == "not_met"
    assert [q.code for q, _ in askable(hal, later)] == []
    # The other is asked no more, either, while the page is put away.
    assert [q.code for q, _ in askable(two[1], later)] == ["drawn_and_met"]
    stick.modules = []
    stick.save(update_fields=["modules"])
    assert [q.code for q, _ in askable(two[1], later)] == []


def test_one_comes_in_and_goes_out_by_oneself(client: Client, stick: Community, hal: Person) -> None:
    client.force_login(hal)
    client.post(f"{HERE}in", {"yes": "yes"})
    assert "You are in" in client.get(HERE).text
    client.post(f"{HERE}in", {"no": "no"})
    assert "You are not in." in client.get(HERE).text
