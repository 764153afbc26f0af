"""For how long each kind of the worker's work keeps the write lock of SQLite, step by step, with much to do.

Gives a filled house a backlog (posts of a list, answers with letters, persons who changed, an index of an earlier
version, something to wipe), then runs all that is due and times every transaction from where it began to its end, and
every statement that writes outside of one. Milliseconds by the clock: longest, 95 of 100, how many.

    COMMONPLACE_DATA=/somewhere/filled python bench/holding.py [--posts 2000] [--answers 100] [--rounds 3]
"""

import argparse
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.utils import timezone

from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.search.models import Version
from commonplace.store.due import DUE
from commonplace.store.wiping import to_be_wiped

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class Watch:
    """Times what holds the lock, by the work under which it happens."""

    def __init__(self) -> None:
        self.code, self.held = "", defaultdict(list)

    @contextmanager
    def over(self, code: str) -> Iterator[None]:
        self.code = code
        yield
        self.code = ""

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if not connection.in_atomic_block and sql.lstrip().upper().startswith(WRITES):
                self.held[self.code].append(time.perf_counter() - begun)

    def transactions(self) -> None:
        """Time each from where it has the lock to where it let go of it."""
        begin, commit, back = connection._start_transaction_under_autocommit, connection.commit, connection.rollback
        at = [0.0]

        def begun() -> None:
            begin()
            at[0] = time.perf_counter()

        def ended(end: Callable[[], None]) -> Callable[[], None]:
            def timed() -> None:
                end()
                self.held[self.code].append(time.perf_counter() - at[0])

            return timed

        connection._start_transaction_under_autocommit = begun
        connection.commit, connection.rollback = ended(commit), ended(back)


def give_work(posts: int, answers: int) -> None:
    """A backlog of everything that grows."""
    facts = json.loads((settings.DATA / "facts.json").read_text())
    now = timezone.now()
    others = Conversation.objects.filter(community__slug=facts["slug"], closure=None)
    into = others.select_related("community", "space").latest("pk")
    people = list(Person.objects.filter(claimed_at__isnull=False).order_by("pk")[:40])
    for begin in range(0, posts, 500):
        said = [
            Arrival(people[n % 40], now - timedelta(seconds=posts - n), f"Said meanwhile, {n}.", into=into)
            for n in range(begin, min(posts, begin + 500))
        ]
        import_posts(space=into.space, arrivals=said, origin="bench")
    asked = others.filter(author__claimed_at__isnull=False).select_related("community", "space").order_by("-pk")
    for number, conversation in enumerate(asked[:answers]):
        reply(by=people[number % 40], conversation=conversation, text=f"An answer, {number}. " * 40)
    Person.objects.update(changed_at=now)
    Version.objects.update(number=0)
    to_be_wiped(now=now)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--answers", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    give_work(options.posts, options.answers)
    watch = Watch()
    watch.transactions()
    took: dict[str, float] = defaultdict(float)
    with connection.execute_wrapper(watch.statement):
        for _round in range(options.rounds):
            for due in DUE:
                begun = time.perf_counter()
                with watch.over(due.code):
                    due.run(now=timezone.now())
                took[due.code] += time.perf_counter() - begun
    print(f"{'work':36}{'longest':>9}{'95 %':>9}{'steps':>8}{'in all':>10}")
    for code, held in sorted(watch.held.items(), key=lambda one: -max(one[1])):
        held.sort()
        slow = held[int(len(held) * 0.95)]
        print(f"{code:36}{held[-1] * 1000:9.1f}{slow * 1000:9.1f}{len(held):8}{took[code] * 1000:10.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
