"""What `doctor` looks at: each check says in plain words what is well, what to mind, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from commonplace.house.checks import arrivals, installation, letters, people, records, work
from commonplace.house.checks.database import database
from commonplace.house.findings import Finding

__all__ = ["database", "examine"]

WITH_DATABASE: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    letters.letters,
    arrivals.arrivals,
    people.addresses,
    records.keys,
    work.worker,
    work.due,
    work.search,
    work.counts,
    work.life,
)


def examine(*, now: datetime) -> Iterator[Finding]:
    """Look at everything; what needs the database is left out where it does not answer or is not prepared."""
    yield from installation.folder()
    yield from installation.files()
    yield from installation.address()
    yield from installation.demo()
    yield from installation.elsewhere()
    yield from installation.redis()
    yield from installation.embeddings()
    yield from installation.places()
    answers = list(database())
    yield from answers
    if any(finding.is_wrong for finding in answers):
        return
    for check in WITH_DATABASE:
        yield from check(now)
