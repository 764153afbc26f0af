"""Say in plain words what is wrong with this installation, and count anew what is kept."""

import argparse

from django.utils import timezone

from commonplace.house.checks import database, examine
from commonplace.house.counts import repair
from commonplace.house.findings import Finding
from commonplace.store.registry import declared

HELP = "Say in plain words what is wrong with this installation; the exit code is 1 when something is."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="only what is wrong")
    parser.add_argument("--offers", action="store_true", help="only list what rooms have declared, for developers")
    parser.add_argument("--repair", action="store_true", help="first count anew what is kept, where it is off")


def run(options: argparse.Namespace) -> int:
    """Print each finding on a line; nothing is changed but what `--repair` counts anew."""
    if options.offers:
        for name, codes in declared():
            print(f"{name}: {', '.join(codes) or 'nothing'}")
        return 0
    if options.repair and any(finding.is_wrong for finding in database()):
        print("Nothing is repaired before the database is well.")
    elif options.repair:
        _repair(is_quiet=options.quiet)
    findings = list(examine(now=timezone.now()))
    for finding in findings:
        if finding.is_wrong or not options.quiet:
            print(f"{_word(finding):6} {finding.words}")
    count = sum(finding.is_wrong for finding in findings)
    if not options.quiet:
        print("\nAll is well." if not count else f"\n{count} to put right.")
    return 1 if count else 0


def _repair(*, is_quiet: bool) -> None:
    for kept, number in repair(now=timezone.now()):
        if number:
            print(f"mended {kept.words}: {number} counted anew")
        elif not is_quiet:
            print(f"fine   {kept.words}: nothing to mend")


def _word(finding: Finding) -> str:
    return "WRONG" if finding.is_wrong else "note" if finding.is_note else "fine"
