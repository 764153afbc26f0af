"""`import ics`: bring calendars into a community."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from django.utils import timezone

from commonplace.lib.zones import NoSuchZone, zone_named
from commonplace.transfer.actions.calendars import Moved, move_in
from commonplace.transfer.actions.housing import House

SHOWN = 40  # lines of a list, before it says how many more there are


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files of these paths, of folders those that are called *.ics; raises FileNotFoundError."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*.ics")) if path.is_dir() else [path]
        if not inside or not inside[0].is_file():
            raise FileNotFoundError(path)
        found += inside
    return found


def run(options: argparse.Namespace, house: House, files: Sequence[Path]) -> int:
    """Import, and say what came of it."""
    try:
        zone_named(options.zone)
    except NoSuchZone:
        print(f"There is no zone {options.zone!r}; they are called as Europe/Warsaw is.", file=sys.stderr)
        return 2
    begun = perf_counter()
    moved = move_in(files=files, space=house.space, now=timezone.now(), floating=options.zone)
    seconds = perf_counter() - begun
    if options.json:
        print(json.dumps(as_json(moved, seconds=seconds)))
    else:
        for line in as_lines(moved, house, seconds=seconds):
            print(line)
    return 0


def as_json(moved: Moved, *, seconds: float) -> dict[str, int | float]:
    """The summary as documented in docs/importing.md."""
    return {
        "read": moved.read,
        "kept": moved.kept,
        "already": moved.already,
        "unreadable": len(moved.unreadable),
        "series": moved.series,
        "gatherings": moved.dates,
        "passed_over": moved.passed_over,
        "seconds": round(seconds, 3),
    }


def as_lines(moved: Moved, house: House, *, seconds: float) -> list[str]:
    """The summary for the operator."""
    lines = [
        f"{moved.read} events read in {seconds:.1f} s: {moved.kept} kept in {house.community.name},"
        f" {moved.already} were there before or came twice, {len(moved.unreadable)} not readable.",
        f"{moved.dates} gatherings are new, those of {moved.series} series among them. Nobody was told.",
    ]
    if moved.unreadable:
        said = [f"  {file.name}, line {one.number or '?'}, {one.name!r}: {one.why}" for file, one in moved.unreadable]
        lines += ["", "Not readable:", *said[:SHOWN]]
        lines += [f"  and {len(said) - SHOWN} more"] if len(said) > SHOWN else []
    return lines
