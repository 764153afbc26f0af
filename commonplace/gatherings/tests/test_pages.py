"""The pages of gatherings, as members, hosts, stewards and strangers see them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.conversations.models import Draft
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import ask
from commonplace.gatherings.actions.changing import call_off
from commonplace.gatherings.models import Gathering, Reminding

pytestmark = pytest.mark.django_db
NEW = "/c/stick/gatherings/new"


def said(**changed: str) -> dict[str, str]:
    day = (timezone.now() + timedelta(days=9)).date()
    return {
        "title": "Bring a noise",
        "purpose": "An hour to listen.",
        "on": day.isoformat(),
        "at": "15:00",
        "zone": "Warsaw",
        "minutes": "60",
        "where": "",
        "link": "meet.example.org/noise",
        "telephone": "",
        "capacity": "",
        "text": "",
        "space": "table",
        "confidence": "ordinary",
        "place": "gathering",
        **changed,
    }


def page(client: Client, person, gathering: Gathering) -> str:
    client.logout()
    if person is not None:
        client.force_login(person)
    return client.get(f"/c/stick/gatherings/{gathering.pk}/").text


def test_a_member_calls_people_together_in_one_page(client: Client, stick, hal) -> None:
    client.force_login(hal)
    assert "people here can read this. No one outside." in client.get(NEW).text
    sent = client.post(NEW, said(), follow=True)
    made = Gathering.objects.get()
    assert sent.redirect_chain == [(f"/c/stick/gatherings/{made.pk}/", 302)]
    assert (made.title, made.zone, made.link) == ("Bring a noise", "Europe/Warsaw", "https://meet.example.org/noise")
    assert "Bring a noise" in client.get("/c/stick/gatherings/").text
    assert "Bring a noise" in client.get("/c/stick/conversations/").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "It has no name."),
        ("on", "", "It has no day yet."),
        ("on", "2026-02-30", "That is no day."),
        ("on", "9999-12-31", "No gathering can be then."),
        ("at", "25:00", "That is no hour."),
        ("zone", "Atlantis", "No time zone is named so."),
        ("zone", "", "Say by whose clock"),
        ("minutes", "0", "That is too short to meet"),
        ("minutes", "999999", "longer than two weeks"),
        ("link", "javascript:alert(1)", "no address of the web"),
        ("capacity", "0", "At least one person has to fit."),
        ("space", "elsewhere", "Choose another."),
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed(client: Client, stick, hal, field, value, words) -> None:
    client.force_login(hal)
    answered = client.post(NEW, said(**{field: value}))
    assert answered.status_code == 422
    assert words in answered.text
    assert "An hour to listen." in answered.text
    assert not Gathering.objects.exists()
    assert Draft.objects.filter(person=hal, place="gathering").exists() is (field != "title")


def test_a_draft_is_kept_and_gone_on_with(client: Client, stick, hal) -> None:
    client.force_login(hal)
    client.post(NEW, said(draft="1"))
    draft = Draft.objects.get()
    assert "Bring a noise" in client.get("/c/stick/conversations/drafts/").text
    assert f"?draft={draft.pk}" in client.get(NEW).text
    again = client.get(f"{NEW}?draft={draft.pk}").text
    assert 'value="Bring a noise"' in again
    begun = re.search(r'name="begun" value="([^"]*)"', again)[1]
    client.post(NEW, said(begun=begun))
    assert (Draft.objects.count(), Gathering.objects.count()) == (0, 1)


def test_another_like_it_begins_with_all_but_the_day(client: Client, clinic: Gathering, hal) -> None:
    client.force_login(hal)
    copied = client.get(f"{NEW}?copy={clinic.pk}").text
    assert 'value="The logger says leak"' in copied
    assert 'name="at" value="15:00"' in copied
    assert re.search(r'<input type="date" name="on"(?! value)', copied)


def test_a_guest_of_the_community_answers_and_calls_nobody(client: Client, clinic: Gathering, stick, come_in, someone):
    guest = come_in(someone("Gus Guest"), 3, standing="guest")
    client.force_login(guest)
    assert client.get(NEW).status_code == 403
    assert client.post(f"/c/stick/gatherings/{clinic.pk}/answer", {"says": "yes"}).status_code == 302
    assert clinic.answers.get().says == "yes"


def test_one_press_answers(client: Client, clinic: Gathering, tomasz) -> None:
    client.force_login(tomasz)
    back = client.post(f"/c/stick/gatherings/{clinic.pk}/answer", {"says": "yes"}, follow=True).text
    assert "You are coming." in back
    assert 'value="yes" aria-pressed="true"' in back
    client.post(f"/c/stick/gatherings/{clinic.pk}/words", {"words": "Dig uphill."})
    row = clinic.answers.get()
    assert (row.says, row.words) == ("no", "Dig uphill.")
    client.post(f"/c/stick/gatherings/{clinic.pk}/reminder", {"lead": "hour"})
    assert Reminding.objects.get().lead == "hour"


def test_nonsense_says_nothing(client: Client, clinic: Gathering, tomasz) -> None:
    client.force_login(tomasz)
    for says in ("", "waiting", "perhaps"):
        client.post(f"/c/stick/gatherings/{clinic.pk}/answer", {"says": says})
    assert not clinic.answers.exists()


def test_hours_are_the_readers_and_some_of_the_others(client: Client, called, hal, leila) -> None:
    leila.time_zone = "Asia/Kolkata"
    leila.save(update_fields=["time_zone"])
    winter = called(
        wall=(timezone.now() + timedelta(days=365)).replace(
            month=1, day=12, hour=15, minute=0, second=0, microsecond=0, tzinfo=None
        )
    )
    client.cookies["zone"] = "Europe/Lisbon"
    client.force_login(hal)
    shown = " ".join(client.get(f"/c/stick/gatherings/{winter.pk}/").text.split())
    assert "14:00 to 15:00, by the clock of Lisbon" in shown
    assert "That is 15:00 in Warsaw, 19:30 in Kolkata." in shown


def test_the_address_opens_ten_minutes_before_to_those_who_come(client: Client, clinic: Gathering, tomasz, leila, hal):
    answer(gathering=clinic, says="yes", person=tomasz)
    answer(gathering=clinic, says="no", person=leila)
    now = timezone.now()

    def begins(minutes: int) -> None:
        at = now + timedelta(minutes=minutes)
        Gathering.objects.filter(pk=clinic.pk).update(starts_at=at, ends_at=at + timedelta(hours=1))

    begins(11)
    assert [clinic.link in page(client, one, clinic) for one in (tomasz, leila, hal, None)] == [False] * 4
    begins(9)
    assert [clinic.link in page(client, one, clinic) for one in (tomasz, leila, hal, None)] == [
        True,
        False,
        True,
        False,
    ]
    begins(-61)
    assert clinic.link not in page(client, tomasz, clinic)


def test_it_is_changed_and_called_off_on_pages(client: Client, clinic: Gathering, hal) -> None:
    client.force_login(hal)
    form = said(title="Another name")
    client.post(f"/c/stick/gatherings/{clinic.pk}/change", form)
    clinic.refresh_from_db()
    assert clinic.title == "Another name"
    assert client.post(f"/c/stick/gatherings/{clinic.pk}/calling-off", {"why": ""}).status_code == 422
    client.post(f"/c/stick/gatherings/{clinic.pk}/calling-off", {"why": "The street is closed."})
    shown = client.get(f"/c/stick/gatherings/{clinic.pk}/").text
    assert ("It does not take place." in shown, "The street is closed." in shown) == (True, True)
    assert "called off" in client.get("/c/stick/gatherings/").text


def test_no_page_costs_more_than_twelve_queries(
    client: Client, clinic: Gathering, hal, tomasz, leila, amara, rosa, django_assert_max_num_queries
) -> None:
    for person in (tomasz, leila, amara, rosa):
        answer(gathering=clinic, says="yes", person=person)
    ask(by=hal, gathering=clinic, people=[hal.pk])
    call_off(by=hal, gathering=Gathering.objects.create(**copy_of(clinic)), why="Rain.")
    client.force_login(hal)
    here = f"/c/stick/gatherings/{clinic.pk}"
    for address in ("/c/stick/", "/c/stick/gatherings/", "/c/stick/gatherings/?show=past", f"{here}/", NEW):
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
    for deed in ("change", "calling-off", "asking", "hosts", "guests", "attendance"):
        with django_assert_max_num_queries(12):
            assert client.get(f"{here}/{deed}").status_code == 200


def copy_of(one: Gathering) -> dict[str, object]:
    left = ("id", "uid", "conversation", "series", "idempotency_key")
    return {field.name: getattr(one, field.name) for field in Gathering._meta.concrete_fields if field.name not in left}


def test_the_module_is_off_until_a_community_wants_it(client: Client, stick, clinic: Gathering, hal) -> None:
    Community.objects.filter(pk=stick.pk).update(modules=["archives"])
    client.force_login(hal)
    for address in ("/c/stick/gatherings/", f"/c/stick/gatherings/{clinic.pk}/", NEW):
        assert client.get(address).status_code == 404
    assert clinic.title not in client.get("/c/stick/conversations/").text
