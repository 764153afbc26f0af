"""The hour as well as the day, as the reader's hours run and where they are; a page says whose hours they are."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.communities.doors import Visibility
from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.ui import clock

pytestmark = pytest.mark.django_db
AT = datetime(2024, 9, 9, 13, 5, tzinfo=UTC)


@pytest.fixture
def said(stick: Community, window: Space, hal: Person, tomasz: Person) -> Conversation:
    Community.objects.filter(pk=stick.pk).update(visibility=Visibility.PUBLIC)
    opened = open_conversation(by=hal, space=window, kind="tip", title="A tip", text="Listen.", at=AT)
    reply(by=tomasz, conversation=opened, text="I did.", at=AT + timedelta(hours=10))
    return opened


def moments(page: str) -> list[str]:
    return re.findall(r'<time datetime="[^"]*" title="[^"]*" data-moment="hour">([^<]*)</time>', page)


@pytest.mark.parametrize(
    ("accepts", "zone", "first", "second"),
    [
        ("en", "", "9 September 2024, 13:05", "9 September 2024, 23:05"),
        ("en-GB,en;q=0.8", "", "9 September 2024, 13:05", "9 September 2024, 23:05"),
        ("en-US,en;q=0.9", "", "9 September 2024, 1:05 p.m.", "9 September 2024, 11:05 p.m."),
        ("en-US,en;q=0.9", "Asia/Tokyo", "9 September 2024, 10:05 p.m.", "10 September 2024, 8:05 a.m."),
        ("pl-PL,en-US;q=0.5", "Europe/Warsaw", "9 września 2024, 15:05", "10 września 2024, 01:05"),
    ],
)
def test_guests_and_members_read_their_own_hours(
    client: Client, said: Conversation, hal: Person, accepts: str, zone: str, first: str, second: str
) -> None:
    """Each twice: kept pages of guests are kept for those who read alike."""
    there = reverse("conversation", args=["stick", said.pk])
    if zone:
        client.cookies["zone"] = zone
    for _ in range(2):
        assert moments(client.get(there, headers={"accept-language": accepts}).text) == [first, first, second]
    client.force_login(hal)
    assert moments(client.get(there, headers={"accept-language": accepts}).text) == [first, first, second]


def test_readers_of_one_language_do_not_get_each_others_kept_page(client: Client, said: Conversation) -> None:
    there = reverse("conversation", args=["stick", said.pk])
    for _ in range(2):
        for accepts, hour in (("en-US", "1:05 p.m."), ("en-GB", "13:05")):
            page = client.get(there, headers={"accept-language": accepts}).text
            assert moments(page)[0] == f"9 September 2024, {hour}"
            assert f'data-clock="{"h12" if "p.m." in hour else "h23"}"' in page


def test_who_chose_no_zone_is_told_whose_hours_they_read(client: Client, said: Conversation, settings) -> None:
    settings.TIME_ZONE = "Europe/Warsaw"
    there = reverse("conversation", args=["stick", said.pk])
    for _ in range(2):
        assert "Hours are those of Warsaw." in client.get(there).text
        polish = client.get(there, headers={"accept-language": "pl"}).text
        assert "Godziny podano według strefy: Warszawa." in polish
        assert moments(polish)[0] == "9 września 2024, 15:05"
    client.cookies["zone"] = "Asia/Tokyo"
    assert "Hours are those of" not in client.get(there).text
    client.cookies["zone"] = "Nowhere/Else"
    assert client.get(there).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "language", "half"),
    [
        ("", "en", False),
        ("en", "en", False),
        ("en-us", "en", True),
        ("EN-US", "en", True),
        ("en-IE,en-US;q=0.3", "en", False),
        ("pl,en-US;q=0.3", "pl", False),
        ("pl-PL,en-AU;q=0.3", "en", True),
        ("en-XQ", "en", False),
        ("en-\x00,*;q=0", "en", False),
        ("en-us" + "x" * 9000, "en", False),
    ],
)
def test_the_region_says_how_hours_run(accepted: str, language: str, half: bool) -> None:
    assert clock.wants_half_days(accepted, language) is half


def test_how_hours_run_ends_with_the_request(client: Client, said: Conversation) -> None:
    client.get(reverse("conversation", args=["stick", said.pk]), headers={"accept-language": "en-US"})
    assert not clock.has_half_days()


def test_an_hour_on_somebodys_page_runs_as_the_readers_do(client: Client, hal: Person, rosa: Person) -> None:
    Person.objects.filter(pk=rosa.pk).update(time_zone="America/La_Paz")
    client.force_login(hal)
    there = reverse("person", args=["stick", rosa.pk])
    assert re.search(r"\d{1,2}:\d\d [ap]\.m\.", client.get(there, headers={"accept-language": "en-US"}).text)
    assert not re.search(r"\d [ap]\.m\.", client.get(there).text)
