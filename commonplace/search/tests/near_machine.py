"""A service on this machine that tells what texts mean, as an OpenAI-compatible one would: by a bag of their words."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.cache import caches

SAME = {"squeals": "sings", "tap": "valve", "faucet": "valve"}  # what means the same, and is another word
WIDE = 256


def vector(text: str) -> list[float]:
    """Where a text lies: a place for each of its words, and one for all of them."""
    found = [0.0] * WIDE
    for word in re.findall(r"\w+", text.lower()):
        found[zlib.crc32(SAME.get(word, word).encode()) % WIDE] += 1.0
    found[0] += 0.1
    return found


class NearMachine(BaseHTTPRequestHandler):
    """`asked` are the texts it heard, with how it was asked; `answers` are given before, as they are; a text that holds
    a word of `refuses` it does not take.
    """

    heard: list[str] = []  # emptied by the fixture
    asked: list[dict[str, object]] = []
    answers: list[tuple[int, bytes]] = []
    refuses = "unspeakable"

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        machine = NearMachine
        machine.asked.append({"path": self.path, "key": self.headers["Authorization"], "model": said.get("model")})
        machine.heard += said["input"]
        rows = [{"index": place, "embedding": vector(text)} for place, text in enumerate(said["input"])]
        # In which order they come back is not promised.
        status, body = 200, json.dumps({"object": "list", "data": rows[::-1]}).encode()
        if any(machine.refuses in text for text in said["input"]):
            status, body = 400, b'{"error": "too long"}'
        if machine.answers:
            status, body = machine.answers.pop()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def near_machine(settings) -> Iterator[type[NearMachine]]:
    """A service on this machine, named by the operator."""
    NearMachine.heard, NearMachine.asked, NearMachine.answers = [], [], []
    caches["house"].clear()
    server = HTTPServer(("127.0.0.1", 0), NearMachine)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    settings.EMBEDDINGS_URL = f"http://127.0.0.1:{server.server_port}"
    settings.EMBEDDINGS_MODEL, settings.EMBEDDINGS_KEY, settings.EMBEDDINGS_INSIDE = "bag", "k", True
    yield NearMachine
    server.shutdown()
    server.server_close()
    caches["house"].clear()
