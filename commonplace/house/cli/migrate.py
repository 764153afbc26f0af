"""Bring the database up to date."""

import argparse
import sys

from commonplace.house.cli.prepared import prepare

HELP = "Bring the database that DATABASE_URL names up to date."


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    prepare()
    print("The database is up to date.", file=sys.stderr)
    return 0
