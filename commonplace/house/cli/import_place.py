"""`import KIND`: bring a place where people talked into a community; one command for every kind."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from commonplace.communities.models import Community, Space
from commonplace.communities.readers import read_on
from commonplace.house.cli.housed import say_what_was_made
from commonplace.house.cli.prepared import prepare
from commonplace.lib.archives.at_hand import at_hand
from commonplace.lib.archives.kinds import KINDS
from commonplace.lib.archives.stream import InDoubt, NotThisKind, Reader, Unsafe
from commonplace.transfer.accounts import Account
from commonplace.transfer.actions.housing import House, NoSlug, house_for
from commonplace.transfer.actions.keeping import TakenOver
from commonplace.transfer.actions.moving_in import Moved, Watching, move_in
from commonplace.transfer.actions.placing import NoSuchPlace, NoSuchSpace, Wish
from commonplace.transfer.foretelling import Foretelling, foretell
from commonplace.transfer.reasons import left

SHOWN = 40


def arguments(parser: argparse.ArgumentParser) -> None:
    """What these kinds take besides."""
    parser.add_argument("--space", metavar="SLUG", help="mbox and other kinds: all of it into this space")
    parser.add_argument(
        "--map", action="append", default=[], metavar="PLACE=SPACE",
        help="other kinds: a place, by its name or key, into this space; nothing behind the sign leaves it out",
    )  # fmt: skip
    parser.add_argument(
        "--source", default="", metavar="WORD", help="other kinds: tells two places of one kind apart, such as beer"
    )
    parser.add_argument(
        "--dates", choices=["dmy", "mdy"], help="whatsapp: days or months first, where the file leaves that open"
    )
    parser.add_argument("--dry-run", action="store_true", help="all kinds: say what would come, and keep nothing")


def run(options: argparse.Namespace) -> int:
    """Import, or say what would come."""
    begun = perf_counter()
    try:
        with _opened(options) as reader:
            if options.dates and isinstance(reader, InDoubt):
                reader.read_dates(options.dates)
            return _bring(options, reader, begun)
    except FileNotFoundError as missing:
        return _sorry(f"There is no archive at {missing.filename}.", 1)
    except (NotThisKind, Unsafe) as error:
        return _sorry(f"{error}.", 1)
    except NoSlug:
        return _sorry(f"{options.community!r} can be no community's address: letters, digits and dashes only.", 2)
    except NoSuchSpace as error:
        return no_such_space(error)
    except NoSuchPlace as error:
        return _sorry(f"The archive has no place that is called {error.args[0]!r}.", 2)
    except TakenOver:
        return _sorry("Another process went on with this import, so this one has stopped. Nothing is lost.", 1)


@contextmanager
def _opened(options: argparse.Namespace) -> Iterator[Reader]:
    for path in options.paths:
        path.stat()
    with tempfile.TemporaryDirectory(prefix="place-") as folder:
        yield KINDS[options.form].opens(at_hand(options.paths, Path(folder)))


def _bring(options: argparse.Namespace, reader: Reader, begun: float) -> int:
    prepare()
    if connection.vendor == "sqlite":
        # Pages that every batch changes go from the journal to the database once in 32 MB, not in each 4.
        connection.cursor().execute("PRAGMA wal_autocheckpoint=8000")
    if options.dry_run:
        community = there_or_not(options)
        told = foretell(reader=reader, community=community, wish=_wish(options), source=options.source)
        return say_foretold(options, told, begun)
    house = house_for(options.community)
    say_what_was_made(house)
    with Bars() as bars:
        moved = move_in(
            reader=reader,
            community=house.community,
            wish=_wish(options),
            source=options.source,
            name=options.paths[0].resolve().name,
            watching=bars,
        )
    read_on()
    _print(options, {**as_json(moved), **_seconds(begun)}, as_lines(moved, house, seconds=perf_counter() - begun))
    return 0


def _wish(options: argparse.Namespace) -> Wish:
    """Raises NoSuchSpace."""
    only = named_space(options) if options.space else None
    return Wish(only, dict(one.rpartition("=")[::2] if "=" in one else (one, "") for one in options.map))


def named_space(options: argparse.Namespace) -> Space:
    """The space that is named. Raises NoSuchSpace."""
    spaces = Space.objects.filter(community__slug=options.community, slug=options.space)
    if (found := spaces.select_related("community").first()) is None:
        raise NoSuchSpace(options.space)
    return found


def no_such_space(error: NoSuchSpace) -> int:
    """Say so; what the command ends with."""
    return _sorry(f"There is no space {error.args[0]!r} in this community.", 2)


def there_or_not(options: argparse.Namespace) -> Community:
    """The community that is named, also one that nobody has founded."""
    slug = options.community
    return Community.objects.filter(slug=slug).first() or Community(slug=slug)


def say_foretold(options: argparse.Namespace, told: Foretelling, begun: float) -> int:
    """Print what would come; what the command ends with."""
    _print(options, {**told.as_json(), **_seconds(begun)}, foretold_lines(told))
    return 0


def as_json(moved: Moved) -> dict[str, Any]:
    """The summary as documented in docs/importing.md."""
    return {**moved.account.as_json(), "conversations": moved.conversations, "new_people": moved.people}


def as_lines(moved: Moved, house: House, *, seconds: float) -> list[str]:
    """The summary for the operator."""
    account = moved.account
    read = account.read.total()
    lines = [
        f"{read} records read in {seconds:.1f} s, {read / max(seconds, 0.001):,.0f} a second:"
        f" {account.total('kept')} kept in {house.community.name}, {account.total('already')} were there before or came"
        f" twice, {account.total('updated')} changed, {account.total('aside')} with the stewards,"
        f" {account.total('passed_over')} passed over, {account.total('unreadable')} not readable.",
        f"{moved.conversations} conversations and {moved.people} people are new."
        " The people are unclaimed until they say 'this is me'. Nobody was told.",
    ]
    return lines + _reasons(account)


def foretold_lines(told: Foretelling) -> list[str]:
    """What would come, for the operator."""
    lines = [
        f"{told.title or 'The archive'}: {told.account.read.total()} records. Nothing was kept.",
        f"{told.new} messages would come, in {told.conversations} conversations; {told.changed} changed since,"
        f" {told.people} people would be new.",
    ]
    for one in told.places:
        target = one.target
        where = (
            "left out"
            if target.is_left_out
            else ("stays with the stewards" if target.is_closed else f"into {one.goes_to or 'a new space'}")
        )
        span = f", {one.first:%Y-%m-%d} to {one.last:%Y-%m-%d}" if one.first and one.last else ""
        lines.append(f"  {target.title or target.key}: {one.new} of {target.messages} messages{span}: {where}")
    if told.dates is not None:
        other = next((order for order in told.dates.readings if order != told.dates.order), told.dates.order)
        lines.append(
            f"Its dates can be read in two orders: {told.dates.example} is taken for"
            f" {told.dates.readings[told.dates.order]:%-d %B %Y}. With --dates {other} it is"
            f" {told.dates.readings[other]:%-d %B %Y}."
        )
    return lines + _reasons(told.account)


def _reasons(account: Account) -> list[str]:
    if not account.why:
        return []
    lines = ["", "Why some records did not come:"]
    lines += [f"  {number} × {left(why)}" for why, number in account.why.most_common()]
    return lines + [f"  {where}: {left(why)}" for why, where in account.where[:SHOWN]]


def _seconds(begun: float) -> dict[str, float]:
    return {"seconds": round(perf_counter() - begun, 3)}


def _print(options: argparse.Namespace, as_object: dict[str, Any], lines: list[str]) -> None:
    if options.json:
        print(json.dumps(as_object))
    else:
        print("\n".join(lines))


def _sorry(words: str, code: int) -> int:
    print(words, file=sys.stderr)
    return code


class Bars(Watching):
    """Progress on standard error."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<8}"), BarColumn(), TaskProgressColumn(), console=Console(stderr=True)
        )
        self._reading = self._progress.add_task("Reading", total=None)
        self._keeping = self._progress.add_task("Keeping", total=None, visible=False)

    def __enter__(self) -> Bars:
        self._progress.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._progress.stop()

    def reading(self, records: int) -> None:
        self._progress.update(self._reading, completed=records)

    def keeping(self, done: int, whole: int) -> None:
        self._progress.update(self._keeping, completed=done, total=whole, visible=True)
