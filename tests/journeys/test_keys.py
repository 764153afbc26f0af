"""Keys to one's account: a device that holds passkeys, as Chromium imitates it, and an app that shows codes."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.journeys.letters import code_sent

HALF_MINUTE = 30


class Device:
    """A telephone that holds passkeys; `agrees` is its owner's finger, on it or not."""

    def __init__(self, page: Page) -> None:
        self.chromium = page.context.new_cdp_session(page)
        self.chromium.send("WebAuthn.enable")
        about = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.id = self.chromium.send("WebAuthn.addVirtualAuthenticator", {"options": about})["authenticatorId"]

    def agrees(self, yes: bool) -> None:
        self.chromium.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": yes})

    def holds(self) -> list[dict]:
        return self.chromium.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]


@pytest.fixture
def device() -> Callable[[Page], Device]:
    return Device


def come_by_code(page: Page, address: str) -> None:
    # As if a while had passed: only a few codes go to one address in a minute.
    cache.clear()
    page.goto(reverse("account_request_login_code"))
    page.get_by_label("Your mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code").fill(code_sent())
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(lambda url: not url.endswith("/confirm/"))


def go_out(page: Page) -> None:
    page.goto(reverse("account_logout"))
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_role("link", name="Sign in").first.wait_for()


def is_in(page: Page, name: str) -> None:
    page.goto(reverse("me"))
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def add_passkey(page: Page) -> None:
    page.goto(reverse("my_signing_in"))
    page.get_by_role("link", name="Passkeys and codes").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What shall it be called?").fill("My telephone")
    page.get_by_label("Let it sign you in on its own").check()
    page.get_by_role("button", name="Add it").click()


def test_a_passkey_is_added_and_lets_in_on_its_own(page, device, hal) -> None:
    telephone = device(page)
    come_by_code(page, "hal@example.org")
    add_passkey(page)
    page.get_by_label("Codes not used yet").wait_for()
    page.get_by_text("Your recovery codes are ready.").wait_for()
    assert [key["isResidentCredential"] for key in telephone.holds()] == [True]
    go_out(page)
    page.goto(reverse("account_login"))
    telephone.agrees(False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").wait_for()
    expect(page.get_by_role("alert")).to_contain_text("did not go along")
    telephone.agrees(True)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    is_in(page, "Hal Brennan")


def test_a_passkey_is_the_second_step_and_says_that_it_is_still_oneself(page, device, hal) -> None:
    device(page)
    come_by_code(page, "hal@example.org")
    add_passkey(page)
    page.get_by_label("Codes not used yet").wait_for()
    go_out(page)
    come_by_code(page, "hal@example.org")
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    page.get_by_role("button", name="Use a key").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    is_in(page, "Hal Brennan")

    page.goto(reverse("mfa_list_webauthn"))
    page.get_by_role("link", name="Take it away").click()
    expect(page.get_by_role("heading", name="Still you?")).to_be_visible()
    page.get_by_role("button", name="Use a key").click()
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_an_app_with_codes_is_added_and_asked(page, hal) -> None:
    def shown_by_the_app() -> str:
        return format_hotp_value(hotp_value(secret, int(time.time()) // HALF_MINUTE))

    come_by_code(page, "hal@example.org")
    page.goto(reverse("mfa_index"))
    page.get_by_role("link", name="Use an app").click()
    secret = page.get_by_label("The secret").input_value()
    page.get_by_label("The code that the app shows now").fill("000000")
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_text("That did not fit.").first).to_be_visible()
    expect(page.get_by_label("The secret")).to_have_value(secret)
    page.get_by_label("The code that the app shows now").fill(shown_by_the_app())
    page.get_by_role("button", name="Use this app").click()
    recovery = page.get_by_label("Codes not used yet").input_value().split()
    go_out(page)

    for code in (shown_by_the_app(), recovery[0]):
        come_by_code(page, "hal@example.org")
        expect(page.get_by_role("heading", name="The second step")).to_be_visible()
        expect(page.get_by_role("button", name="Use a key")).to_have_count(0)
        page.get_by_label("The code from your app, or a recovery code").fill(code)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/account/" not in url)
        is_in(page, "Hal Brennan")
        go_out(page)

    come_by_code(page, "hal@example.org")
    page.get_by_label("The code from your app, or a recovery code").fill(recovery[0])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("That did not fit.").first).to_be_visible()
