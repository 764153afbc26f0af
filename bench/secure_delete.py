"""What it costs SQLite to overwrite what is deleted (`secure_delete`): the same work with it and without, in turns.

Replies are sent through the door and taken in, each by somebody who has a draft there; people are erased with all their
words and the database is wiped, as `bin/commonplace erase` does; and an archive moves into a new house. For each the
processor time, the time by the clock and what was written, of one reply, one person, one import; the middle round.

In a copy of a house that bench/fill.py filled. Without an archive importing is left out.

    COMMONPLACE_DATA=/somewhere/filled python bench/secure_delete.py [--rounds 9] [--replies 50] [ARCHIVE]
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("archive", nargs="?", type=Path)
parser.add_argument("--rounds", type=int, default=9)
parser.add_argument("--replies", type=int, default=50)
options = parser.parse_args()
scratch = Path(tempfile.mkdtemp())
shutil.copytree(os.environ["COMMONPLACE_DATA"], scratch / "house")
os.environ["COMMONPLACE_DATA"] = str(scratch / "house")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.import_mbox import RUN, ours
from commonplace.communities.models import Membership
from commonplace.communities.standing import Standing
from commonplace.limits.memory import memory
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.store.wiping import wipe_whole

WITHOUT = """
import sys
from commonplace.house import settings
settings.DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA secure_delete=OFF;"
from commonplace.house.cli import main
sys.exit(main(sys.argv[1:]))
"""
type Figures = tuple[float, float, float]


def spent(work: Callable[[], object], times: int = 1) -> Figures:
    """Milliseconds of processor time and by the clock, kilobytes written; of one of so many."""
    written, worked, begun = _written(), process_time(), perf_counter()
    work()
    worked, begun = process_time() - worked, perf_counter() - begun
    return worked * 1000 / times, begun * 1000 / times, (_written() - written) / 1000 / times


def _written() -> int:
    """The bytes that this process has written; 0 where there is no /proc."""
    path = Path("/proc/self/io")
    return int(path.read_text().split("wchar: ")[1].split()[0]) if path.exists() else 0


def switch(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA secure_delete={word}")


def replying(facts: dict[str, str]) -> Figures:
    """Replies through the door; the first readers of the house write them in turn."""
    client = Client()
    path = f"/c/{facts['slug']}/conversations/{facts['answered']}/posts"

    def all_of_them() -> None:
        for number in range(options.replies):
            memory().clear()
            client.cookies[settings.SESSION_COOKIE_NAME] = facts["sessions"][number % len(facts["sessions"])]
            answer = client.post(path, {"text": f"The valve sings at night, for the {number}th time. " * 8})
            if answer.status_code != 302:
                sys.exit(f"{path} was answered with {answer.status_code}")

    return spent(all_of_them, options.replies)


def erasing(people: list[Person]) -> Figures:
    """Some people erased with their words, and what is left of them wiped."""

    def all_of_them() -> None:
        for person in people:
            erase(person=person, withdraw=True)
        wipe_whole(within=timedelta(minutes=5))

    return spent(all_of_them, len(people))


def importing(archive: Path, word: str) -> Figures:
    """An archive into a new house, in a process of its own; its own seconds, for the start is not what is asked."""
    run = RUN if word == "ON" else [sys.executable, "-P", "-c", WITHOUT]
    came = ours([archive], scratch / "import", run=run)
    return came.worked * 1000, came.said["seconds"] * 1000, 0


def main() -> None:
    facts = json.loads((settings.DATA / "facts.json").read_text())
    settings.ALLOWED_HOSTS, settings.LIMITS_FILE = ["*"], ":memory:"
    stewards = Membership.objects.filter(standing=Standing.STEWARD).values("person")
    # From the end: those who are measured elsewhere are the first.
    people = iter(Person.objects.exclude(pk__in=stewards).order_by("-pk"))
    seen: dict[str, dict[str, list[Figures]]] = defaultdict(lambda: defaultdict(list))
    for number in range(options.rounds + 1):
        # The first round only warms. Whoever is second finds more, so they take turns at that too.
        for word in ("ON", "OFF") if number % 2 else ("OFF", "ON"):
            switch(word)
            rounds = {"replying": replying(facts), "erasing somebody": erasing([next(people) for _ in range(3)])}
            if options.archive:
                rounds["importing"] = importing(options.archive, word)
            for what, figures in rounds.items():
                if number:
                    seen[what][word].append(figures)
    print(f"{'':18}{'secure_delete':>14}{'cpu ms':>10}{'clock ms':>10}{'kB':>10}")
    for what, words in seen.items():
        for word in ("OFF", "ON"):
            cpu, clock, written = (median(one) for one in zip(*words[word], strict=True))
            print(f"{what:18}{word:>14}{cpu:>10.2f}{clock:>10.2f}{written:>10.1f}")


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(scratch)
