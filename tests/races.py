"""Several people at the same moment: each in a thread with a connection of its own, on a database that is shared.

PostgreSQL is used as it is. Of SQLite, which tests keep in memory, a copy in a file is used, and only by these threads.
"""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, connections

Doer = Callable[[], object]
LONGEST = 60  # seconds
# How many do the same at one moment, and how often each race is run.
AT_ONCE, ROUNDS = 5, 3


@dataclass(frozen=True)
class Race:
    """What several do at once, which of them may be told no, and what is the case afterwards, whoever came first."""

    doers: Sequence[Doer]
    check: Callable[[Sequence[object]], None]
    refusals: tuple[type[Exception], ...] = ()


def run(prepare: Callable[[], Race]) -> None:
    """Make everything ready, let all loose at one moment, and look at what came of it; raises what any of them did."""
    (race,) = in_threads([prepare], ())
    assert isinstance(race, Race)
    outcomes = in_threads(race.doers, race.refusals)
    in_threads([lambda: race.check(outcomes)], ())


def refused(outcomes: Sequence[object]) -> int:
    """How many were told no."""
    return sum(isinstance(one, Exception) for one in outcomes)


def share(path: Path) -> Callable[[], None]:
    """Have new threads find the database as it is now, SQLite's at `path`; gives what ends it."""
    if connection.vendor != "sqlite":
        return lambda: None
    with closing(sqlite3.connect(path)) as file:
        connection.connection.backup(file)
    settings = connections.settings["default"]
    name, settings["NAME"] = settings["NAME"], str(path)

    def end() -> None:
        settings["NAME"] = name

    return end


def in_threads(doers: Sequence[Doer], refusals: tuple[type[Exception], ...]) -> list[object]:
    barrier = threading.Barrier(len(doers))
    outcomes: list[object] = [None] * len(doers)
    faults: list[BaseException] = []

    def do(place: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(LONGEST)
            outcomes[place] = doers[place]()
        except refusals as refusal:
            outcomes[place] = refusal
        except BaseException as fault:  # noqa: BLE001  # it is raised where the test sees it
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=[place]) for place in range(len(doers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST)
    assert not any(thread.is_alive() for thread in threads), "someone waits for ever"
    if faults:
        raise ExceptionGroup("of those at once", faults) if len(faults) > 1 else faults[0]
    return outcomes
