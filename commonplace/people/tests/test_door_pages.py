"""Every page of the door is in our look: no inline style, no inline script, one h1, no words that are not ours."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from commonplace.people.models import Person

OUTSIDE = ["account_login", "account_signup", "account_request_login_code", "account_reset_password", "account_logout"]
INSIDE = [
    "account_email", "account_set_password", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn",
    "usersessions_list", "account_logout", "socialaccount_connections",
]  # fmt: skip
INLINE = re.compile(r"\sstyle\s*=|<style|\son\w+\s*=|<script(?![^>]*(?:src=|type=\"application/json\"))", re.IGNORECASE)
NOT_OURS = re.compile(r"\b(password|e-?mail|sign up|two-factor|log ?in)\b|!(?!doctype|--)", re.IGNORECASE)


def words_of(page: str) -> str:
    body = page.split("<body", 1)[1]
    return re.sub(r"<(script|noscript)\b.*?</\1>|<[^>]*>", " ", body, flags=re.DOTALL)


def check(page: str) -> None:
    assert INLINE.findall(page) == []
    assert page.count("<h1") == 1
    assert "ui/css/tokens.css" in page


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


def test_addresses_page_says_which_is_confirmed(signed_in: Client) -> None:
    EmailAddress.objects.create(user_id=signed_in.session["_auth_user_id"], email="second@example.org")
    page = signed_in.get(reverse("account_email")).content.decode()
    assert ("confirmed" in page, "not confirmed yet" in page) == (True, True)
