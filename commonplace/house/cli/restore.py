"""Put an archive in the place of this house."""

import argparse
import sqlite3
import sys
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from commonplace.house.backup.container import Archive, Damaged, Manifest
from commonplace.house.backup.databases import InUse
from commonplace.house.backup.restoring import Refused, Restored, check_steps, restore
from commonplace.house.cli.advancing import advancing, ending_tidily, in_a_line
from commonplace.letters.queries import waiting

HELP = "Move a house in from an archive of `backup`, into either database; with --check, only look whether it is whole."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", type=Path, metavar="ARCHIVE")
    parser.add_argument("--check", action="store_true", help="read all of it, and change nothing")
    parser.add_argument(
        "--replace", action="store_true", help="where people live: put it in their place, and keep the old house aside"
    )


def run(options: argparse.Namespace) -> int:
    """Verify the whole archive before anything is touched; then restore, unless it was only to be checked."""
    try:
        with options.archive.open("rb") as stream, ending_tidily(), advancing() as progress:
            archive = Archive(stream)
            progress.stage("checking", sum(part.bytes for part in archive.manifest.parts.values()))
            archive.verify(progress.advance)
            if options.check:
                check_steps(archive)
            else:
                done = restore(archive=archive, replace=options.replace, now=timezone.now(), progress=progress)
    except Damaged as problem:
        print(f"{options.archive}: {problem} This house was left as it was.", file=sys.stderr)
    except Refused as problem:
        print(problem, file=sys.stderr)
    except InUse:
        print("Another process has the database open. Stop `serve` and `worker` first.", file=sys.stderr)
    except (OSError, DatabaseError, sqlite3.Error) as problem:
        print(f"This house was left as it was: {in_a_line(problem)}.", file=sys.stderr)
    else:
        print(_told(archive.manifest))
        if not options.check:
            _say_what_to_mind(done)
        return 0
    return 1


def _told(manifest: Manifest) -> str:
    people, posts = (manifest.table(table) for table in ("people_person", "conversations_post"))
    return (
        f"{people.rows if people else 0} people, {posts.rows if posts else 0} posts and "
        f"{len(list(manifest.files()))} files, as they were on {manifest.taken_at[:16].replace('T', ' at ')} UTC."
    )


def _say_what_to_mind(done: Restored) -> None:
    if done.aside and connection.vendor == "postgresql":
        print(f"The old house stands in the schema {done.aside}; its files stay where they were.", file=sys.stderr)
    elif done.aside:
        print(f"The old database is kept as {done.aside}; its files stay where they were.", file=sys.stderr)
    if done.key_note:
        print(done.key_note, file=sys.stderr)
    if due := waiting(timezone.now()).due:
        print(f"{due} letters wait; a worker of {settings.BASE_URL} sends them.", file=sys.stderr)
