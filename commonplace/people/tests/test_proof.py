"""The first proof of an address: who is told what, and who comes too late."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonplace.api.actions import make_token
from commonplace.communities.joining.actions.inviting import invite
from commonplace.communities.models import Community
from commonplace.letters.models import Letter
from commonplace.people.actions import register
from commonplace.people.models import Person
from commonplace.people.proof import UNPROVEN, Unproven

SAID = "a leak is a sound first"
OWNER, OTHER = "owner@example.org", "intruder@example.net"
TOLD = "whoever typed it was in this account as “Somebody Else”"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def intruder(client: Client, hal: Person, stick: Community) -> Client:
    """A browser that came by a bare link and typed the owner's address."""
    path = reverse("invitation", args=[invite(by=hal, community=stick, words="x").token])
    client.post(path, {"name": "Somebody Else", "address": OWNER, "line": ""})
    return client


def code_to(address: str) -> str:
    text = Letter.objects.filter(to=address).latest("pk").text
    return re.search(r"^    (\S+)$", text, re.MULTILINE)[1]


def ask_code(browser: Client) -> None:
    browser.post(reverse("account_request_login_code"), {"email": OWNER})


def type_code(browser: Client) -> None:
    browser.post(reverse("account_confirm_login_code"), {"code": code_to(OWNER)})


def prove(browser: Client, address: str) -> None:
    browser.post(reverse("account_email"), {"action_add": "", "action_send": "", "email": address})
    browser.post(reverse("account_email_verification_sent"), {"code": code_to(address)})


def is_in(browser: Client) -> bool:
    return browser.get(reverse("me")).status_code == 200


def test_owner_is_told_who_was_there_and_what_was_thrown_away(intruder: Client) -> None:
    owner = Client()
    ask_code(owner)
    type_code(owner)
    page = owner.get(reverse("me")).content.decode()
    assert TOLD in page
    assert "every other device is signed out" in page
    assert not is_in(intruder)


def test_who_proves_their_own_address_is_told_nothing(intruder: Client) -> None:
    intruder.post(reverse("account_email"), {"action_send": "", "email": OWNER})
    intruder.post(reverse("account_email_verification_sent"), {"code": code_to(OWNER)})
    page = intruder.get(reverse("me"))
    assert (page.status_code, TOLD in page.content.decode()) == (200, False)


def test_stranger_who_asks_at_the_door_is_told_nothing(client: Client, stick: Community) -> None:
    client.post(reverse("join", args=["stick"]), {"name": "Nour", "email": OWNER, "cares_about": "leaks"})
    client.post(reverse("account_email_verification_sent"), {"code": code_to(OWNER)})
    page = client.get(reverse("me"))
    assert (page.status_code, "had only been typed" in page.content.decode()) == (200, False)


def test_mistyped_address_gives_way_to_the_first_that_is_proven(intruder: Client) -> None:
    assert "takes the other’s place" in intruder.get(reverse("account_email")).content.decode()
    prove(intruder, OTHER)
    assert list(EmailAddress.objects.filter(email__in=[OWNER, OTHER]).values_list("email", "primary")) == [
        (OTHER, True)
    ]
    assert is_in(intruder)


def test_code_asked_for_before_opens_no_account_that_was_proven_by_another(intruder: Client) -> None:
    owner = Client()
    ask_code(owner)
    prove(intruder, OTHER)
    type_code(owner)
    assert not is_in(owner)
    assert not EmailAddress.objects.filter(email=OWNER).exists()


def test_address_that_lies_unproven_in_a_proven_account_leads_nobody_into_it(rosa: Person) -> None:
    EmailAddress.objects.create(user=rosa, email=OWNER)
    owner = Client()
    ask_code(owner)
    type_code(owner)
    assert not is_in(owner)
    assert not EmailAddress.objects.filter(email=OWNER).exists()
    assert register(name="Owner", address=OWNER, is_confirmed=True)


def test_request_under_way_while_the_owner_proves_their_address_comes_too_late(
    someone: Callable[..., Person],
) -> None:
    """Such a request has read its session, with the mark, from before the proof."""
    owner = someone("Owner Real")
    late = Client()
    late.force_login(owner)
    session = late.session
    session[UNPROVEN] = True
    session.save()
    assert late.post(reverse("tokens"), {"name": "t"}).status_code == 422
    late.post(reverse("account_set_password"), {"password1": SAID, "password2": SAID})
    for page in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert late.post(reverse(page), {}).headers["Location"] == reverse("mfa_index")
    prove(late, OTHER)
    owner.refresh_from_db()
    assert not owner.has_usable_password()
    assert not Authenticator.objects.exists()
    assert not EmailAddress.objects.filter(email=OTHER).exists()


def test_nobody_without_a_proven_address_gives_out_a_token(db: None) -> None:
    with pytest.raises(Unproven):
        make_token(person=register(name="Someone", address=OWNER), name="t")
