"""Sow the demo, or clear it away."""

import argparse
import sys
import time

from django.utils import timezone

from commonplace.demo import sowing
from commonplace.house.cli.prepared import prepare

HELP = "Sow the demo: The Listening Stick, two years of it. With --clear, leave it behind again."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--if-empty", action="store_true", help="say nothing and do nothing where people live already")
    parser.add_argument("--beside", action="store_true", help="sow although people or communities live here")
    parser.add_argument("--clear", action="store_true", help="take the demo and its invented people away for good")
    parser.add_argument("--yes", action="store_true", help="with --clear: do not ask")


def run(options: argparse.Namespace) -> int:
    """Sow or clear; saying what was done on standard error."""
    prepare()
    return _clear(is_sure=options.yes) if options.clear else _sow(if_empty=options.if_empty, beside=options.beside)


def _sow(*, if_empty: bool, beside: bool) -> int:
    if if_empty and not sowing.is_empty():
        return 0
    began = time.monotonic()
    print("Sowing the demo: two years of The Listening Stick, told again up to today.", file=sys.stderr)
    try:
        sown = sowing.sow(now=timezone.now(), beside=beside)
    except sowing.AlreadySown:
        print("The demo stands here already. `bin/commonplace sow --clear` takes it away.", file=sys.stderr)
        return 0
    except sowing.NotEmpty:
        print("People or communities live here, so nothing was sown. --beside sows all the same.", file=sys.stderr)
        return 1
    print(
        f"{sown.communities} communities, {sown.people} people, {sown.conversations} conversations and {sown.posts} "
        f"posts in {time.monotonic() - began:.0f} s. While COMMONPLACE_DEMO=1, pages let you walk in as some of them.",
        file=sys.stderr,
    )
    return 0


def _clear(*, is_sure: bool) -> int:
    if not sowing.is_sown():
        print("There is no demo here.", file=sys.stderr)
        return 0
    goes = sowing.what_goes()
    print(
        f"For good go: the communities {', '.join(goes.communities)}, with the {goes.posts} posts in them, "
        f"whoever wrote those; and {goes.people} invented {'person' if goes.people == 1 else 'people'}.\n"
        f"What stays: everyone else, and {goes.posts_elsewhere} posts that the invented wrote in other communities, "
        "as by someone who has left.",
        file=sys.stderr,
    )
    if not is_sure:
        if not sys.stdin.isatty():
            print("Add --yes to do it.", file=sys.stderr)
            return 1
        if input("Clear the demo away? Type yes: ").strip().lower() != "yes":
            print("Nothing was changed.", file=sys.stderr)
            return 1
    sowing.clear()
    print("The demo is gone.", file=sys.stderr)
    return 0
