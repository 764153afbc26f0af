"""Take an archive of the house while it stays open."""

import argparse
import sys
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from commonplace.house.backup.shelf import outlived
from commonplace.house.backup.taking import NotPrepared, take
from commonplace.house.cli.advancing import advancing, ending_tidily, in_a_line

HELP = "Put the database, the files and the key into one archive, while the house stays open, and print its path."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        help="where it goes; `backups` in the data folder unless named",
    )
    parser.add_argument(
        "--keep", type=_days, metavar="DAYS", help="then remove this house's archives in that folder that are older"
    )


def run(options: argparse.Namespace) -> int:
    """Take one; what it printed on standard output is the archive, on standard error whatever is to be minded."""
    folder, now = options.folder or Path(settings.DATA) / "backups", timezone.now()
    try:
        with ending_tidily(), advancing() as progress:
            taken = take(folder=folder, now=now, progress=progress)
    except NotPrepared:
        print("The database is empty: there is no house to take along.", file=sys.stderr)
        return 1
    except (OSError, DatabaseError) as problem:
        print(f"No archive was kept: {in_a_line(problem)}.", file=sys.stderr)
        return 1
    print(taken.path)
    if missing := taken.manifest.missing:
        shown = ", ".join(missing[:3])
        print(f"{len(missing)} files that rows name were not there, so they are missing: {shown}", file=sys.stderr)
    if options.keep:
        try:
            for path in outlived(folder, days=options.keep, now=now):
                path.unlink(missing_ok=True)
        except OSError as problem:
            print(f"Older archives could not be removed: {in_a_line(problem)}.", file=sys.stderr)
            return 1
    return 0


def _days(said: str) -> int:
    days = int(said)
    if days < 1:
        raise argparse.ArgumentTypeError("one day at least")
    return days
