"""A command that shows what is of others asks why first: those concerned read it, with the day."""

from __future__ import annotations

import argparse
import sys

from commonplace.communities.looks.actions import NoReason, keep_look_by_command
from commonplace.communities.models import Community, Looked
from commonplace.people.models import Person

NO_REASON = 2


def ask_why(parser: argparse.ArgumentParser) -> None:
    """Let a reason be given; without one, and with a terminal, it is asked for."""
    parser.add_argument("--why", metavar="WORDS", help="the reason, which those concerned read under “Who looked”")


def kept(
    options: argparse.Namespace, what: Looked, *, community: Community | None = None, person: Person | None = None
) -> bool:
    """Keep the look with its reason before anything is shown; False where none was given."""
    try:
        keep_look_by_command(what=what, why=_why(options), community=community, person=person)
    except NoReason:
        print("Say why, with --why: those concerned read it, with the day.", file=sys.stderr)
        return False
    return True


def _why(options: argparse.Namespace) -> str:
    if options.why is not None or not sys.stdin.isatty():
        return options.why or ""
    print("Why? Those concerned will read it, with the day: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()
