"""A machine's draft comes from a service that the operator names, is marked as such, and is read by a member."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.test import Client

from commonplace.lib.translating import LibreTranslate, NoDraft
from commonplace.repertoire.actions import translating
from commonplace.repertoire.models import Resource, Translation

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


class Machine(BaseHTTPRequestHandler):
    """Says everything in capitals, as LibreTranslate would; `answers` are given before, as they are."""

    asked: list[dict[str, object]] = []  # emptied by the fixture
    answers: list[tuple[int, bytes]] = []

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Machine.asked.append({"path": self.path, **said})
        status, body = 200, json.dumps({"translatedText": [one.upper() for one in said["q"]]}).encode()
        if Machine.answers:
            status, body = Machine.answers.pop()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def service(settings) -> Iterator[LibreTranslate]:
    """A service on this machine, named by the operator."""
    Machine.asked, Machine.answers = [], []
    server = HTTPServer(("127.0.0.1", 0), Machine)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    settings.TRANSLATION_URL = f"http://127.0.0.1:{server.server_port}"
    settings.TRANSLATION_KEY, settings.TRANSLATION_INSIDE = "k", True
    yield LibreTranslate(settings.TRANSLATION_URL, "k", is_inside_too=True)
    server.shutdown()
    server.server_close()


def test_it_is_marked_until_a_member_has_read_it(client: Client, service, card: Resource, tomasz, leila) -> None:
    client.force_login(tomasz)
    here = card.url("stick")
    assert "Its words are sent to" in client.get(f"{here}again?in=pl").text
    assert client.post(f"{here}again?in=pl", {"draft": "1"})["Location"] == f"{here}?in=pl"
    (asked,) = Machine.asked
    assert (asked["path"], asked["source"], asked["target"], asked["api_key"]) == ("/translate", "en", "pl", "k")
    made = Translation.objects.get()
    assert (made.title, made.drafted_by, made.is_unread_draft) == (card.title.upper(), "127.0.0.1", True)
    client.force_login(leila)
    assert "A machine’s draft, which no member has read." in client.get(f"{here}?in=pl").text
    client.post(f"{here}translations/{made.pk}/read")
    page = client.get(f"{here}?in=pl").text
    assert "which no member has read" not in page
    assert "Leila Haddad has read it" in page.replace("\u2068", "").replace("\u2069", "")
    # Where it is said already no machine is asked again.
    client.post(f"{here}again?in=pl", {"draft": "1"})
    assert len(Machine.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [(500, b"{}"), (200, b"no"), (200, b"[]"), (200, b'{"translatedText": ["one"]}'), (400, b'{"error": "pl?"}')],
)
def test_what_is_no_answer_is_no_draft(client: Client, service, card: Resource, tomasz, answer) -> None:
    Machine.answers = [answer]
    client.force_login(tomasz)
    page = client.post(f"{card.url('stick')}again?in=pl", {"draft": "1"}, follow=True).text
    assert "The service gave no draft just now." in page
    assert not Translation.objects.exists()


def test_nothing_said_in_confidence_is_sent(service, card: Resource, tomasz) -> None:
    card.space.confidence = "sealed"
    assert translating.service_for(card) is None
    with pytest.raises(NoDraft):
        translating.draft(by=tomasz, resource=card, language="pl")
    assert Machine.asked == []


def test_nobody_is_asked_where_none_is_named_or_it_stands_inside_unsaid(service, card: Resource, settings) -> None:
    with pytest.raises(NoDraft):
        LibreTranslate(service.url).draft(["One"], source="en", target="pl")
    settings.TRANSLATION_URL = ""
    assert translating.service_for(card) is None
    assert Machine.asked == []
