"""Every page of the door is in our look: no inline style, no inline script, one h1, no words that are not ours."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonplace.people.models import Person

OUTSIDE = ["account_login", "account_signup", "account_request_login_code", "account_reset_password", "account_logout"]
INSIDE = [
    "account_email",
    "account_set_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
    "account_logout",
    "socialaccount_connections",
]
INLINE = re.compile(r"\sstyle\s*=|<style|\son\w+\s*=|<script(?![^>]*(?:src=|type=\"application/json\"))", re.IGNORECASE)
NOT_OURS = re.compile(r"\b(password|e-?mail|sign up|two-factor|log ?in)\b|!(?!doctype|--)", re.IGNORECASE)


def words_of(page: str) -> str:
    body = page.split("<body", 1)[1]
    return re.sub(r"<(script|noscript)\b.*?</\1>|<[^>]*>", " ", body, flags=re.DOTALL)


def check(page: str) -> None:
    assert INLINE.findall(page) == []
    assert page.count("<h1") == 1
    assert "web/style.css" in page


@pytest.fixture(autouse=True)
def quick(settings) -> None:
    """Hash passphrases in no time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def signed_in(client: Client, someone: Callable[..., Person]) -> Client:
    client.force_login(someone("Inês Baptista"))
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("name", OUTSIDE)
def test_outside_pages(client: Client, name: str) -> None:
    answer = client.get(reverse(name), follow=True)
    assert answer.status_code == 200
    check(answer.content.decode())
    assert NOT_OURS.findall(words_of(answer.content.decode())) == []


@pytest.mark.parametrize("name", INSIDE)
def test_inside_pages(signed_in: Client, name: str) -> None:
    answer = signed_in.get(reverse(name), follow=True)
    assert answer.status_code == 200
    check(answer.content.decode())
    if name != "socialaccount_connections":
        assert NOT_OURS.findall(words_of(answer.content.decode())) == []


def test_pages_of_someone_with_a_passphrase_and_an_app(client: Client, someone: Callable[..., Person]) -> None:
    person = someone("Rosa Quispe", password="a leak is a sound first")
    client.force_login(person)
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    assert Authenticator.objects.filter(user=person).count() == 2
    for name in ("account_change_password", "mfa_index", "mfa_reauthenticate", "account_reauthenticate"):
        answer = client.get(reverse(name), follow=True)
        assert answer.status_code == 200, name
        check(answer.content.decode())
    client.post(reverse("account_reauthenticate"), {"password": "a leak is a sound first"})
    for name in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        answer = client.get(reverse(name))
        assert answer.status_code == 200, name
        check(answer.content.decode())


def test_the_picture_for_the_app_is_allowed_by_the_policy(signed_in: Client) -> None:
    answer = signed_in.get(reverse("mfa_activate_totp"))
    assert 'src="data:image/svg+xml;base64,' in answer.content.decode()
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]


def test_second_step_at_sign_in(client: Client, someone: Callable[..., Person]) -> None:
    person = someone("Rosa Quispe", password="a leak is a sound first")
    TOTP.activate(person, generate_totp_secret())
    answer = client.post(
        reverse("account_login"), {"login": "rosa@example.org", "password": "a leak is a sound first"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse("mfa_authenticate")
    check(answer.content.decode())
    assert "Use a key" not in answer.content.decode()


BROKEN = [
    "",
    "x",
    "1",
    "[]",
    "null",
    "{}",
    '{"id": 1}',
    '{"response": 1}',
    '{"response": {"userHandle": "MQ"}}',
    "[" * 100_000,
    '{"id": "x", "rawId": "x", "type": "public-key", "response": {"userHandle": "MQ"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", "userHandle": null,'
    ' "authenticatorData": "AA", "signature": "AA", "attestationObject": "AA"}}',
]


@pytest.mark.parametrize("said", BROKEN)
def test_broken_key_opens_nothing_and_stumbles_nowhere(
    client: Client, someone: Callable[..., Person], said: str
) -> None:
    cache.clear()
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert client.post(reverse("mfa_login_webauthn"), {"credential": said}).status_code == 302
    assert client.get(reverse("me")).status_code == 302
    client.force_login(someone("Rosa Quispe"))
    client.get(reverse("mfa_add_webauthn"))
    assert client.post(reverse("mfa_add_webauthn"), {"credential": said}).status_code < 500
    assert not Authenticator.objects.exists()


def test_first_app_is_asked_for_nothing_twice(signed_in: Client) -> None:
    secret = signed_in.get(reverse("mfa_activate_totp")).context["form"].secret
    wrong = signed_in.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert wrong.context["form"].errors["code"] == [
        "That did not fit. Try again; a code from the app changes every half minute."
    ]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    answer = signed_in.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    assert answer.redirect_chain == [(reverse("mfa_view_recovery_codes"), 302)]
    assert len(answer.context["unused_codes"]) == 10


def test_addresses_page_says_which_is_confirmed(signed_in: Client) -> None:
    EmailAddress.objects.create(user_id=signed_in.session["_auth_user_id"], email="second@example.org")
    page = signed_in.get(reverse("account_email")).content.decode()
    assert ("confirmed" in page, "not confirmed yet" in page) == (True, True)
