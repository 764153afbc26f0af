"""This week, ten minutes: what is taken on is offered to nobody else, and what came of it is seen or said."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.joining.actions.greeting import greet
from commonplace.communities.membership.actions.standing import make_member
from commonplace.communities.models import Community, Deed, Membership
from commonplace.cultivation.models import NotNow, Tended
from commonplace.cultivation.week.tended import KEPT_FOR, look_after, take_on
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
PAGE = "/c/stick/cultivate/week/"


@pytest.fixture
def page(client: Client, ines: Person) -> Callable[[], str]:
    client.force_login(ines)
    return lambda: re.sub(r"\s+", " ", client.get(PAGE).content.decode())


@pytest.fixture
def hello(stick: Community, amara: Person) -> dict[str, str]:
    """The suggestion to greet Amara, as its buttons send it."""
    return {"code": "not_greeted", "about": f"person:{amara.pk}"}


def test_only_who_tends_finds_the_week(client: Client, stick: Community, hal: Person, stranger: Person, hello) -> None:
    assert client.get(PAGE).status_code == 302
    for person in (hal, stranger):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
        assert client.post(f"{PAGE}tending", hello).status_code == 404
        assert client.post(f"{PAGE}tended/1", {"came": "well"}).status_code == 404
    assert not Tended.objects.exists()


def test_what_is_taken_on_is_offered_to_nobody_for_two_weeks(
    client: Client, page: Callable[[], str], ines: Person, hello, django_assert_max_num_queries: Callable
) -> None:
    with django_assert_max_num_queries(12):
        assert "Say hello to Amara" in page()
    client.post(f"{PAGE}tending", hello)
    client.post(f"{PAGE}tending", hello)
    shown = page()
    assert ("Say hello to Amara" in shown, "Say hello to whoever came in" in shown) == (False, True)
    assert Tended.objects.count() == Deed.objects.filter(verb="took_on_tending").count() == 1
    Tended.objects.update(at=Tended.objects.get().at - timedelta(days=15))
    assert "Say hello to Amara" in page()


def test_what_nothing_asks_for_any_more_is_seen_to_have_ended(
    stick: Community, ines: Person, amara: Person, hello, now: datetime, page: Callable[[], str]
) -> None:
    take_on(by=ines, community=stick, at=now, **hello)
    assert look_after(now=now) == 0
    greet(by=ines, membership=Membership.objects.get(person=amara), words="Hello.", at=now)
    assert look_after(now=now + timedelta(hours=1)) == 1
    assert "It asks for nothing any more." in page()
    assert look_after(now=now + timedelta(hours=2)) == 0


def test_what_was_put_off_meanwhile_has_not_ended(stick: Community, ines: Person, hello, now: datetime) -> None:
    take_on(by=ines, community=stick, at=now, **hello)
    NotNow.objects.create(community=stick, by=ines, code="not_greeted", about=hello["about"])
    assert look_after(now=now) == 0


def test_nobody_ends_what_they_cannot_see(
    stick: Community, ines: Person, rosa: Person, amara: Person, hello, now: datetime
) -> None:
    take_on(by=rosa, community=stick, at=now, **hello)
    make_member(by=ines, membership=Membership.objects.get(person=rosa))
    greet(by=ines, membership=Membership.objects.get(person=amara), words="Hello.", at=now)
    assert look_after(now=now + timedelta(hours=1)) == 0


def test_what_came_of_it_is_said_once_in_a_line(
    client: Client, page: Callable[[], str], stick: Community, ines: Person, hello, now: datetime
) -> None:
    take_on(by=ines, community=stick, at=now, **hello)
    one = Tended.objects.get()
    missing = client.post(f"{PAGE}tended/{one.pk}", {"words": "We talked."}) if page() else None
    assert missing is not None
    assert missing.status_code == 422
    assert "Choose one." in missing.content.decode()
    assert 'value="We talked."' in missing.content.decode()
    client.post(f"{PAGE}tended/{one.pk}", {"came": "well", "words": "We talked."})
    client.post(f"{PAGE}tended/{one.pk}", {"came": "nothing", "words": "Twice."})
    shown = page()
    assert 'Something good came of it. <q dir="auto">We talked.</q>' in shown
    assert ("Twice." in shown, Deed.objects.filter(verb="told_of_tending").count()) == (False, 1)
    # It may be taken on anew, for it asks still.
    client.post(f"{PAGE}tending", hello)
    assert Tended.objects.count() == 2


def test_what_is_not_offered_cannot_be_taken_on(client: Client, page: Callable[[], str], stick: Community) -> None:
    page()
    for code, about in (("not_greeted", "person:999"), ("nonsense\x00", "x" * 500), ("", "")):
        assert client.post(f"{PAGE}tending", {"code": code, "about": about}).status_code == 302
    assert not Tended.objects.exists()


def test_another_community_s_cannot_be_told(client: Client, page: Callable[[], str], ines, hello, now, stick) -> None:
    take_on(by=ines, community=stick, at=now, **hello)
    page()
    assert (
        client.post(f"/c/elsewhere/cultivate/week/tended/{Tended.objects.get().pk}", {"came": "well"}).status_code
        == 404
    )
    assert client.post(f"{PAGE}tended/99999999999999999999", {"came": "well"}).status_code in (302, 404)
    assert Tended.objects.get().is_open


def test_never_for_us_has_a_way_back(client: Client, page: Callable[[], str], hello) -> None:
    page()
    answer = client.post("/c/stick/cultivate/not-now", {"code": "not_greeted", "for_good": "1", "next": PAGE})
    assert answer.url == PAGE
    shown = page()
    assert ("Say hello to Amara" in shown, "Offer it again" in shown) == (False, True)
    client.post("/c/stick/cultivate/not-now", {"code": "not_greeted", "about": "", "undo": "1", "next": PAGE})
    shown = page()
    assert ("Say hello to Amara" in shown, "Offer it again" in shown) == (True, False)


def test_a_year_later_nothing_is_kept_of_it(stick: Community, ines: Person, hello, now: datetime) -> None:
    take_on(by=ines, community=stick, at=now - KEPT_FOR - timedelta(days=1), **hello)
    look_after(now=now)
    assert not Tended.objects.exists()
