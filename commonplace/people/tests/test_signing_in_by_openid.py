"""Signing in with an organisation's own server: who comes in, who is asked for a code, and who takes over nothing."""

import http.client
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonplace.letters.models import Letter
from commonplace.people.actions import register
from commonplace.people.models import Person
from commonplace.people.tests.openid_server import Elsewhere, providers_from

WHO = "_auth_user_id"
WAY_BACK = "/account/oidc/house/login/callback/"
pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def elsewhere(settings) -> Iterator[Elsewhere]:
    cache.clear()
    with Elsewhere(way_back=f"http://testserver{WAY_BACK}") as server:
        settings.SOCIALACCOUNT_PROVIDERS = providers_from(server.url)
        yield server


def go(client: Client, **said: str) -> Any:
    """Walk there and back, as a browser does."""
    page = client.post(reverse("openid_connect_login", args=["house"]), said)
    there = page.context["there"]

    address = urlsplit(there)
    wire = http.client.HTTPConnection(address.netloc, timeout=5)
    try:
        wire.request("GET", f"{address.path}?{address.query}")
        return client.get(wire.getresponse().headers["Location"].removeprefix("http://testserver"))
    finally:
        wire.close()


ROSA = {"sub": "a1", "name": "Rosa Quispe", "email": "rosa@example.org", "email_verified": True}


def code_in(letter: Letter) -> str:
    return re.search(r"^    (\S+)$", letter.text, re.MULTILINE)[1]


def who_is_in(client: Client) -> Person | None:
    return Person.objects.filter(pk=client.session.get(WHO)).first()


# --- The way there and back -------------------------------------------------------------------------------------


def test_sign_in_page_leads_there_by_a_page_of_its_own(client: Client, elsewhere: Elsewhere) -> None:
    assert "Wierzba University" in client.get(reverse("account_login")).content.decode()
    asks = client.get(reverse("openid_connect_login", args=["house"])).content.decode()
    assert "Sign in with Wierzba University" in asks
    page = client.post(reverse("openid_connect_login", args=["house"]))
    assert (page.status_code, page.headers.get("Location")) == (200, None)
    assert f'content="0; url={elsewhere.url}/authorize?client_id=commonplace&amp;' in page.content.decode()


def test_onward_leads_inside_only(client: Client, elsewhere: Elsewhere) -> None:
    elsewhere.person = ROSA
    assert go(client, next="/me").headers["Location"] == "/me"
    assert go(Client(), next="https://elsewhere.example/").headers["Location"] == "/"


def test_whoever_stops_on_the_way_is_told(client: Client, elsewhere: Elsewhere) -> None:
    elsewhere.refuses = True
    assert go(client).headers["Location"] == reverse("socialaccount_login_cancelled")
    assert who_is_in(client) is None


def test_server_that_is_unwell_is_told_in_words(client: Client, elsewhere: Elsewhere) -> None:
    elsewhere.person = ROSA
    there = client.post(reverse("openid_connect_login", args=["house"])).context["there"]
    state = dict(parse_qsl(urlsplit(there).query))["state"]
    elsewhere.is_ill = True
    for answer in (
        client.post(reverse("openid_connect_login", args=["house"])),
        client.get(WAY_BACK, {"code": "x", "state": state}),
    ):
        assert (answer.status_code, "did not vouch for you" in answer.content.decode()) == (401, True)
    assert client.get(reverse("openid_connect_login", args=["nowhere"])).status_code == 404


def test_address_that_is_no_such_server_is_told_in_words(client: Client, elsewhere: Elsewhere, settings) -> None:
    for url in (f"{elsewhere.url}/nothing-here", "http://127.0.0.1:1", f"{elsewhere.url}/.well-known/../jwks"):
        settings.SOCIALACCOUNT_PROVIDERS = providers_from(url)
        assert client.post(reverse("openid_connect_login", args=["house"])).status_code == 401


@pytest.mark.parametrize("forged", [{}, {"code": "x"}, {"state": "x", "code": "x"}, {"error": "x"}, {"state": "\0"}])
def test_way_back_without_a_way_there_leads_nowhere(client: Client, elsewhere: Elsewhere, forged: dict) -> None:
    assert client.get(WAY_BACK, forged).status_code == 401
    assert who_is_in(client) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "another"},
        {"iss": "https://another.example"},
        {"exp": 1},
        {"sub": ""},
        {"sub": None},
        {"sub": "a\0"},
        {"sub": "\ud800"},
    ],
)
def test_token_for_someone_else_lets_nobody_in(client: Client, elsewhere: Elsewhere, wrong: dict) -> None:
    elsewhere.person = ROSA | wrong
    assert go(client).status_code == 401
    assert (who_is_in(client), Person.objects.count()) == (None, 0)


# --- Who comes in -----------------------------------------------------------------------------------------------


def test_someone_new_for_whom_the_server_vouches_comes_in(client: Client, elsewhere: Elsewhere) -> None:
    elsewhere.person = ROSA | {"groups": ["water"], "phone_number": "1", "birthdate": "1971-01-01"}
    assert go(client).headers["Location"] == "/"
    person = who_is_in(client)
    assert (person.name, person.claimed_at is None, person.has_usable_password()) == ("Rosa Quispe", False, False)
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("rosa@example.org", True)]
    assert SocialAccount.objects.get().extra_data == {
        "userinfo": {"sub": "a1", "name": "Rosa Quispe", "email": "rosa@example.org"}
    }
    elsewhere.person = ROSA | {"email": "rosa@new.example.org"}
    again = Client()
    go(again)
    assert (who_is_in(again), Person.objects.count()) == (person, 1)


@pytest.mark.parametrize("verified", [{"email_verified": False}, {"email_verified": "false"}, {}])
def test_someone_new_for_whom_nobody_vouches_is_asked_for_a_code(
    client: Client, elsewhere: Elsewhere, verified: dict
) -> None:
    elsewhere.person = {"sub": "a1", "email": "rosa@example.org"} | verified
    assert go(client).headers["Location"] == reverse("account_email_verification_sent")
    assert who_is_in(client) is None
    code = code_in(Letter.objects.get())
    client.post(reverse("account_email_verification_sent"), {"code": code})
    assert who_is_in(client).name == "rosa"


def test_someone_without_an_address_is_asked_for_one_and_for_its_code(client: Client, elsewhere: Elsewhere) -> None:
    elsewhere.person = {"sub": "a1", "name": "Rosa Quispe"}
    assert go(client).headers["Location"] == reverse("socialaccount_signup")
    client.post(reverse("socialaccount_signup"), {"name": "Rosa", "email": "rosa@example.org"})
    assert who_is_in(client) is None
    code = code_in(Letter.objects.get())
    client.post(reverse("account_email_verification_sent"), {"code": code})
    assert who_is_in(client).name == "Rosa"


def test_known_address_leads_into_its_account_and_ties_both(
    client: Client, elsewhere: Elsewhere, someone: Callable[..., Person]
) -> None:
    rosa = someone("Rosa Quispe")
    elsewhere.person = ROSA | {"name": "Quispe, R.", "email": "Rosa@Example.org"}
    go(client)
    assert who_is_in(client) == rosa
    assert (Person.objects.get().name, SocialAccount.objects.get().user) == ("Rosa Quispe", rosa)
    assert Letter.objects.get().subject == "Another way in was added"


@pytest.mark.parametrize(
    "verified", [{"email_verified": False}, {"email_verified": "false"}, {"email_verified": None}, {}]
)
def test_unconfirmed_address_takes_no_account_over(
    client: Client, elsewhere: Elsewhere, someone: Callable[..., Person], verified: dict
) -> None:
    someone("Rosa Quispe")
    elsewhere.person = {"sub": "evil", "name": "Rosa Quispe", "email": "rosa@example.org"} | verified
    answer = go(client)
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert client.get(answer.headers["Location"]).status_code == 200
    assert (who_is_in(client), Person.objects.count(), SocialAccount.objects.count()) == (None, 1, 0)
    assert "It is known here already" in Letter.objects.get().text


def test_owner_of_a_typed_address_is_vouched_for_and_ends_what_began_in_their_name(
    client: Client, elsewhere: Elsewhere
) -> None:
    typed = register(name="Someone", address="rosa@example.org")
    other = Client()
    other.force_login(typed)
    elsewhere.person = ROSA
    go(client)
    assert who_is_in(client) == typed
    assert other.get(reverse("me")).status_code == 302
    assert EmailAddress.objects.get().verified
    again = Client()
    go(again)
    assert who_is_in(again) == typed


def test_tie_that_an_account_began_by_stays_for_whoever_proves_the_address_on_that_way(
    client: Client, elsewhere: Elsewhere
) -> None:
    elsewhere.person = ROSA | {"email_verified": False}
    go(client)
    client.post(reverse("account_email_verification_sent"), {"code": code_in(Letter.objects.latest("pk"))})
    rosa, again = who_is_in(client), Client()
    go(again)
    assert rosa is not None
    assert who_is_in(again) == rosa


def test_sleeping_account_stays_out(client: Client, elsewhere: Elsewhere, someone: Callable[..., Person]) -> None:
    someone("Rosa Quispe", is_active=False)
    elsewhere.person = ROSA
    go(client)
    assert who_is_in(client) is None


def test_second_step_is_asked_here_too(client: Client, elsewhere: Elsewhere, someone: Callable[..., Person]) -> None:
    TOTP.activate(someone("Rosa Quispe"), generate_totp_secret())
    elsewhere.person = ROSA
    assert go(client).headers["Location"] == reverse("mfa_authenticate")
    assert who_is_in(client) is None


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"name": "x" * 300}, "x" * 120),
        ({"name": "A\0 \n B"}, "A B"),
        ({"name": "\u202eA \ud800B"}, "A B"),
        ({"name": "", "given_name": "Rosa", "family_name": "Quispe"}, "Rosa Quispe"),
        ({"name": None, "preferred_username": "rosa.q"}, "rosa.q"),
        ({"name": ["Rosa"], "given_name": {"x": 1}}, "rosa"),
        ({"name": "rosa.quispe@example.org"}, "rosa quispe"),
        ({"name": "Pills at cheap.example"}, "Pills at cheap example"),
    ],
)
def test_whatever_name_the_server_tells_is_one(client: Client, elsewhere: Elsewhere, told: dict, kept: str) -> None:
    elsewhere.person = ROSA | told
    go(client)
    assert who_is_in(client).name == kept


# --- From one's own page ----------------------------------------------------------------------------------------


def test_both_are_tied_and_untied_on_ones_own_page(
    client: Client, elsewhere: Elsewhere, someone: Callable[..., Person]
) -> None:
    rosa, hal = someone("Rosa Quispe", password="a leak is a sound first"), someone("Hal Brennan")
    client.force_login(rosa)
    client.post(reverse("account_reauthenticate"), {"password": "a leak is a sound first"})
    assert "Wierzba University" in client.get(reverse("mfa_index")).content.decode()
    elsewhere.person = {"sub": "r", "email": "rosa.q@example.net", "email_verified": True}
    answer = go(client, process="connect")
    assert answer.headers["Location"] == reverse("socialaccount_connections")
    page = client.get(answer.headers["Location"]).content.decode()
    assert ("Wierzba University" in page, "From now on it lets you in, too." in page) == (True, True)

    other = Client()
    other.force_login(hal)
    answer = go(other, process="connect")
    assert "Someone else here signs in with that account" in other.get(answer.headers["Location"]).content.decode()

    # Nor is an address proven in passing that somebody typed in another account.
    typed = register(name="Someone", address="typed@example.org")
    elsewhere.person = {"sub": "t", "email": "typed@example.org", "email_verified": True}
    go(other, process="connect")
    assert not EmailAddress.objects.get(user=typed).verified

    tie = SocialAccount.objects.get(user=rosa)
    client.post(reverse("socialaccount_connections"), {"account": tie.pk})
    assert not SocialAccount.objects.exists()
    assert [letter.subject for letter in Letter.objects.order_by("pk")] == [
        "Another way in was added",
        "A way in was taken away",
    ]
