"""Where somebody is signed in, in words."""

import pytest
from django.urls import reverse

from commonplace.people.devices import named

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/142.0.0.0 Safari/537.36", "Chrome on Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/142.0 Safari/537.36 Edg/142.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on macOS"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Safari/604.1", "Safari on iOS"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/142.0 Mobile Safari/537.36", "Chrome on Android"),
        ("something (Linux)", "a browser on Linux"),
        ("curl/8.5.0", "a browser"),
        ("", "a browser"),
    ],
)
def test_device_is_named_as_a_person_would(said, words):
    assert named(said) == words


def test_somebody_reads_where_they_are_signed_in(client, hal):
    client.force_login(hal)
    page = client.get(reverse("usersessions_list"), headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0)"})
    assert "A browser on Windows" in page.content.decode()
    assert "Mozilla" not in page.content.decode()
