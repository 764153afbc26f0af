"""Whoever types another's address leaves nothing behind that opens the account once its owner has proven the address.

An intruder does whatever the pages let them do, in any order, and plants what an older house would have kept; then the
owner signs in for the first time, and every door that the intruder knows is tried.
"""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from commonplace.api.actions import digest_of
from commonplace.api.models import Token
from commonplace.communities.joining.actions.inviting import invite
from commonplace.communities.models import Community
from commonplace.letters.models import Letter
from commonplace.people.models import Claim, Person
from commonplace.people.one_time_links import one_time_link
from commonplace.people.tests.openid_server import Elsewhere, providers_from
from commonplace.people.tests.test_signing_in_by_openid import WAY_BACK, go

OWNER, MINE = "owner@example.org", "intruder@example.net"
SAID = "a leak is a sound first"
INTRUDER = {"sub": "x9", "name": "Intruder", "email": OWNER, "email_verified": False}
EVENTS = [
    "token",
    "passphrase",
    "address",
    "primary",
    "remove",
    "tie",
    "app",
    "sign in elsewhere",
    "code asked",
    "reset asked",
    "profile",
    "prove mine",
]
PLANTS = ["a token", "a passphrase", "an address", "a tie", "an app", "a link", "a claim", "a session"]


class Intruder:
    """Somebody who began an account with another's address, the browsers they use and what they remember."""

    def __init__(self, server: Elsewhere, stick: Community, inviter: Person, of: Person) -> None:
        self.server, self.stick, self.inviter, self.of = server, stick, inviter, of
        self.browsers = [Client(), Client(), Client()]
        self.tokens: list[str] = []
        self.links: list[str] = []

    def begin(self, way: str) -> Person:
        if way == "bare link":
            path = reverse("invitation", args=[invite(by=self.inviter, community=self.stick, words="x").token])
            self.browsers[0].post(path, {"name": "Intruder", "address": OWNER, "line": ""})
        else:
            self.elsewhere(self.browsers[0])
        return EmailAddress.objects.get(email=OWNER).user

    def elsewhere(self, browser: Client, **said: str) -> None:
        self.server.person = INTRUDER
        go(browser, **said)

    def act(self, what: str, person: Person) -> None:
        cache.clear()
        one, other = self.browsers[:2]
        match what:
            case "token":
                words = re.search(r"cp_[\w-]{43}", one.post(reverse("tokens"), {"name": "t"}).content.decode())
                self.tokens += [words[0]] if words else []
            case "passphrase":
                one.post(reverse("account_set_password"), {"password1": SAID, "password2": SAID})
            case "address":
                one.post(reverse("account_email"), {"action_add": "", "email": MINE})
            case "primary" | "remove":
                for address in (OWNER, MINE):
                    one.post(reverse("account_email"), {f"action_{what}": "", "email": address})
            case "prove mine":
                one.post(reverse("account_email_verification_sent"), {"code": code_to(MINE)})
            case "tie":
                self.server.person = INTRUDER | {"email": MINE, "email_verified": True}
                if SESSION_KEY in one.session:
                    go(one, process="connect")
            case "app":
                one.get(reverse("mfa_activate_totp"))
                if secret := one.session.get(SECRET_SESSION_KEY):
                    one.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
            case "sign in elsewhere":
                self.elsewhere(other)
            case "code asked":
                self.browsers[2].post(reverse("account_request_login_code"), {"email": OWNER})
            case "reset asked":
                other.post(reverse("account_reset_password"), {"email": OWNER})
                found = re.findall(r"http://\S+/password/reset/key/\S+", "\n".join(texts_to(OWNER)))
                self.links += [one.split("//", 1)[1].split("/", 1)[1] for one in found]
            case "profile":
                one.post(reverse("my_profile"), {"name": "Not the owner", "at-TOTAL_FORMS": 0, "at-INITIAL_FORMS": 0})
            case _:
                self.plant(what, person)

    def plant(self, what: str, person: Person) -> None:
        """What was possible before it was forbidden, and may lie in the rows of a house that is older."""
        match what:
            case "a token":
                self.tokens.append(f"planted-{len(self.tokens)}")
                Token.objects.create(person=person, name="old", digest=digest_of(self.tokens[-1]))
            case "a passphrase":
                person.refresh_from_db()
                person.set_password(SAID)
                person.save()
            case "an address":
                EmailAddress.objects.get_or_create(user=person, email=MINE)
            case "a tie":
                SocialAccount.objects.get_or_create(provider="house", uid="x9", defaults={"user": person})
            case "an app":
                if not Authenticator.objects.filter(user=person).exists():
                    TOTP.activate(person, generate_totp_secret())
                    RecoveryCodes.activate(person)
            case "a link":
                self.links.append(one_time_link(person=person).split("//", 1)[1].split("/", 1)[1])
            case "a claim":
                Claim.objects.get_or_create(person=person, of=self.of, defaults={"words": "it is me"})
            case "a session":
                self.browsers.append(Client())
                self.browsers[-1].force_login(Person.objects.get(pk=person.pk))


def texts_to(address: str) -> Iterator[str]:
    yield from Letter.objects.filter(to=address).order_by("-pk").values_list("text", flat=True)


def code_to(address: str) -> str:
    """The code of the last letter there, or none."""
    found = (re.search(r"^    (\S+)$", text, re.MULTILINE) for text in texts_to(address))
    return next((one[1] for one in found if one), "NOCODE")


def totp(secret: str) -> str:
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"


def owner_comes(way: str, server: Elsewhere) -> Client:
    """Sign in by what proves that one reads the owner's mail."""
    cache.clear()
    browser = Client()
    if way == "code":
        browser.post(reverse("account_request_login_code"), {"email": OWNER})
        browser.post(reverse("account_confirm_login_code"), {"code": code_to(OWNER)})
    else:
        server.person = {"sub": "o1", "name": "Owner", "email": OWNER, "email_verified": True}
        go(browser)
        if SESSION_KEY not in browser.session:
            browser.post(reverse("account_email_verification_sent"), {"code": code_to(OWNER)})
    return browser


def is_in(browser: Client, person: Person) -> bool:
    page = browser.get(reverse("me"))
    return page.status_code == 200 and page.context["person"].pk == person.pk


def open_doors(intruder: Intruder, person: Person, owner: Client) -> Iterator[str]:
    """Every way by which the intruder still comes in."""
    cache.clear()
    for browser in intruder.browsers:
        for page in ("account_email_verification_sent", "account_confirm_login_code", "mfa_authenticate"):
            browser.get(reverse(page))
            browser.post(reverse(page), {"code": "NOCODE"})
        if is_in(browser, person):
            yield "a browser of before"
    for words in intruder.tokens:
        answer = Client().get("/api/v1/communities", headers={"authorization": f"Bearer {words}"})
        if answer.status_code != 401:
            yield "a token"
    for address in (OWNER, MINE):
        knocking = Client()
        knocking.post(reverse("account_login"), {"login": address, "password": SAID})
        if is_in(knocking, person):
            yield f"the passphrase with {address}"
    before = Letter.objects.count()
    knocking = Client()
    knocking.post(reverse("account_request_login_code"), {"email": MINE})
    if Letter.objects.count() > before:
        knocking.post(reverse("account_confirm_login_code"), {"code": code_to(MINE)})
        if is_in(knocking, person):
            yield "a code to the intruder's address"
    for link in intruder.links:
        knocking = Client()
        answer = knocking.get(f"/{link}", follow=True)
        knocking.post(answer.request["PATH_INFO"], {"password1": SAID * 2, "password2": SAID * 2})
        knocking.post(reverse("account_login"), {"login": OWNER, "password": SAID * 2})
        if is_in(knocking, person):
            yield f"a link: {link}"
    for said in (INTRUDER, INTRUDER | {"email": MINE, "email_verified": True}):
        knocking = Client()
        intruder.server.person = said
        go(knocking)
        if is_in(knocking, person):
            yield "the sign-in server"
    if Authenticator.objects.filter(user=person).exists():
        yield "an authenticator"
    if Claim.objects.filter(person=person, settled_at=None).exists():
        yield "a claim that waits"
    if UserSession.objects.filter(user=person).exclude(session_key=owner.session.session_key).exists():
        yield "a session in the list"


@pytest.fixture
def server(settings) -> Iterator[Elsewhere]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with Elsewhere(way_back=f"http://testserver{WAY_BACK}") as one:
        settings.SOCIALACCOUNT_PROVIDERS = providers_from(one.url)
        yield one


@pytest.mark.django_db
@pytest.mark.allow_hosts(["127.0.0.1"])
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    began=st.sampled_from(["bare link", "elsewhere"]),
    deeds=st.lists(st.sampled_from([*EVENTS, *PLANTS]), max_size=8),
    came=st.sampled_from(["code", "elsewhere"]),
)
@example(began="bare link", deeds=PLANTS, came="code")
@example(began="elsewhere", deeds=PLANTS, came="elsewhere")
@example(began="bare link", deeds=EVENTS, came="code")
@example(began="elsewhere", deeds=[*EVENTS, "reset asked"], came="code")
def test_nothing_left_behind_opens_the_account(
    began: str, deeds: list[str], came: str, server: Elsewhere, stick: Community, hal: Person, unclaimed: Person
) -> None:
    with transaction.atomic():
        intruder = Intruder(server, stick, hal, unclaimed)
        person = intruder.begin(began)
        for deed in deeds:
            intruder.act(deed, person)
        owner = owner_comes(came, server)
        if is_in(owner, person):
            assert list(open_doors(intruder, person, owner)) == []
            assert is_in(owner, person)
            assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")) == [
                (OWNER, True, True)
            ]
        else:
            # Proven by another address first, the account is whose that is; the typed one leads nowhere near it.
            assert deeds.count("prove mine")
            assert not EmailAddress.objects.filter(user=person, email=OWNER).exists()
            assert EmailAddress.objects.filter(user=person, email=MINE, verified=True).exists()
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("deed", EVENTS)
def test_before_the_proof_nothing_is_made(
    deed: str, server: Elsewhere, stick: Community, hal: Person, unclaimed: Person
) -> None:
    intruder = Intruder(server, stick, hal, unclaimed)
    person = intruder.begin("bare link")
    intruder.act(deed, person)
    assert not Token.objects.filter(person=person).exists()
    assert not SocialAccount.objects.filter(user=person).exists()
    assert not Authenticator.objects.filter(user=person).exists()
    assert not Person.objects.get(pk=person.pk).has_usable_password()
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified")) == [(OWNER, False)]
    assert is_in(intruder.browsers[0], person)
