"""What the limiter costs: one count by itself and among processes, and an API read with and without it, taking turns.

In a new house, or in that of COMMONPLACE_DATA, which keeps what is founded there.

python bench/limits.py [--counts 5000] [--rounds 9] [--reads 100]       on SQLite
bin/postgres python bench/limits.py                                     on PostgreSQL
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--counts", type=int, default=5_000)
parser.add_argument("--rounds", type=int, default=9)
parser.add_argument("--reads", type=int, default=100)
parser.add_argument("--count", action="store_true", help=argparse.SUPPRESS)
options = parser.parse_args()
IS_OTHER = options.count  # a second process, in the house of the first
IS_NEW = not IS_OTHER and "COMMONPLACE_DATA" not in os.environ
if IS_NEW:
    os.environ["COMMONPLACE_DATA"] = tempfile.mkdtemp()
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ |= {"DJANGO_SETTINGS_MODULE": "commonplace.house.settings", "ALLOWED_HOSTS": "testserver,localhost"}

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.conversations.actions.opening import open_conversation
from commonplace.limits.limit import Limit
from commonplace.people.actions import register


def seconds(do: Callable[[], object], times: int) -> float:
    """How long one takes, of so many."""
    begun = time.perf_counter()
    for _ in range(times):
        do()
    return (time.perf_counter() - begun) / times


def counting() -> float:
    limit, numbers = Limit("bench", 10**5, 60), iter(range(10**9))
    return seconds(lambda: limit.take(f"one of {next(numbers) % 500}"), options.counts)


def reading() -> tuple[float, float]:
    """An API read without and with the limiter: medians over rounds that take turns."""

    someone = register(name="Nils Aro", address="nils@example.org", is_confirmed=True)
    valves = found(by=someone, name="Valves", slug="valves", domain="Valves that sing", visibility=Visibility.PUBLIC)
    talk = open_conversation(by=someone, space=valves.spaces.get(), kind="tip", title="At night", text="Listen.")
    client, address = Client(), f"/api/v1/communities/valves/conversations/{talk.pk}/posts"
    took: dict[int, list[float]] = {0: [], 10**5: []}
    client.get(address)
    for _ in range(options.rounds):
        for most, rounds in took.items():
            settings.API_READS_A_MINUTE = most
            rounds.append(seconds(lambda: client.get(address), options.reads))
    return median(took[0]), median(took[10**5])


def main() -> None:
    call_command("migrate", verbosity=0)
    alone = counting()
    with subprocess.Popen([sys.executable, __file__, "--count", "--counts", str(options.counts)]):
        among = counting()
    without, with_it = reading()
    print("| what | time |\n|---|---|")
    print(f"| one count | {alone * 1e6:.0f} µs |")
    print(f"| one count while two processes count | {among * 1e6:.0f} µs |")
    print(f"| API read without, with | {without * 1e3:.2f} ms, {with_it * 1e3:.2f} ms: {with_it / without:.2f} |")
    if IS_NEW:
        shutil.rmtree(os.environ["COMMONPLACE_DATA"])


if __name__ == "__main__":
    if IS_OTHER:
        for _ in range(3):
            counting()
    else:
        main()
