"""Say in plain words what is wrong with this installation."""

import argparse

from django.utils import timezone

from commonplace.house.checks import Finding, examine

HELP = "Say in plain words what is wrong with this installation; the exit code is 1 when something is."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="only what is wrong")


def run(options: argparse.Namespace) -> int:
    """Print each finding on a line; nothing is changed."""
    findings = list(examine(now=timezone.now()))
    for finding in findings:
        if finding.is_wrong or not options.quiet:
            print(f"{_word(finding):6} {finding.words}")
    count = sum(finding.is_wrong for finding in findings)
    if not options.quiet:
        print("\nAll is well." if not count else f"\n{count} to put right.")
    return 1 if count else 0


def _word(finding: Finding) -> str:
    return "WRONG" if finding.is_wrong else "note" if finding.is_note else "fine"
