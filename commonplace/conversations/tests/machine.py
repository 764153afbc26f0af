"""A service on this machine that gives drafts in other languages, as LibreTranslate would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from commonplace.lib.translating import LibreTranslate


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
