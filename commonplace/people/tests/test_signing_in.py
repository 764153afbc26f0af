"""Signing in and out: by passphrase, by code, by link; slowly where someone guesses; in our words by letter."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonplace.communities.joining.actions.inviting import invite
from commonplace.communities.models import Community
from commonplace.letters.models import Letter
from commonplace.people.actions import AddressTaken, register
from commonplace.people.models import Person
from commonplace.people.one_time_links import one_time_link

SAID, NEXT = "a leak is a sound first", "and a valve is a sound next"
WHO = "_auth_user_id"


@pytest.fixture(autouse=True)
def quick_and_fresh(settings) -> None:
    """Forget earlier tries; hash passphrases in no time."""
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def rosa(someone: Callable[..., Person]) -> Person:
    return someone("Rosa Quispe", password=SAID)


def code_in(letter: Letter) -> str:
    return re.search(r"^    (\S+)$", letter.text, re.MULTILINE)[1]


def by_code(client: Client, address: str) -> None:
    client.post(reverse("account_request_login_code"), {"email": address})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(Letter.objects.order_by("pk").last())})


def test_passphrase_lets_in(client: Client, rosa: Person) -> None:
    answer = client.post(reverse("account_login"), {"login": "Rosa@Example.org", "password": SAID})
    assert (answer.status_code, client.session[WHO]) == (302, str(rosa.pk))
    assert client.session.get_expire_at_browser_close()


def test_remembered_for_a_month_when_asked(client: Client, rosa: Person) -> None:
    client.post(reverse("account_login"), {"login": "rosa@example.org", "password": SAID, "remember": "on"})
    assert client.session.get_expiry_age() == 30 * 24 * 3600


def test_wrong_passphrase_says_what_helps(client: Client, rosa: Person) -> None:
    answer = client.post(reverse("account_login"), {"login": "rosa@example.org", "password": "no"})
    assert "A code by mail lets you in, too." in answer.content.decode()
    unknown = client.post(reverse("account_login"), {"login": "nobody@example.org", "password": "no"})
    assert "A code by mail lets you in, too." in unknown.content.decode()
    assert WHO not in client.session


def test_guessing_is_slowed(client: Client, rosa: Person) -> None:
    for _ in range(5):
        client.post(reverse("account_login"), {"login": "rosa@example.org", "password": "no"})
    answer = client.post(reverse("account_login"), {"login": "rosa@example.org", "password": SAID})
    assert "A good many tries" in answer.content.decode()
    assert WHO not in client.session


def test_behind_a_web_server_each_visitor_is_slowed_alone(rosa: Person, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    said = {"login": "nobody@example.org", "password": "no"}

    def knock(address: str) -> int:
        return (
            Client(headers={"x-forwarded-for": f"203.0.113.9, {address}"})
            .post(reverse("account_login"), said)
            .status_code
        )

    assert [knock("192.0.2.1") for _ in range(21)][-1] == 429
    assert knock("192.0.2.2") == 200


def test_code_by_letter_lets_in_once(client: Client, rosa: Person) -> None:
    by_code(client, "rosa@example.org")
    assert client.session[WHO] == str(rosa.pk)
    letter = Letter.objects.get()
    assert letter.subject == f"{code_in(letter)} is your code for Commonplace"
    assert "!" not in letter.text
    again = Client()
    again.post(reverse("account_confirm_login_code"), {"code": code_in(letter)})
    assert WHO not in again.session


def test_wrong_code_lets_nobody_in(client: Client, rosa: Person) -> None:
    client.post(reverse("account_request_login_code"), {"email": "rosa@example.org"})
    answer = client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})
    assert "That is not the code from the letter" in answer.content.decode()
    assert WHO not in client.session


def test_unknown_address_sees_the_same_page_and_gets_a_letter(client: Client, rosa: Person) -> None:
    known = client.post(reverse("account_request_login_code"), {"email": "rosa@example.org"})
    unknown = Client().post(reverse("account_request_login_code"), {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    letter = Letter.objects.get(to="nobody@example.org")
    assert letter.subject == "Nobody is known here by this address"


def test_asking_for_codes_is_slowed(client: Client, rosa: Person) -> None:
    for _ in range(6):
        Client().post(reverse("account_request_login_code"), {"email": "rosa@example.org"})
    assert Letter.objects.count() == 3


def test_signing_out_takes_a_post(client: Client, rosa: Person) -> None:
    client.force_login(rosa)
    client.get(reverse("account_logout"))
    assert WHO in client.session
    assert client.post(reverse("account_logout")).headers["Location"] == "/"
    assert WHO not in client.session


def test_forged_token_signs_nobody_out(rosa: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(rosa)
    assert client.post(reverse("account_logout")).status_code == 403
    assert WHO in client.session


def test_onward_leads_inside_only(client: Client, rosa: Person) -> None:
    said = {"login": "rosa@example.org", "password": SAID}
    answer = client.post(reverse("account_login") + "?next=https://elsewhere.example/", said)
    assert answer.headers["Location"] == "/"
    answer = Client().post(reverse("account_login") + "?next=/me", said)
    assert answer.headers["Location"] == "/me"


def test_sessions_are_listed_and_ended(client: Client, rosa: Person) -> None:
    other = Client(headers={"user-agent": "Firefox/145.0 (Android 15)"})
    for one in (client, other):
        one.post(reverse("account_login"), {"login": "rosa@example.org", "password": SAID})
    assert "Firefox on Android" in client.get(reverse("usersessions_list")).content.decode()
    client.post(reverse("usersessions_list"))
    assert other.get(reverse("me")).status_code == 302
    assert client.get(reverse("me")).status_code == 200


def test_new_link_ends_the_one_before(client: Client, rosa: Person, settings) -> None:
    first, second = (one_time_link(person=rosa).removeprefix(settings.BASE_URL) for _ in range(2))
    assert client.post(first).status_code == 410
    assert client.post(second).status_code == 302


def test_sleeping_account_stays_out(client: Client, rosa: Person, settings) -> None:
    link = one_time_link(person=rosa).removeprefix(settings.BASE_URL)
    rosa.is_active = False
    rosa.save()
    assert client.post(link).status_code == 404
    answer = client.post(reverse("account_login"), {"login": "rosa@example.org", "password": SAID}, follow=True)
    assert WHO not in client.session
    assert "<h1" in answer.content.decode()


def test_password_letters_are_ours(client: Client, rosa: Person) -> None:
    client.force_login(rosa)
    client.post(reverse("account_change_password"), {"oldpassword": SAID, "password1": NEXT, "password2": NEXT})
    letter = Letter.objects.get()
    assert letter.subject == "Your passphrase was changed"
    assert reverse("account_reset_password") in letter.text


def test_weak_passphrase_is_refused_in_words(client: Client, someone: Callable[..., Person]) -> None:
    client.force_login(someone("Hal Brennan"))
    answer = client.post(reverse("account_set_password"), {"password1": "leak", "password2": "leak"})
    assert answer.context["form"].errors


# --- an address that was only typed -----------------------------------------------------------------------------


@pytest.fixture
def typed(db: None) -> Person:
    return register(name="Someone", address="owner@example.org")


def test_one_address_one_account(typed: Person, rosa: Person) -> None:
    for address in ("Rosa@example.org", "owner@example.org"):
        with pytest.raises(AddressTaken):
            register(name="Other", address=address)
    with pytest.raises(AddressTaken):
        register(name="Other", address="rosa@example.org", is_confirmed=True)


def test_owner_takes_a_typed_address_back(typed: Person) -> None:
    owner = register(name="Owner", address="owner@example.org", is_confirmed=True)
    assert EmailAddress.objects.get().user == owner


def test_owner_who_signs_in_ends_sessions_begun_in_their_name(
    client: Client, hal: Person, stick: Community, settings
) -> None:
    token = invite(by=hal, community=stick, words="x").token
    client.post(reverse("invitation", args=[token]), {"name": "X", "address": "owner@example.org", "line": ""})
    assert client.get(reverse("me")).status_code == 200
    answer = client.post(reverse("account_set_password"), {"password1": SAID, "password2": SAID})
    assert answer.context["form"].errors["password1"] == ["Confirm your mail address first; it is on your own page."]
    owner = Client()
    by_code(owner, "owner@example.org")
    assert owner.get(reverse("me")).status_code == 200
    assert client.get(reverse("me")).status_code == 302
    assert EmailAddress.objects.get(email="owner@example.org").verified


def test_confirming_in_the_same_session_keeps_it(client: Client, hal: Person, stick: Community) -> None:
    token = invite(by=hal, community=stick, words="x").token
    client.post(reverse("invitation", args=[token]), {"name": "X", "address": "owner@example.org", "line": ""})
    client.post(reverse("account_email"), {"action_send": "", "email": "owner@example.org"})
    client.post(reverse("account_email_verification_sent"), {"code": code_in(Letter.objects.order_by("pk").last())})
    assert EmailAddress.objects.get(email="owner@example.org").verified
    other = Client()
    by_code(other, "owner@example.org")
    assert (client.get(reverse("me")).status_code, other.get(reverse("me")).status_code) == (200, 200)
    assert UserSession.objects.count() == 2
