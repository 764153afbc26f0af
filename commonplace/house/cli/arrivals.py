"""Say which letters came in and what became of them, without their words; act on some again, or show one as it came."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from commonplace.communities.models import Looked
from commonplace.house.cli.looks import NO_REASON, ask_why, kept
from commonplace.house.cli.prepared import prepare
from commonplace.mail.actions.receiving import try_again
from commonplace.mail.models import Arrival, Outcome
from commonplace.mail.queries import listed

HELP = "List the letters that came in and what became of them; act on some again, or show one as it came."
SHOWN = 200


def arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_mutually_exclusive_group()
    deeds.add_argument("--again", nargs="+", type=int, metavar="ID", help="act on these again, but for what was posted")
    deeds.add_argument("--show", type=int, metavar="ID", help="print this one, byte by byte as it came")
    parser.add_argument("--json", action="store_true", help="a JSON list")
    ask_why(parser)


def run(options: argparse.Namespace) -> int:
    """List, or do one thing; the exit code is 1 when a letter is not there or was left alone."""
    prepare()
    if options.again:
        return _again(options.again, now=timezone.now())
    if options.show is not None:
        return _show(options)
    letters = listed(most=SHOWN)
    if options.json:
        print(json.dumps([_told(one) for one in letters], indent=2))
    else:
        for line in _in_words(letters):
            print(line)
    return 0


def _again(wanted: list[int], *, now: datetime) -> int:
    done = try_again(ids=wanted, now=now)
    print(f"To be acted on now: {', '.join(map(str, done)) or 'none'}.")
    if rest := sorted({*wanted} - {*done}):
        print(f"Left alone: {', '.join(map(str, rest))}. Each is a post, or never was here.", file=sys.stderr)
    return 1 if rest else 0


def _show(options: argparse.Namespace) -> int:
    found = Arrival.objects.filter(pk=options.show).select_related("person").first()
    if found is None:
        print(f"There is no letter {options.show} here.", file=sys.stderr)
        return 1
    # A letter of nobody here concerns nobody who could read it.
    if found.person is not None and not kept(options, Looked.LETTER, person=found.person):
        return NO_REASON
    sys.stdout.buffer.write(bytes(found.raw))
    return 0


def _in_words(letters: list[Arrival]) -> Iterator[str]:
    if not letters:
        yield "No letter has come in."
    for one in letters:
        who = one.sender or one.mail_from or "nobody"
        yield f"{one.pk:>7}  {_moment(one.received_at)}  {who:32}  {one.recipient}"
        yield f"         {_fate(one)}"


def _fate(one: Arrival) -> str:
    if one.settled_at is None:
        trouble = f"; the last time: {one.last_error}" if one.last_error else ""
        return f"waits for {_moment(one.due_at)}{trouble}"
    said = str(Outcome(one.outcome).label)
    return f"{said}: {one.last_error}" if one.last_error else said


def _told(one: Arrival) -> dict[str, Any]:
    return {
        "id": one.pk,
        "received_at": one.received_at.isoformat(),
        "to": one.recipient,
        "from": one.sender,
        "outcome": one.outcome or "waiting",
        "community": one.community.slug if one.community is not None else None,
        "post": one.post_id,
        "tries": one.attempts,
        "due_at": one.due_at.isoformat(),
        "settled_at": one.settled_at.isoformat() if one.settled_at else None,
        "error": one.last_error,
    }


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
