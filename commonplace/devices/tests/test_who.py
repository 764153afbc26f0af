"""Who is let in, what each may see, and what happens to a device whose person goes."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.doors import InLetters
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Space, SpaceSeat
from commonplace.communities.moderation.actions import hold
from commonplace.devices import who
from commonplace.devices.actions import MOST_DEVICES, digest_of, make_password, note_use, revoke_all
from commonplace.devices.models import DevicePassword, Shows
from commonplace.gatherings.models import Answer, Gathering
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.web.everything import words_of

pytestmark = pytest.mark.django_db


def test_made_on_ones_page_shown_once_and_revoked(client: Client, hal, stick, table, call, device) -> None:
    client.force_login(hal)
    call(table, "Clinic", hal)
    page = client.post("/me/calendars", {"name": "My phone", "shows": "each"}).text
    (words,) = re.findall(r"<code dir=\"ltr\">((?:[a-z2-9]{4}-){5}[a-z2-9]{4})</code>", page)
    kept = DevicePassword.objects.get()
    assert (kept.name, kept.shows, kept.digest, kept.used_on) == ("My phone", "each", digest_of(words), None)
    phone = device(hal)
    phone.words = words
    assert phone.titles("stick") == ["Clinic"]
    page = client.get("/me/calendars").text
    assert words not in page
    assert "My phone" in page
    assert "Last used" in page
    client.post(reverse("calendar_revocation", args=[kept.pk]))
    assert phone.ask("PROPFIND", "/dav/").status_code == 401


def test_the_page_says_what_to_type(client: Client, hal, stick, settings) -> None:
    client.force_login(hal)
    page = client.get("/me/calendars").text
    for said in ("http://localhost:8000/dav/", f"http://localhost:8000/dav/{hal.pk}/stick/", "hal@example.org"):
        assert said in page
    for program in ("iPhone", "DAVx⁵", "Thunderbird", "Evolution"):
        assert program in page


def test_a_password_is_long_and_typed_as_one_likes(hal) -> None:
    seen = {make_password(person=hal, name="x")[1] for _number in range(MOST_DEVICES)}
    assert len(seen) == MOST_DEVICES
    assert len(who._password_in("Basic " + "x" * 2000)) == 0
    words = seen.pop()
    assert digest_of(words) == digest_of(f" {words.upper().replace('-', ' ')} ") != digest_of(words[:-1])
    # 118 bits: a fast hash is enough, as its docstring says.
    assert len(words.replace("-", "")) == 24
    assert set("".join(seen)) <= {*"abcdefghjkmnpqrstuvwxyz23456789-"}


def test_nobody_can_look_after_more(client: Client, hal) -> None:
    for number in range(MOST_DEVICES):
        make_password(person=hal, name=f"{number}")
    client.force_login(hal)
    answer = client.post("/me/calendars", {"name": "One more", "shows": "all"})
    assert (answer.status_code, DevicePassword.objects.count()) == (422, MOST_DEVICES)
    assert "Revoke one first" in answer.text
    assert 'value="One more"' in answer.text


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Basic",
        "Basic ",
        "Basic !",
        "Basic é",
        "Basic eA==",
        "Basic eDo=",
        "Bearer x",
        "Digest username=x",
        "x" * 9000,
    ],
)
def test_without_a_password_nothing_opens(hal, device, said: str) -> None:
    phone = device(hal)
    headers = {"authorization": said} if said else {}
    answer = Client().generic("PROPFIND", phone.home, headers={"depth": "0", **headers})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Basic realm="Commonplace"')
    assert b"password for each device" in answer.content


def test_a_session_or_a_passphrase_opens_nothing(client: Client, hal, device) -> None:
    phone = device(hal)
    hal.set_password("a passphrase of some length")
    hal.save()
    client.force_login(hal)
    assert client.generic("PROPFIND", phone.home, headers={"depth": "0"}).status_code == 401
    said = phone.authorization(words="a passphrase of some length")
    assert phone.ask("PROPFIND", phone.home, authorization=said).status_code == 401


def test_the_name_is_not_looked_at(hal, device) -> None:
    phone = device(hal)
    for name in ("hal@example.org", "old@example.net", "", "ines@example.org"):
        assert phone.ask("PROPFIND", phone.home, authorization=phone.authorization(name)).status_code == 207


def test_whoever_guesses_waits_and_with_them_whoever_asks_from_there(hal, device) -> None:
    phone = device(hal)
    wrong = phone.authorization(words="abcd-efgh-jkmn-pqrs-tuvw-xyz2")
    answers = [phone.ask("PROPFIND", "/dav/", authorization=wrong).status_code for _try in range(who.GUESSES.most + 2)]
    assert answers == [401] * who.GUESSES.most + [429] * 2
    slowed = phone.ask("PROPFIND", "/dav/")
    assert (slowed.status_code, int(slowed.headers["Retry-After"]) > 0) == (429, True)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").generic(
        "PROPFIND", "/dav/", headers={"authorization": phone.authorization(), "depth": "0"}
    )
    assert elsewhere.status_code == 207


def test_one_device_may_not_ask_without_end(hal, device, settings) -> None:
    settings.API_READS_A_MINUTE = 5
    phone, other = device(hal), device(hal)
    assert [phone.ask("PROPFIND", "/dav/").status_code for _try in range(6)] == [207] * 5 + [429]
    assert other.ask("PROPFIND", "/dav/").status_code == 207


def test_the_day_is_kept_and_no_hour_and_written_once(hal, device, django_assert_num_queries) -> None:
    phone = device(hal)
    phone.ask("PROPFIND", "/dav/")
    phone.kept.refresh_from_db()
    today = timezone.now().astimezone(UTC).date()
    assert phone.kept.used_on == today
    with django_assert_num_queries(0):
        note_use(password=phone.kept, on=today)
        note_use(password=phone.kept, on=today - timedelta(days=1))
    note_use(password=phone.kept, on=today + timedelta(days=1))
    phone.kept.refresh_from_db()
    assert phone.kept.used_on == today + timedelta(days=1)


def test_an_unproven_account_gives_out_none_and_a_first_proof_ends_them(client: Client, hal, device) -> None:
    phone = device(hal)
    revoke_all(hal)
    assert phone.ask("PROPFIND", "/dav/").status_code == 401
    hal.emailaddress_set.update(verified=False)
    client.force_login(hal)
    assert client.post("/me/calendars", {"name": "x", "shows": "all"}).status_code == 422
    assert not DevicePassword.objects.exists()


# --- What each may see ---------------------------------------------------------------------------------------------


def test_what_stands_among_few_is_for_those_few(hal, ines, stick, table, circle, call, device) -> None:
    call(circle, "Zq few", ines), call(table, "Inside", ines)
    seated, not_seated = device(ines), device(hal)
    assert seated.titles("stick.circle") == ["Zq few"]
    assert not_seated.ask("GET", f"{not_seated.home}stick.circle/").status_code == 404
    assert not_seated.titles("stick") == seated.titles("stick") == ["Inside"]
    SpaceSeat.objects.filter(space=circle, person=ines).delete()
    assert seated.ask("GET", f"{seated.home}stick.circle/").status_code == 404


def test_nobody_finds_the_home_of_another(hal, ines, stick, table, call, device) -> None:
    clinic = call(table, "Clinic", ines)
    phone, other = device(hal), device(ines)
    for path in ("", "stick/", "~mine/", f"stick/{clinic.uid}.ics"):
        assert phone.ask("PROPFIND", f"{other.home}{path}").status_code == 404
        assert other.ask("PROPFIND", f"{other.home}{path}").status_code == 207


def test_who_left_or_was_shut_out_sees_nothing(hal, ines, stick, table, call, device) -> None:
    call(table, "Clinic", ines)
    phone = device(hal)
    (calendar,) = phone.props(f"{phone.home}stick/", "sync-token").values()
    token = calendar["{DAV:}sync-token"].text
    leave(person=hal, community=stick)
    assert list(phone.props(phone.home, "displayname", depth="1")) == [phone.home]
    body = f'<sync-collection xmlns="DAV:"><sync-token>{token}</sync-token><prop><getetag/></prop></sync-collection>'
    assert phone.ask("REPORT", f"{phone.home}stick/", body).status_code == 404
    Person.objects.filter(pk=hal.pk).update(is_active=False)
    assert phone.ask("PROPFIND", "/dav/").status_code == 401


def test_what_is_held_back_or_switched_off_is_gone(hal, ines, stick, table, call, device) -> None:
    clinic = call(table, "Clinic", ines)
    phone, every = device(hal), device(hal, Shows.ALL)
    hold(by=ines, kind="gathering", object_id=clinic.pk, community=stick, why="Not yet.")
    assert (phone.titles("stick"), every.titles("~mine")) == ([], [])
    Community.objects.filter(pk=stick.pk).update(modules=[])
    assert phone.ask("GET", f"{phone.home}stick/").status_code == 404


def test_what_one_does_not_come_to_is_left_out_of_everything(hal, ines, stick, table, call, device) -> None:
    clinic = call(table, "Clinic", ines)
    Answer.objects.create(gathering=clinic, person=hal, says=Answer.Says.NO)
    phone = device(hal)
    assert (phone.titles("stick"), phone.titles("~mine")) == (["Clinic"], [])


@pytest.mark.parametrize("confidence", ["ordinary", "chatham", "sealed"])
def test_no_calendar_names_anyone(hal, ines, stick, table, call, device, confidence: str) -> None:
    clinic = call(table, "Clinic", ines, link="https://meet.example/x")
    Gathering.objects.filter(pk=clinic.pk).update(confidence=confidence)
    Answer.objects.create(gathering=clinic, person=hal, says=Answer.Says.YES)
    phone = device(ines)
    told = phone.ask("GET", f"{phone.home}stick/{clinic.uid}.ics").content.decode()
    for name in ("Hal", "Inês", "ATTENDEE", "ORGANIZER", "meet.example"):
        assert name not in told
    assert ("Clinic" in told) is (confidence != "sealed")


def test_in_polish_its_words_are_polish(hal, stick, table, call, device) -> None:
    Person.objects.filter(pk=hal.pk).update(language="pl")
    Space.objects.filter(pk=table.pk).update(in_letters=InLetters.NOTICE)
    table.refresh_from_db()
    call(table, "Clinic", hal)
    assert device(hal).titles("~mine") == ["Spotkanie w społeczności The Listening Stick"]


def test_what_was_more_than_a_year_ago_is_let_go(hal, stick, table, call, device) -> None:
    old = call(table, "Old", hal)
    long_ago = datetime(2020, 1, 1, 12, tzinfo=UTC)
    Gathering.objects.filter(pk=old.pk).update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    assert device(hal).titles("stick") == []


def test_it_is_taken_along_without_the_secret_and_goes_with_its_person(hal, device) -> None:
    phone = device(hal)
    said = "".join(words_of(hal, now=timezone.now()))
    (told,) = json.loads(said)["calendar_devices"]
    assert told == {"name": "A phone", "shows": "each", "made_at": told["made_at"], "used_on": None}
    assert phone.words not in said
    assert phone.kept.digest not in said
    erase(person=hal, withdraw=True)
    assert not DevicePassword.objects.exists()
    assert phone.ask("PROPFIND", "/dav/").status_code == 401
