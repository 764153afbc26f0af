"""Calendars by address: what their reader may see today, and nothing else; kept, asked about, revoked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from commonplace.communities.doors import InLetters
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Space
from commonplace.feeds.actions import digest_of, make_address
from commonplace.feeds.models import Opens, SecretAddress
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.models import Answer, Gathering, State
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
Call = Callable[..., Gathering]


@pytest.fixture(autouse=True)
def gatherings_are_on(stick: Community) -> None:
    stick.modules = [*stick.modules, "gatherings"]
    stick.save(update_fields=["modules"])


@pytest.fixture
def call(now: datetime) -> Call:
    """Calls people together in a space, in a week, under a title."""

    def made(space: Space, title: str, by: Person) -> Gathering:
        wall = (now + timedelta(days=7)).replace(hour=15, minute=0, second=0, microsecond=0, tzinfo=None)
        plan = Plan(title=title, wall=wall, zone="Europe/Warsaw", purpose=f"{title} purpose.")
        return convene(by=by, space=space, plan=plan)

    return made


@pytest.fixture
def secret() -> Callable[..., str]:
    """The address of a new calendar of somebody's."""

    def made(person: Person, community: Community | None = None, space: Space | None = None) -> str:
        _kept, words = make_address(person=person, community=community, space=space, opens=Opens.CALENDAR)
        return f"/feeds/{words}/gatherings.ics"

    return made


def titles(address: str, client: Client | None = None) -> list[str]:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200, address
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return sorted(str(one["SUMMARY"]) for one in Calendar.from_ical(answer.content).events)


def test_made_on_ones_page_shown_once_and_revoked(client: Client, stick, table, hal, call) -> None:
    client.force_login(hal)
    call(table, "Clinic", hal)
    page = client.post("/me/feeds", {"of": "calendar:stick"}).text
    (address,) = re.findall(r"http://localhost:8000(/feeds/[\w-]{43}/gatherings\.ics)", page)
    assert f"webcal://localhost:8000{address}" in page
    kept = SecretAddress.objects.get()
    assert (kept.opens, kept.digest) == (Opens.CALENDAR, digest_of(address.split("/")[2]))
    assert titles(address) == ["Clinic"]
    assert "The calendar of The Listening Stick" in client.get("/me/feeds").text
    client.post(reverse("feed_revocation", args=[kept.pk]))
    assert Client().get(address).status_code == 404


def test_a_calendar_of_a_community_opens_no_group_and_one_of_a_group_nothing_else(
    stick, table, circle, ines, call, secret
) -> None:
    inside, few = call(table, "Inside", ines), call(circle, "Few", ines)
    whole, group = secret(ines, stick), secret(ines, stick, circle)
    assert (titles(whole), titles(group)) == (["Inside"], ["Few"])
    for base, seen, unseen in ((whole, inside, few), (group, few, inside)):
        assert titles(base.replace(".ics", f"/{seen.pk}.ics")) == [seen.title]
        assert Client().get(base.replace(".ics", f"/{unseen.pk}.ics")).status_code == 404


def test_a_calendar_of_all_takes_the_hours_of_groups_and_leaves_out_what_one_does_not_come_to(
    stick, table, circle, ines, call, secret
) -> None:
    call(table, "Inside", ines), call(circle, "Zq few", ines)
    other = call(table, "Not mine", ines)
    Answer.objects.create(gathering=other, person=ines, says=Answer.Says.NO)
    address = secret(ines)
    assert titles(address) == ["A gathering in The Listening Stick", "Inside"]
    assert b"Zq" not in Client().get(address).content


def test_it_opens_dates_and_no_lists_and_an_address_of_lists_no_dates(stick, table, hal, call, secret) -> None:
    call(table, "Clinic", hal)
    calendar = secret(hal, stick)
    assert Client().get(calendar.replace("gatherings.ics", "conversations.atom")).status_code == 404
    lists = f"/feeds/{make_address(person=hal, community=stick)[1]}"
    assert Client().get(f"{lists}/gatherings.ics").status_code == 404
    assert Client().get("/feeds/guessed/gatherings.ics").status_code == 404


@pytest.mark.parametrize("whole", [True, False])
def test_it_heeds_what_changes_meanwhile(stick, table, hal, ines, call, secret, whole: bool) -> None:
    clinic = call(table, "Clinic", ines)
    address = secret(hal, None if whole else stick)
    assert titles(address) == ["Clinic"]
    Gathering.objects.filter(pk=clinic.pk).update(state=State.CANCELLED)
    (event,) = Calendar.from_ical(Client().get(address).content).events
    assert event["STATUS"] == "CANCELLED"
    leave(person=hal, community=stick)
    if whole:
        assert titles(address) == []
    else:
        assert Client().get(address).status_code == 404
    Person.objects.filter(pk=hal.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_asked_again_nothing_is_sent_and_a_change_is(stick, table, hal, call, secret) -> None:
    clinic = call(table, "Clinic", hal)
    address = secret(hal, stick)
    first = Client().get(address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert not first.cookies
    again = {"if_none_match": first.headers["ETag"]}
    assert Client().get(address, headers=again).status_code == 304
    Gathering.objects.filter(pk=clinic.pk).update(title="Clinic at last")
    assert Client().get(address, headers=again).status_code == 200


def test_anyone_reads_what_is_open_to_anyone(stick, table, window, hal, call) -> None:
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    call(table, "Inside", hal), call(window, "Open", hal)
    assert titles("/c/stick/feeds/gatherings.ics") == ["Open"]
    Community.objects.filter(pk=stick.pk).update(visibility="private")
    assert Client().get("/c/stick/feeds/gatherings.ics").status_code == 404


def test_one_gathering_is_a_file_for_those_who_see_it(client: Client, stick, table, hal, stranger, call) -> None:
    clinic = call(table, "Clinic", hal)
    address = f"/c/stick/gatherings/{clinic.pk}.ics"
    assert Client().get(address).status_code == 404
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.force_login(hal)
    assert titles(address, client) == ["Clinic"]
    answer = client.get(address)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="stick-{clinic.pk}.ics"'
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_long_life_costs_no_more(stick, table, hal, call, secret, django_assert_max_num_queries) -> None:
    for number in range(30):
        call(table, f"Clinic {number}", hal)
    for address in (secret(hal, stick), secret(hal)):
        with django_assert_max_num_queries(12):
            assert len(titles(address)) == 30


def test_what_was_more_than_a_year_ago_is_not_told_again(stick, table, hal, call, secret) -> None:
    old = call(table, "Old", hal)
    Gathering.objects.filter(pk=old.pk).update(
        starts_at=datetime(2020, 1, 1, 12, tzinfo=UTC), ends_at=datetime(2020, 1, 1, 13, tzinfo=UTC)
    )
    assert titles(secret(hal, stick)) == []


def test_the_pages_lead_there(client: Client, stick, table, window, circle, hal, ines, call) -> None:
    Community.objects.filter(pk=stick.pk).update(visibility="public")
    inside, open_one, few = call(table, "Inside", ines), call(window, "Open", ines), call(circle, "Few", ines)
    assert 'href="/c/stick/feeds/gatherings.ics"' in client.get("/c/stick/gatherings/").text
    page = client.get(f"/c/stick/gatherings/{open_one.pk}/").text
    assert f'href="/c/stick/gatherings/{open_one.pk}.ics"' in page
    assert "/me/feeds" not in page
    client.force_login(ines)
    assert 'href="/me/feeds?of=calendar%3Astick"' in client.get("/c/stick/gatherings/").text
    assert 'href="/me/feeds?of=calendar%3Astick"' in client.get(f"/c/stick/gatherings/{inside.pk}/").text
    assert 'href="/me/feeds?of=calendar%3Astick/circle"' in client.get(f"/c/stick/gatherings/{few.pk}/").text
    assert '<option value="calendar:stick/circle" selected' in client.get("/me/feeds?of=calendar:stick/circle").text


def test_where_gatherings_are_switched_off_there_is_no_calendar(stick, table, hal, call, secret) -> None:
    address, mine = secret(hal, stick), secret(hal)
    call(table, "Clinic", hal)
    Community.objects.filter(pk=stick.pk).update(modules=[])
    assert Client().get(address).status_code == 404
    assert titles(mine) == []
    client = Client()
    client.force_login(hal)
    assert "calendar:stick" not in client.get("/me/feeds").text


def test_in_polish_its_words_are_polish(stick, table, hal, call, secret) -> None:
    Person.objects.filter(pk=hal.pk).update(language="pl")
    Space.objects.filter(pk=table.pk).update(in_letters=InLetters.NOTICE)
    table.refresh_from_db()
    call(table, "Clinic", hal)
    assert titles(secret(hal)) == ["Spotkanie w społeczności The Listening Stick"]
