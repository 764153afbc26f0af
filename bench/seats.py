"""Twenty seats, two hundred people in the same second, two processes that serve: who has a seat, and who waits where.

A house with one gathering is served by two `serve` of its own ports, each with workers of its own, over one database;
two hundred members, each in a session of their own, press "I'll come" at one moment, every second one at each server.
Exactly as many as there are seats must have one, the others must wait in an order without gaps, nobody may be told of
an error, and each must have been told what the database says of them.

    python bench/seats.py [--seats 20] [--people 200] [--rounds 3]
    bin/postgres python bench/seats.py --on-postgres
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.databases import database_of_its_own
from bench.kill import NoRedirect
from bench.pages import environment
from bench.serving import ROOT, Server, house

TOKEN = "a" * 32
SERVERS = 2
MAKE = """
import json, sys
from datetime import timedelta
import django
django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.conf import settings
from django.utils import timezone
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Membership
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.people.actions import register
from commonplace.people.models import Person
people, seats, rounds = json.load(sys.stdin)
host = register(name="Hal Brennan", address="hal@example.org", is_confirmed=True)
stick = found(by=host, name="The Listening Stick", slug="stick", domain="Leaks", visibility="listed")
stick.modules = [*stick.modules, "gatherings"]
stick.save(update_fields=["modules"])
members = Person.objects.bulk_create([Person(name=f"Member {n}", claimed_at=timezone.now()) for n in range(people)])
Membership.objects.bulk_create([Membership(community=stick, person=one) for one in members])
sessions = {}
for one in members:
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(one.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = one.get_session_auth_hash()
    session.save()
    sessions[one.pk] = session.session_key
wall = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0, tzinfo=None)
space = stick.spaces.get(slug="table")
made = [convene(by=host, space=space, plan=Plan("Clinic", wall, "UTC", capacity=seats)).pk for _ in range(rounds)]
print(json.dumps({"sessions": sessions, "gatherings": made}))
"""
LOOK = """
import json, sys
import django
django.setup()
from commonplace.gatherings.models import Answer
rows = Answer.objects.filter(gathering=json.load(sys.stdin)).order_by("pk")
print(json.dumps(list(rows.values_list("person_id", "says", "place"))))
"""


def in_house(code: str, settings: Mapping[str, str], said: object) -> Any:
    """What a program within the house prints, given something to read."""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**settings, "PYTHONPATH": str(ROOT)},
        input=json.dumps(said),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout.splitlines()[-1])


class Crowd:
    """People who press the same button at one moment: what each was answered, and how long it took."""

    def __init__(self, servers: Sequence[Server], sessions: Mapping[str, str]) -> None:
        self.servers, self.sessions = servers, sessions
        self.answers: Counter[str] = Counter()
        self.took: list[float] = []

    def press(self, path: str) -> float:
        """All at once; how long it took until the last was answered."""
        self.answers.clear()
        self.took.clear()
        barrier = threading.Barrier(len(self.sessions) + 1)
        threads = [
            threading.Thread(target=self._one, args=(barrier, self.servers[n % len(self.servers)], session, path))
            for n, session in enumerate(self.sessions.values())
        ]
        for thread in threads:
            thread.start()
        barrier.wait()
        began = time.monotonic()
        for thread in threads:
            thread.join()
        return time.monotonic() - began

    def _one(self, barrier: threading.Barrier, server: Server, session: str, path: str) -> None:
        opener = urllib.request.build_opener(NoRedirect)
        form = urlencode({"csrfmiddlewaretoken": TOKEN, "says": "yes"}).encode()
        request = urllib.request.Request(server.address + path, data=form)
        request.add_header("Cookie", f"sessionid={session}; csrftoken={TOKEN}")
        barrier.wait()
        began = time.monotonic()
        try:
            opener.open(request, timeout=120).close()
            said = "200"
        except urllib.error.HTTPError as answer:
            said = str(answer.code)
        except OSError as trouble:
            said = type(trouble).__name__
        self.took.append(time.monotonic() - began)
        self.answers[said] += 1


def wrong(rows: Sequence[tuple[int, str, int]], *, seats: int, people: int) -> list[str]:
    """What is not as it must be, in words."""
    says = Counter(said for _person, said, _place in rows)
    places = [place for _person, said, place in rows if said == "waiting"]
    faults = []
    if says != Counter({"yes": seats, "waiting": people - seats}):
        faults.append(f"they say {dict(says)}")
    if places != list(range(1, people - seats + 1)):
        faults.append("the line has gaps, or another order than that in which people came")
    if any(said == "waiting" for _person, said, _place in rows[:seats]):
        faults.append("somebody waits who came before one who has a seat")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seats", type=int, default=20)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--on-postgres", action="store_true", help="on the server that DATABASE_URL names")
    options = parser.parse_args()
    faults: list[str] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = environment(folder, stack.enter_context(database_of_its_own()) if options.on_postgres else "")
        subprocess.run([ROOT / "bin" / "commonplace", "migrate"], env=settings, check=True, stdout=subprocess.DEVNULL)
        facts = in_house(MAKE, settings, [options.people, options.seats, options.rounds])
        servers = [stack.enter_context(house(settings, folder / f"serve{n}.log")) for n in range(SERVERS)]
        for server in servers:
            server.wait("/api/v1/communities")
        crowd = Crowd(servers, facts["sessions"])
        for pk in facts["gatherings"]:
            lasted = crowd.press(f"/c/stick/gatherings/{pk}/answer")
            rows = in_house(LOOK, settings, pk)
            found = wrong(rows, seats=options.seats, people=options.people)
            if set(crowd.answers) != {"302"}:
                found.append(f"they were answered {dict(crowd.answers)}")
            says = Counter(said for _person, said, _place in rows)
            print(
                f"{says['yes']} come, {says['waiting']} wait; all answered after {lasted:.1f} s,"
                f" half of them within {median(crowd.took):.1f} s; {', '.join(found) or 'nothing amiss'}"
            )
            faults += found
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
