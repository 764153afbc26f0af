"""Someone of an organisation comes in by its own sign-in server, in a browser that holds forms to this house."""

from django.core.cache import cache
from django.urls import reverse

from commonplace.people.models import Person
from commonplace.people.tests.openid_server import Elsewhere, providers_from


def test_the_organisations_server_lets_in_and_is_not_asked_before(page, without_script, live_server, settings) -> None:
    cache.clear()
    way_back = live_server.url + reverse("openid_connect_callback", args=["house"])
    with Elsewhere(way_back=way_back) as server:
        settings.SOCIALACCOUNT_PROVIDERS = providers_from(server.url)
        server.person = {"sub": "a1", "name": "Nour Aziz", "email": "nour@example.org", "email_verified": True}
        for window in (page, without_script):
            window.context.route(f"{server.url}/**", lambda route: route.continue_())
            window.goto(reverse("account_login") + "?next=/me")
            assert not server.asked
            window.get_by_role("link", name="Wierzba University").click()
            window.get_by_role("button", name="Go on").click()
            window.get_by_role("heading", name="Nour Aziz").wait_for()
            server.asked.clear()
    assert Person.objects.get().name == "Nour Aziz"
