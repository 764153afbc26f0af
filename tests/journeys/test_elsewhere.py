"""Someone of an organisation comes in by its own sign-in server, in a browser that holds forms to this house."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Error

from commonplace.people.models import Person
from commonplace.people.tests.openid_server import Elsewhere, providers_from


def test_the_organisations_server_lets_in_and_is_not_asked_before(
    page, without_script, inside, live_server, settings
) -> None:
    cache.clear()
    way_back = live_server.url + reverse("openid_connect_callback", args=["house"])
    with Elsewhere(way_back=way_back) as server:
        settings.SOCIALACCOUNT_PROVIDERS = providers_from(server.url)
        server.person = {"sub": "a1", "name": "Nour Aziz", "email": "nour@example.org", "email_verified": True}
        inside.append(server.url)
        for window in (page, without_script):
            window.goto(reverse("account_login") + "?next=/me")
            assert not server.asked
            window.get_by_role("link", name="Wierzba University").click()
            window.get_by_role("button", name="Go on").click()
            window.get_by_role("heading", name="Nour Aziz").wait_for()
            server.asked.clear()
    assert Person.objects.get().name == "Nour Aziz"


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "http://192.0.2.1/"])
def test_another_host_is_not_found_and_its_address_is_told(page, troubles, address) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto(address)
    assert troubles == [f"asked another host: {address}"]
    troubles.clear()
