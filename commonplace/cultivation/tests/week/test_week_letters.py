"""The week by mail: to those who tend and chose it, on Monday morning, without names, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from commonplace.attention.actions.choosing import be_quiet
from commonplace.communities.membership.actions.standing import make_member
from commonplace.communities.models import Community, Membership
from commonplace.communities.stewards import NotASteward
from commonplace.conversations.actions.opening import open_conversation
from commonplace.cultivation.models import Tended, WeekByMail
from commonplace.cultivation.week.letters import may_go, send_weeks, stop_address, want_week
from commonplace.cultivation.week.tended import say_what_came, take_on
from commonplace.letters.models import Letter
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday(now: datetime) -> datetime:
    """Noon of next Monday, by the clock of a house in UTC."""
    day = now.date() + timedelta(days=7 - now.weekday())
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def wanted(stick: Community, rosa: Person, now: datetime) -> Person:
    Person.objects.filter(pk=rosa.pk).update(time_zone="UTC")
    want_week(person=rosa, community=stick, at=now)
    want_week(person=rosa, community=stick, at=now)
    return rosa


def letters() -> list[Letter]:
    return list(Letter.objects.filter(kind="week"))


def test_it_comes_once_on_monday_and_carries_no_name(
    stick: Community, table, wanted: Person, amara: Person, leila: Person, monday: datetime
) -> None:
    title = "Which logger for iron?"
    open_conversation(by=leila, space=table, kind="question", title=title, text="?", at=monday - timedelta(days=5))
    assert send_weeks(now=monday - timedelta(days=1)) == 0
    assert send_weeks(now=monday.replace(hour=6)) == 0
    assert send_weeks(now=monday) == 1
    assert send_weeks(now=monday + timedelta(hours=20)) == 0
    (letter,) = letters()
    assert "Answer what is growing cold" in letter.text
    assert "Say hello to whoever came in" in letter.text
    for words in (title, "Amara", "Leila"):
        assert words not in letter.text + letter.html + letter.subject
    assert send_weeks(now=monday + timedelta(days=7)) == 1


def test_nothing_is_sent_where_there_is_nothing_to_say(stick: Community, wanted: Person, monday: datetime) -> None:
    assert send_weeks(now=monday) == 0
    assert WeekByMail.objects.get().looked_on == monday.date()


def test_what_came_of_the_last_week_is_told_and_what_is_open_is_asked(
    stick: Community, wanted: Person, amara: Person, monday: datetime
) -> None:
    for about, days in (("person:0", 2), (f"person:{amara.pk}", 8)):
        take_on(by=wanted, community=stick, code="not_greeted", about=about, at=monday - timedelta(days=days))
    done = Tended.objects.get(about="person:0")
    say_what_came(
        by=wanted, community=stick, pk=done.pk, came="well", words="We talked.", at=monday - timedelta(days=1)
    )
    assert send_weeks(now=monday) == 1
    (letter,) = letters()
    assert "Say hello to whoever came in: Something good came of it" in letter.text
    assert "1 thing that you took on asks still." in letter.text
    assert "We talked." not in letter.text


@pytest.mark.parametrize("why", ["tends no more", "quiet", "switched off", "stopped"])
def test_it_goes_to_nobody_who_may_not_or_would_not(
    client: Client, stick: Community, wanted: Person, ines: Person, amara: Person, monday: datetime, why: str
) -> None:
    """Asked as it is written, and once more right before it goes."""
    assert send_weeks(now=monday) == 1
    (letter,) = letters()
    assert may_go(letter)
    if why == "tends no more":
        make_member(by=ines, membership=Membership.objects.get(person=wanted))
    elif why == "quiet":
        be_quiet(person=wanted, community=stick, until=monday + timedelta(days=60))
    elif why == "switched off":
        Community.objects.filter(pk=stick.pk).update(modules=["gatherings"])
    else:
        stop = stop_address(wanted, stick).partition("//")[2].partition("/")[2]
        assert client.get(f"/{stop}").status_code == 200
        assert WeekByMail.objects.exists()
        assert Client(enforce_csrf_checks=True).post(f"/{stop}").status_code == 200
        assert not WeekByMail.objects.exists()
    letter.refresh_from_db()
    assert not may_go(letter)
    assert send_weeks(now=monday + timedelta(days=7)) == 0


def test_only_who_tends_may_have_it(client: Client, stick: Community, ines: Person, hal: Person, now: datetime) -> None:
    with pytest.raises(NotASteward):
        want_week(person=hal, community=stick, at=now)
    client.force_login(hal)
    assert client.post("/c/stick/cultivate/week/mail", {"says": "yes"}).status_code == 404
    client.force_login(ines)
    client.post("/c/stick/cultivate/week/mail", {"says": "yes"})
    assert WeekByMail.objects.get().person == ines
    client.post("/c/stick/cultivate/week/mail", {"says": "no"})
    assert not WeekByMail.objects.exists()


def test_a_link_that_was_not_made_here_stops_nothing(client: Client, wanted: Person) -> None:
    assert client.post("/letters/stop/week/forged").status_code == 404
    assert WeekByMail.objects.exists()
