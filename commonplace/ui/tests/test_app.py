"""What makes the house an app of its own: its manifest, its worker, and the page without net."""

import json
import re
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def test_the_manifest_names_icons_that_are_there(client: Client) -> None:
    told = json.loads(client.get("/app.webmanifest").content)
    assert (told["name"], told["start_url"], told["display"]) == ("Commonplace", "/", "standalone")
    sizes = {}
    for icon in told["icons"]:
        path = finders.find(urlsplit(icon["src"]).path.removeprefix("/static/"))
        assert path, icon
        if icon["type"] == "image/png":
            with Image.open(path) as picture:
                sizes[icon["sizes"], icon["purpose"]] = "x".join(map(str, picture.size))
    assert sizes == {(one, purpose): one for one, purpose in sizes} != {}
    assert ("512x512", "maskable") in sizes
    assert json.loads(client.get("/app.webmanifest", headers={"Accept-Language": "pl"}).content)["lang"] == "pl"
    assert '<link rel="manifest" href="/app.webmanifest">' in client.get("/").text


def test_the_worker_stands_on_top_and_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/worker.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.text.startswith('const LANGUAGES = ["en", "pl"];\n')
    assert not answer.cookies


@pytest.mark.parametrize(("language", "words"), [("en", "No connection"), ("pl", "Brak połączenia")])
def test_the_page_without_net_is_nobodys(client: Client, hal: Person, language: str, words: str) -> None:
    client.force_login(hal)
    page = client.get(f"/offline/{language}").text
    assert words in page
    assert ('lang="' + language + '"' in page, hal.name in page) == (True, False)
    assert client.get("/offline/xx").status_code == 404


def test_each_page_says_for_whom_it_is(client: Client, hal: Person, leila: Person, stick) -> None:
    found = []
    for person in (None, hal, leila, hal):
        client.logout()
        if person is not None:
            client.force_login(person)
        found.append(client.get("/").headers["X-Reader"])
    nobody, first, second, again = found
    assert (nobody, first == again, first == second) == ("nobody", True, False)
    assert re.fullmatch("[0-9a-f]{16}", first)
    session = client.session
    session.set_expiry(0)  # who did not ask to stay signed in may sit at somebody else's machine
    session.save()
    assert client.get("/").headers["X-Reader"] == "nobody"
    assert "X-Reader" not in client.get("/app.webmanifest").headers
