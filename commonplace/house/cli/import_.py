"""Bring what a community said elsewhere into it: an archive of mail or of another place, calendars, or all of it."""

import argparse
import gc
import json
import os
import sys
from collections import Counter
from contextlib import AbstractContextManager
from math import ceil
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Self

from django.db import connection
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from commonplace.communities.models import Space
from commonplace.communities.readers import read_on
from commonplace.house.cli import import_ics, import_people, import_place, import_survey, whole
from commonplace.house.cli.housed import say_what_was_made
from commonplace.house.cli.prepared import prepare
from commonplace.lib.archives.kinds import KINDS
from commonplace.transfer.actions.housing import House, NoSlug, house_for
from commonplace.transfer.actions.importing import LARGE, Outcome, Watcher, bring_in
from commonplace.transfer.actions.keeping import BATCH, TakenOver
from commonplace.transfer.actions.placing import NoSuchSpace
from commonplace.transfer.archive import Archive, Changed, NoSuchArchive
from commonplace.transfer.foretelling_mail import foretell_mail
from commonplace.transfer.models import SetAside

HELP = "Bring an archive of mail or of another place where people talked, or calendars, into a community."
_NO_SLUG = "{!r} can be no community's address: letters, digits and dashes only."
_OF_MAIL = "mbox: also mboxrd, pipermail's monthly texts or LISTSERV's logs, plain or gzipped"
SHOWN = 40  # lines of a list, before it says how many more there are


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "form",
        choices=["mbox", "ics", "people", "survey", "community", *KINDS],
        help="; ".join(
            [
                _OF_MAIL,
                "ics: iCalendar",
                import_people.GIVEN,
                import_survey.GIVEN,
                "community: what another house exported whole",
                *(f"{one.code}: {one.given}" for one in KINDS.values()),
            ]
        ),
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files, or folders of them")
    parser.add_argument("--community", required=True, metavar="SLUG", help="founded, private, where there is none")
    parser.add_argument("--zone", default="UTC", help="ics: of clocks that hang nowhere, such as Europe/Warsaw")
    parser.add_argument("--json", action="store_true", help="one JSON object, documented in docs/readings.md")
    import_place.arguments(parser)
    parser.add_argument("--batch", type=int, default=BATCH, help=argparse.SUPPRESS)
    parser.add_argument("--fresh-from", type=int, default=LARGE, help=argparse.SUPPRESS)
    parser.add_argument("--begun", type=float, default=0, help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Import, with progress on standard error, and say what came of it."""
    if options.dry_run and options.form in ("ics", "community"):
        print(f"--dry-run is not for {options.form}: nothing was done.", file=sys.stderr)
        return 2
    if options.form == "community":
        return whole.bring_in(options)
    if options.form == "ics":
        return _bring_calendars(options)
    if options.form == "people":
        return import_people.run(options)
    if options.form == "survey":
        return import_survey.run(options)
    if options.form in KINDS:
        return import_place.run(options)
    try:
        archive = Archive(options.paths)
    except NoSuchArchive as error:
        print(f"There is no archive at {error}.", file=sys.stderr)
        return 1
    prepare()
    # What is loaded by now stays; looking it over again and again for rubbish would cost a tenth of the time.
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    if connection.vendor == "sqlite":
        # Pages that every batch changes go from the journal to the database once in 32 MB, not in each 4.
        connection.cursor().execute("PRAGMA wal_autocheckpoint=8000")
    begun = options.begun or perf_counter()
    try:
        wanted = import_place.named_space(options) if options.space else None
    except NoSuchSpace as error:
        return import_place.no_such_space(error)
    if options.dry_run:
        return _foretell(options, archive, wanted, begun)
    begin_afresh = archive.size >= options.fresh_from and not options.begun
    try:
        house = house_for(options.community)
    except NoSlug:
        print(_NO_SLUG.format(options.community), file=sys.stderr)
        return 2
    say_what_was_made(house)
    try:
        with Bars(begun if begin_afresh else None) as bars:
            outcome = bring_in(archive=archive, space=wanted or house.space, watcher=bars, batch=max(1, options.batch))
    except TakenOver:
        print("Another process went on with this import, so this one has stopped. Nothing is lost.", file=sys.stderr)
        return 1
    except Changed as error:
        print(f"{error} changed while it was read. Give the same command again when it rests.", file=sys.stderr)
        return 1
    read_on()
    if options.json:
        print(json.dumps(as_json(outcome, archive, seconds=perf_counter() - begun)))
    else:
        for line in as_lines(outcome, house, archive, seconds=perf_counter() - begun):
            print(line)
    return 0


def _foretell(options: argparse.Namespace, archive: Archive, space: Space | None, begun: float) -> int:
    community = import_place.there_or_not(options)
    if space is None and community.pk:
        space = community.spaces.order_by("position", "pk").first()
    with Bars() as bars:
        told = foretell_mail(archive=archive, community=community, space=space, progress=bars.reading)
    return import_place.say_foretold(options, told, begun)


def _bring_calendars(options: argparse.Namespace) -> int:
    try:
        files = import_ics.files_in(options.paths)
    except FileNotFoundError as missing:
        print(f"There is no calendar at {missing}.", file=sys.stderr)
        return 1
    prepare()
    try:
        house = house_for(options.community)
    except NoSlug:
        print(_NO_SLUG.format(options.community), file=sys.stderr)
        return 2
    say_what_was_made(house)
    return import_ics.run(options, house, files)


def as_json(outcome: Outcome, archive: Archive, *, seconds: float) -> dict[str, int | float]:
    """The summary as documented in docs/readings.md."""
    return {
        "read": outcome.read,
        "kept": outcome.kept,
        "already": outcome.already,
        "aside": outcome.aside,
        "unreadable": outcome.unreadable,
        "conversations": outcome.conversations,
        "people": outcome.people,
        "automatic": outcome.automatic,
        "passed_over": len(archive.passed_over),
        "seconds": round(seconds, 3),
    }


def as_lines(outcome: Outcome, house: House, archive: Archive, *, seconds: float) -> list[str]:
    """The summary for the operator, who may know everything but addresses."""
    lines = [
        f"{outcome.read} messages read in {seconds:.1f} s: {outcome.kept} kept in {house.community.name},"
        f" {outcome.already} were there before or came twice, {outcome.aside} set aside,"
        f" {outcome.unreadable} not readable.",
        f"{outcome.automatic} of those kept are automatic messages, which count for nobody.",
        f"{outcome.conversations} conversations and {outcome.people} people are new."
        " The people are unclaimed until they say 'this is me'.",
    ]
    if outcome.run is not None:
        merged = Counter((one.kept, one.merged, one.why) for one in outcome.run.merged.order_by("pk"))
        if merged:
            lines += ["", "Recognised as one person:"]
            lines += _first(
                [f"  {kept or 'someone unnamed'} = {other or 'someone unnamed'}: {why}" for kept, other, why in merged]
            )
    if outcome.aside:
        waiting = SetAside.objects.filter(community=house.community).waiting().order_by("sent_at", "pk")
        lines += ["", f"Set aside, to be looked through at /c/{house.community.slug}/set-aside/:"]
        lines += _first([f"  {one.sent_at:%Y-%m-%d}  {one.subject[:60]}: {one.why}" for one in waiting])
    if outcome.could_not_read:
        lines += ["", "Not readable:"]
        lines += _first([f"  {one.file} at byte {one.offset}: {one.why}" for one in outcome.could_not_read])
    if archive.passed_over:
        lines += ["", "Passed over, as no archive of letters:"]
        lines += _first([f"  {path}" for path in archive.passed_over])
    return lines


class Bars(Watcher, AbstractContextManager["Bars"]):
    """Progress on standard error: a bar, how many a second, the time left."""

    def __init__(self, begun: float | None = None) -> None:
        """`begun`: when the command began, where a new process is to go on with what was decided."""
        self._begun = begun
        self._progress = Progress(
            TextColumn("{task.description:<8}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[said]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, tuple[TaskID, float]] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def reading(self, done: int, whole: int) -> None:
        self._show("Reading", ceil(done / 1024), ceil(whole / 1024), "kB")

    def decided(self) -> None:
        if self._begun is None:
            return
        # Python keeps the memory that deciding took, a kilobyte for each letter. The same command in this process's
        # place finds the run as any command does after one that was cut short, and begins with none of it.
        self._progress.stop()
        connection.close()
        sys.stdout.flush()
        os.execv(sys.executable, [*sys.orig_argv, "--begun", str(self._begun)])

    def keeping(self, done: int, whole: int) -> None:
        self._show("Keeping", done, whole, "letters")

    def _show(self, words: str, done: int, whole: int, unit: str) -> None:
        if words not in self._tasks:
            self._tasks[words] = self._progress.add_task(words, total=whole, said=""), perf_counter()
        task, since = self._tasks[words]
        said = progress_in_words(done, whole, unit, seconds=perf_counter() - since)
        self._progress.update(task, completed=done, total=whole, said=said)


def progress_in_words(done: int, whole: int, unit: str, *, seconds: float) -> str:
    """How much of it is done, and how much a second once a second has passed; before, that would say nothing."""
    speed = f", {done / seconds:,.0f} {unit}/s" if seconds >= 1 else ""
    return f"{done:,} of {whole:,} {unit}{speed}"


def _first(lines: list[str]) -> list[str]:
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], f"  and {len(lines) - SHOWN} more"]
