"""How long commands say how far they are, and how they end when they are stopped."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from commonplace.house.backup import taking


class Advancing:
    """One line on a terminal, with the stage and how far it is."""

    def __init__(self, bars: Progress) -> None:
        self._bars, self._task = bars, TaskID(0)
        self._task = bars.add_task("", total=None)

    def stage(self, words: str, total: int | None) -> None:
        self._bars.reset(self._task, description=words, total=total)

    def advance(self, many: int) -> None:
        self._bars.advance(self._task, many)


@contextmanager
def advancing() -> Iterator[taking.Progress]:
    """Progress on standard error where that is a terminal; a night's cron job hears nothing while all goes well."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield taking.Silent()
        return
    columns = (TextColumn("{task.description:32}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        yield Advancing(bars)


@contextmanager
def ending_tidily() -> Iterator[None]:
    """Let a polite end (SIGTERM) unwind what was begun, as Ctrl-C does."""

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def in_a_line(problem: BaseException) -> str:
    """What went wrong, as the system or the database says it, in one line without a full stop."""
    words = str(problem)
    if isinstance(problem, OSError) and problem.strerror:
        words = f"{problem.strerror}: {problem.filename}" if problem.filename else problem.strerror
    return " ".join(words.split()).rstrip(".") or type(problem).__name__
