"""How fast search answers: 100 two-word queries drawn from an imported archive, and the share under 50 ms.

The archive is mbox/twisted-web in COMMONPLACE_ARCHIVES, imported into a fresh database by the command; without that
folder, made-up posts stand in for it. Both words of a query come from one post, so every query finds something.
Time is the server's own, from the request to the rendered page, for a member; each query is asked once. Beside it the
processor time of a request on average, ours and that of PostgreSQL's process, which a busy machine distorts less.
SQLite, and PostgreSQL too with --postgres (see bin/postgres).

    python bench/search.py [--postgres] [--posts 5000] [--queries 100] [PATH...]
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any
from urllib.parse import quote_plus

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.databases import database_of_its_own

LIMIT = 50
WORD = re.compile(r"[^\W\d_]{4,}")
SLUG = "archive"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--posts", type=int, default=5_000, help="made up, where there is no archive")
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--postgres", action="store_true", help="ask PostgreSQL as well")
    parser.add_argument("--ask", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--on-postgres", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        return ask(options.queries)
    if options.on_postgres:
        return on_postgres(options)
    print(
        f"{'':12}{'under 50 ms':>12}{'median ms':>11}{'95% ms':>9}{'slowest':>9}{'cpu ms':>8}{'posts':>9}", flush=True
    )
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        measure(options, {**environment, "COMMONPLACE_DATA": folder})
    if options.postgres:
        again = [sys.executable, __file__, "--on-postgres", *sys.argv[1:]]
        return subprocess.run([ROOT / "bin" / "postgres", *again], check=False).returncode
    return 0


def on_postgres(options: argparse.Namespace) -> int:
    """Measure in a database of its own, and drop it afterwards."""
    with tempfile.TemporaryDirectory() as folder, database_of_its_own() as own:
        measure(options, {**os.environ, "COMMONPLACE_DATA": folder, "DATABASE_URL": own})
    return 0


def measure(options: argparse.Namespace, environment: dict[str, str]) -> None:
    """Fill the database that the environment names, and ask it."""
    archives = os.environ.get("COMMONPLACE_ARCHIVES")
    paths = options.paths or ([Path(archives) / "mbox" / "twisted-web"] if archives else [])
    if paths:
        words = [ROOT / "bin" / "commonplace", "import", "mbox", *paths, "--community", SLUG, "--json"]
    else:
        words = [sys.executable, ROOT / "bench" / "fill.py", "--posts", str(options.posts)]
    environment = {**environment, "DEBUG": "0"}
    subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([sys.executable, __file__, "--ask", "--queries", str(options.queries)], env=environment, check=True)


def ask(number: int) -> int:
    """Ask so many times and print one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")
    import django  # noqa: PLC0415  # the database is filled before Django looks at it

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from commonplace.communities.models import Community, Membership  # noqa: PLC0415
    from commonplace.communities.standing import Standing  # noqa: PLC0415
    from commonplace.conversations.actions.indexing import words_of  # noqa: PLC0415
    from commonplace.conversations.models import Post  # noqa: PLC0415
    from commonplace.web.pace import BY_NAME  # noqa: PLC0415

    # What is measured is a search; whoever makes a hundred a minute would be asked to wait.
    BY_NAME.pop("search")
    settings.ALLOWED_HOSTS = ["*"]
    community = Community.objects.filter(slug=SLUG).first() or Community.objects.get(slug="house-1")
    standing = Membership.objects.filter(community=community, standing=Standing.STEWARD).select_related("person")[0]
    dice = random.Random(11)  # nosec B311
    pks = list(Post.objects.filter(conversation__community=community).order_by("pk").values_list("pk", flat=True))
    queries: list[str] = []
    while len(queries) < number:
        text = words_of(Post.objects.get(pk=dice.choice(pks)))
        words = sorted(set(WORD.findall(text)))
        if len(words) > 1:
            queries.append(" ".join(dice.sample(words, 2)))
    client = Client()
    client.force_login(standing.person)
    client.get("/search?q=warm")
    times, empty, spent = [], 0, processor_time(connection)
    for query in queries:
        began = perf_counter()
        answer = client.get(f"/search?q={quote_plus(query)}")
        times.append((perf_counter() - began) * 1000)
        if answer.status_code != 200:
            sys.exit(f"{query!r} was answered with {answer.status_code}")
        empty += b"<mark>" not in answer.content
    spent = (processor_time(connection) - spent) * 1000 / number
    share, slow = 100 * sum(time < LIMIT for time in times) // number, quantiles(times, n=20)[-1]
    figures = "".join(
        f"{time:>{width}.1f}" for time, width in ((median(times), 11), (slow, 9), (max(times), 9), (spent, 8))
    )
    print(f"{connection.vendor:12}{share:>10} %{figures}{len(pks):>9,}")
    if empty:
        print(f"{empty} queries found nothing", file=sys.stderr)
    return 0


def processor_time(connection: Any) -> float:
    """Seconds of processor time so far: ours, and those of the PostgreSQL process behind this connection, if it runs
    here.
    """
    spent = process_time()
    if connection.vendor == "postgresql":
        stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
        if stat.exists():
            spent += sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")
    return spent


if __name__ == "__main__":
    sys.exit(main())
