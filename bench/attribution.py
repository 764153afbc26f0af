"""Whether anything that the house keeps tells who asked candidly (docs/candour.md).

A community lives some weeks by real requests, and some of its members ask under no name. Then everything is taken that
whoever has the machine could take, and whatever one could think of guesses an asker for each post. The best of these,
chosen in hindsight, must hit no oftener than one who draws a name from those who drew: first where candid words appear
at an hour of the day that is drawn by chance, as the page proposes, then where all of them appear at the next. In a
third run six leaks are planted in the latter: each must be found, or the attacker is worth nothing. A second attacker
has a proxy's log as well, and a third what is left of PostgreSQL's journal; what they reach is told, and nothing is
promised against them.

    python bench/attribution.py [--members 200] [--weeks 8] [--posts 48]                  on SQLite
    bin/postgres python bench/attribution.py [--members 200] [--weeks 8] [--posts 48]     on PostgreSQL

Ends with 1 where somebody is found who must not be, or a leak is not.
"""

import argparse
import logging
import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# As the page proposes it, at an hour of the day that is drawn by chance; at the next one; and that with leaks.
RUNS = ("kept", "hurried", "betrayed")
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--members", type=int, default=200)
parser.add_argument("--weeks", type=int, default=8, choices=range(2, 9))
parser.add_argument("--posts", type=int, default=48)
parser.add_argument("--reads", type=int, default=4, help="conversations opened in one visit, at most")
parser.add_argument("--seldom", type=int, default=1, help="days between two nights in which all due work is done")
parser.add_argument("--seed", type=int, default=7)
parser.add_argument("--all", action="store_true", help="tell of each guesser")
parser.add_argument("--only", choices=RUNS, help="one of the three runs")
parser.add_argument("--run", choices=RUNS, help=argparse.SUPPRESS)
options = parser.parse_args()
os.environ |= {"DJANGO_SETTINGS_MODULE": "commonplace.house.settings", "DEBUG": "0"}
DOUBT = 1e-4  # with which a guesser is called better than chance, of all that were tried


def all_runs() -> int:
    """All runs, each in a house of its own."""
    from bench.databases import database_of_its_own  # noqa: PLC0415

    code = 0
    for run in [options.only] if options.only else RUNS:
        on_server = os.environ.get("DATABASE_URL", "").startswith("postgres")
        with tempfile.TemporaryDirectory() as data, database_of_its_own() if on_server else nullcontext() as url:
            house = {"COMMONPLACE_DATA": data} | ({"DATABASE_URL": url} if url else {})
            words = [sys.executable, __file__, *sys.argv[1:], "--run", run]
            code |= subprocess.run(words, env=os.environ | house, check=False).returncode
    return code


def one() -> int:
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from bench.candid_leaks import Leaks  # noqa: PLC0415
    from bench.candid_life import Life  # noqa: PLC0415
    from bench.candid_taking import take  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    call_command("migrate", verbosity=0)
    leaks = Leaks() if options.run == "betrayed" else None
    life = Life(
        members=options.members, weeks=options.weeks, posts=options.posts, seed=options.seed, leaks=leaks,
        reads=options.reads, seldom=options.seldom, later=options.run == "kept",
    )  # fmt: skip
    logged: list[tuple[datetime, str]] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: logged.append((life.clock.now, record.getMessage()))
    logging.getLogger().addHandler(handler)
    life.live()
    taken = take(life.clock, logged)
    return betrayed(taken, life, leaks) if leaks else kept(taken, life)


def kept(taken, life) -> int:
    """What the attacker finds in a house as it is, and then with a proxy's log."""
    from bench.candid_judging import by_days, judged, told, with_a_journal, with_a_log  # noqa: PLC0415

    when = "at an hour by chance" if life.later else "at the next hour"
    print(f"{len(taken.posts)} candid posts {when}, {options.members} members, {options.weeks} weeks")
    found = judged(taken, life.truth)
    for one in found if options.all else found[:3]:
        print(told(one, len(found)))
    print(f"by days alone, {told(by_days(found), len(found))}")
    for line in (*with_a_log(taken, life), *with_a_journal(taken, life.truth)):
        print(line)
    return int(any(one.is_better(len(found), DOUBT) for one in found))


def betrayed(taken, life, leaks) -> int:
    """Whether each planted leak is found, by itself."""
    from bench.candid_judging import judged, told  # noqa: PLC0415
    from bench.candid_leaks import NAMES  # noqa: PLC0415
    from bench.candid_taking import Taken  # noqa: PLC0415

    missed = 0
    for name in NAMES:
        found = judged(Taken(leaks.only(name, taken.tables, life.truth)), life.truth)
        is_found = found[0].is_better(len(found), DOUBT)
        print(f"{name}: {'found' if is_found else 'NOT found'} by {told(found[0], len(found))}")
        missed += not is_found
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(one() if options.run else all_runs())
