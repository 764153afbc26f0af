"""Everyone at one run hears of a change: how soon, and what each who listens costs the server.

So many people have the page of one gathering open, under the server as `serve` starts it with two workers, while notes
are written at ten a second by others. Told is how long it took from sending a note until each page heard of it, how
many pages never heard of one, and by how much the workers grew for each person. Two ways are held side by side with
`--compare`: lines that stay open (what pages use), and asking again twice a second (what they fall back to).

    python bench/live.py [--people 500] [--seconds 15] [--notes 10] [--way events|polls] [--compare] [--json]
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.serving import ROOT, Server, house
from commonplace.house.cli.serve import allow_open_files

TOKEN = "a" * 32
BETWEEN_POLLS = 0.5
PREPARE = """
import json, sys
import django
django.setup()
from datetime import datetime, timedelta
from bench.visitors import session_of
from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.house.cli.prepared import prepare
from commonplace.live.versions import version_of
from commonplace.people.actions import register
from commonplace.people.models import Person
from commonplace.protocols.actions.following import follow
from commonplace.protocols.catalogue import protocol_named
from commonplace.runs.actions.seating import sit
from commonplace.runs.actions.stepping import start
prepare()
host = register(name="Host", address="host@example.org", is_confirmed=True)
here = found(by=host, name="Bench", slug="bench", domain="How soon")
here.modules = [*here.modules, "gatherings", "protocols"]
here.save(update_fields=["modules"])
wall = (datetime.now() + timedelta(days=1)).replace(second=0, microsecond=0)
called = convene(by=host, space=here.spaces.get(slug="table"), plan=Plan("Measured", wall, "UTC"))
follow(gathering=called, protocol=protocol_named("case-clinic"), by=host)
run = start(gathering=called, by=host)
sessions = []
for number in range(int(sys.argv[1])):
    person = Person.objects.create_user(name=f"Person {number}", password=None)
    admit(person=person, community=here)
    sit(run=run, person=person)
    sessions.append(session_of(person))
print(json.dumps({"sessions": sessions, "gathering": called.pk, "version": version_of("run", called.pk)}))
"""


@dataclass
class Heard:
    """When each note was sent, and when each page heard of it."""

    sent: dict[int, float] = field(default_factory=dict)
    heard: dict[tuple[int, int], float] = field(default_factory=dict)
    refused: int = 0

    def hear(self, who: int, words: bytes, at: float) -> None:
        """Note every mark in what a page was told."""
        rest = words
        while (found := rest.find(b"mark-")) >= 0:
            rest = rest[found + 5 :]
            number = int(rest[:6])
            self.heard.setdefault((who, number), at)

    def told(self, people: int) -> dict[str, float]:
        """Percentiles in milliseconds, and how many pages missed how many notes."""
        spans = sorted((at - self.sent[number]) * 1000 for (_who, number), at in self.heard.items())
        return {
            "p50_ms": round(statistics.median(spans)) if spans else 0,
            "p95_ms": round(spans[int(len(spans) * 0.95)]) if spans else 0,
            "worst_ms": round(spans[-1]) if spans else 0,
            "lost": people * len(self.sent) - len(self.heard) + self.refused,
        }


async def answered(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """One answer of a connection that stays."""
    head = await reader.readuntil(b"\r\n\r\n")
    status, length = int(head[9:12]), 0
    for line in head.split(b"\r\n")[1:]:
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return status, await reader.readexactly(length) if length else b""


async def listen(port: int, who: int, session: str, facts: dict[str, Any], heard: Heard, ready: Any) -> None:
    """A page that keeps its line open, and comes back where it breaks off."""
    past = facts["version"]
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        asked = f"GET /live/run-{facts['gathering']}/?past={past} HTTP/1.1\r\nHost: localhost\r\n"
        writer.write(f"{asked}Accept: text/event-stream\r\nCookie: sessionid={session}\r\n\r\n".encode())
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await reader.readuntil(b"retry:")
            ready(who)
            while words := await reader.readline():
                if words.startswith(b"id: "):
                    past = int(words[4:])
                elif words.startswith(b"data: "):
                    heard.hear(who, words, time.perf_counter())
        writer.close()
        await asyncio.sleep(0.2)


async def poll(port: int, who: int, session: str, facts: dict[str, Any], heard: Heard, ready: Any) -> None:
    """A page that asks twice a second."""
    past = facts["version"]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(random.random() * BETWEEN_POLLS)  # nosec B311  # nobody guesses it
    while True:
        began = time.perf_counter()
        asked = f"GET /live/run-{facts['gathering']}/?past={past} HTTP/1.1\r\nHost: localhost\r\n"
        writer.write(f"{asked}Cookie: sessionid={session}\r\n\r\n".encode())
        status, body = await answered(reader)
        ready(who)
        if status == 200:
            past = json.loads(body)["version"]
            heard.hear(who, body, time.perf_counter())
        await asyncio.sleep(max(0.0, BETWEEN_POLLS - (time.perf_counter() - began)))


async def write(port: int, session: str, facts: dict[str, Any], number: int, heard: Heard) -> None:
    """Keep one line."""
    words = {"words": f"mark-{number:06} a valve sang", "kind": "lived", "phase": "0", "idempotency_key": str(uuid4())}
    body = urlencode(words | {"csrfmiddlewaretoken": TOKEN}).encode()
    head = f"POST /c/bench/gatherings/{facts['gathering']}/run/note HTTP/1.1\r\nHost: localhost\r\n"
    head += f"Cookie: sessionid={session}; csrftoken={TOKEN}\r\nContent-Length: {len(body)}\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
    heard.sent[number] = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.encode() + body)
    status, _body = await answered(reader)
    writer.close()
    if status != 302:
        heard.refused += 1


async def drive(server: Server, facts: dict[str, Any], options: argparse.Namespace, way: str) -> dict[str, float]:
    """Have everyone listen, write, and tell how soon it was heard."""
    heard, here, before = Heard(), set(), server.memory() * len(server.workers())
    page = {"events": listen, "polls": poll}[way]
    sessions = facts["sessions"]
    listeners = [
        asyncio.create_task(page(server.port, who, session, facts, heard, here.add))
        for who, session in enumerate(sessions[: options.people])
    ]
    end = time.monotonic() + 120
    while len(here) < options.people and time.monotonic() < end:
        await asyncio.sleep(0.2)
    grown = server.memory() * len(server.workers()) - before
    cpu, began = server.cpu(), time.perf_counter()
    writers = []
    for number in range(options.seconds * options.notes):
        await asyncio.sleep(max(0.0, began + number / options.notes - time.perf_counter()))
        session = sessions[number % len(sessions)]
        writers.append(asyncio.create_task(write(server.port, session, facts, number, heard)))
    lasted = time.perf_counter() - began
    cpu = (server.cpu() - cpu) / lasted
    await asyncio.gather(*writers)
    end = time.monotonic() + 20
    while len(heard.heard) < options.people * len(heard.sent) and time.monotonic() < end:
        await asyncio.sleep(0.2)
    for one in listeners:
        one.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    grown = max(grown, server.memory() * len(server.workers()) - before)
    told = heard.told(options.people)
    return told | {"mb_per_person": round(grown / options.people, 3), "cores": round(cpu, 2)}


def measure(options: argparse.Namespace, way: str) -> dict[str, float]:
    """One way, in a house of its own."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        settings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL" or options.postgresql}
        settings |= {"COMMONPLACE_DATA": str(data), "DJANGO_SETTINGS_MODULE": "commonplace.house.settings"}
        words = [sys.executable, "-c", PREPARE, str(options.people)]
        made = subprocess.run(
            words, cwd=ROOT, env=settings | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise SystemExit(made.stderr)
        facts = json.loads(made.stdout.splitlines()[-1])
        with house(settings, data / "log") as server:
            server.wait("/account/login/")
            return asyncio.run(drive(server, facts, options, way))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--notes", type=int, default=10, help="notes a second")
    parser.add_argument("--way", choices=("events", "polls"), default="events")
    parser.add_argument("--compare", action="store_true", help="both ways")
    parser.add_argument("--postgresql", action="store_true", help="in the database of DATABASE_URL, which is empty")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    allow_open_files()
    ways = ("events", "polls") if options.compare else (options.way,)
    told = {way: measure(options, way) for way in ways}
    if options.json:
        print(json.dumps(told if options.compare else told[options.way]))
        return 0
    for way, one in told.items():
        print(f"{way:8}" + "  ".join(f"{name} {value}" for name, value in one.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
