"""Signing in, as somebody tries who should not get in: by another's session, form, code, address or way back."""

from collections.abc import Callable

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonplace.communities.models import Community
from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.people.tests.test_signing_in import SAID, WHO, code_in

KNOWN, UNKNOWN = "rosa@example.org", "nobody@example.org"
# Ways to write another house that some browser takes for one, and none of which is a page of ours.
ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example/",
    "/\\elsewhere.example/",
    "\\\\elsewhere.example/",
    "https:elsewhere.example",
    "https:///elsewhere.example",
    "\thttps://elsewhere.example/",
    "/\t/elsewhere.example/",
    "http://localhost@elsewhere.example/",
    "http://testserver.elsewhere.example/",
    "javascript:alert(1)",
    "data:text/html,x",
]


@pytest.fixture(autouse=True)
def quick_and_fresh(settings) -> None:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def rosa(someone: Callable[..., Person]) -> Person:
    return someone("Rosa Quispe", password=SAID)


def sign_in(client: Client, onward: str = "", **more: str) -> str:
    """Where one is led once one is in."""
    said = {"login": KNOWN, "password": SAID, "next": onward}
    return client.post(reverse("account_login"), said, **more).headers.get("Location", "")


def test_a_session_that_was_put_into_the_browser_is_not_the_one_that_is_signed_in(rosa: Person) -> None:
    """Session fixation: whoever knows the cookie from before knows nothing afterwards."""
    planted = Client().session
    planted["planted"] = True
    planted.save()
    known = planted.session_key
    victim, attacker = Client(), Client()
    for one in (victim, attacker):
        one.cookies[configured.SESSION_COOKIE_NAME] = known
    assert sign_in(victim) == "/"
    assert victim.cookies[configured.SESSION_COOKIE_NAME].value != known
    assert (victim.get("/api/v1/me").status_code, attacker.get("/api/v1/me").status_code) == (200, 401)


@pytest.mark.parametrize(
    "form",
    ["account_login", "account_signup", "account_request_login_code", "account_reset_password", "mfa_authenticate"],
)
def test_nobody_is_signed_in_as_another_by_a_forged_form(rosa: Person, form: str) -> None:
    """Login CSRF: what one then writes would stand in the attacker's account."""
    browser = Client(enforce_csrf_checks=True)
    said = {"login": KNOWN, "password": SAID, "email": KNOWN, "password1": SAID}
    assert browser.post(reverse(form), said).status_code == 403
    assert (WHO in browser.session, Letter.objects.count()) == (False, 0)


def test_a_code_ends_with_the_third_guess(client: Client, rosa: Person) -> None:
    client.post(reverse("account_request_login_code"), {"email": KNOWN})
    right = code_in(Letter.objects.get())
    for guess in ("AAAA1", "AAAA2", "AAAA3"):
        client.post(reverse("account_confirm_login_code"), {"code": guess})
    client.post(reverse("account_confirm_login_code"), {"code": right})
    assert WHO not in client.session


def test_a_code_opens_nothing_in_another_browser_than_the_one_that_asked(rosa: Person) -> None:
    """Each browser has a code of its own, so asking in many of them makes none of them easier to guess."""
    mine, other = Client(), Client()
    for one in (mine, other):
        one.post(reverse("account_request_login_code"), {"email": KNOWN})
    first = code_in(Letter.objects.order_by("pk").first())
    other.post(reverse("account_confirm_login_code"), {"code": first})
    assert WHO not in other.session
    mine.post(reverse("account_confirm_login_code"), {"code": first})
    assert mine.session[WHO] == str(rosa.pk)


@pytest.mark.parametrize("door", ["/account/password/reset/", "/account/login/code/", "/c/stick/join"])
def test_nobody_learns_by_asking_who_has_an_account(stick: Community, rosa: Person, door: str) -> None:
    typed = {"name": "Somebody", "cares_about": "Pipes that sing at night."}
    answers = [Client().post(door, {**typed, "email": address}) for address in (KNOWN, UNKNOWN)]
    assert len({(one.status_code, one.headers["Location"]) for one in answers}) == 1
    # Both hear of it by letter, which the owner of the address alone reads.
    assert set(Letter.objects.filter(to__in=[KNOWN, UNKNOWN]).values_list("to", flat=True)) == {KNOWN, UNKNOWN}


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_nobody_is_led_to_another_house_after_signing_in(rosa: Person, onward: str) -> None:
    assert sign_in(Client(), onward) == "/"
    asked = Client()
    asked.post(reverse("account_request_login_code"), {"email": KNOWN, "next": onward})
    code = code_in(Letter.objects.order_by("pk").last())
    assert asked.post(reverse("account_confirm_login_code"), {"code": code, "next": onward}).headers["Location"] == "/"
    # Nor by the forms that stand on every page.
    back = asked.post("/me/language", {"language": "pl"}, headers={"Referer": onward.strip()})
    assert back.headers["Location"] == "/"


def tries_until_slowed(**said: str) -> int:
    """How many wrong passphrases one may try, each said to come from elsewhere."""
    for number in range(40):
        headers = {name: value.format(number) for name, value in said.items()}
        typed = {"login": f"nobody{number}@example.org", "password": "no"}
        if Client(REMOTE_ADDR="192.0.2.77", headers=headers).post(reverse("account_login"), typed).status_code == 429:
            return number
    return 40


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "client-ip", "true-client-ip"])
def test_whoever_says_to_come_from_elsewhere_is_not_believed(db: None, header: str) -> None:
    """Without a web server in front nobody vouches for such a header."""
    assert tries_until_slowed(**{header: "198.51.100.{}"}) == 20


def test_behind_a_web_server_only_its_own_word_counts(db: None, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert tries_until_slowed(**{"x-forwarded-for": "198.51.100.{0}, 10.0.0.{0}, 203.0.113.9"}) == 20
