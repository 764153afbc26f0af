"""Print what a round of a community came to: what every member may see, and no more."""

import argparse
import json
import sys

from commonplace.communities.models import Community
from commonplace.fitness.in_json import as_json
from commonplace.fitness.models import Round
from commonplace.fitness.queries import Told, told_of
from commonplace.house.cli.prepared import prepare

HELP = "Print what a fitness round of a community came to: what every member may see."
HIGHEST = 32_767


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--community", required=True, metavar="SLUG")
    parser.add_argument("--round", required=True, type=int, metavar="N", help="its number, beginning with 1")
    parser.add_argument("--json", action="store_true", help="one JSON object, documented in docs/readings.md")


def run(options: argparse.Namespace) -> int:
    """A line for each sentence and circle, or all of it as JSON."""
    prepare()
    community = Community.objects.filter(slug=options.community).first()
    if community is None:
        print(f"There is no community {options.community!r} here.", file=sys.stderr)
        return 1
    number = options.round if 0 < options.round <= HIGHEST else 0
    one = Round.objects.filter(community=community, number=number).first()
    if one is None:
        print(f"{community.slug} has no round {options.round}.", file=sys.stderr)
        return 1
    told = told_of(one)
    if options.json:
        print(json.dumps(as_json(told), ensure_ascii=False))
        return 0
    _say(told)
    return 0


def _say(told: Told) -> None:
    one = told.round
    print(f"Round {one.number}: {one.title}, until {one.until.isoformat()}")
    if one.closed_at is None:
        print("It is open. Nobody sees before its end what came of it.")
        return
    if told.is_empty:
        print("Fewer than five people of each circle answered. Nothing is told of so few.")
    for row in told.differences:
        print(f"  {row.difference}")
    for row in told.rows:
        print(f"{row.item.words}")
        for reading in row.readings:
            print(f"  {reading.circle.label}: {reading.words or 'withheld'}")
    for decision in one.decisions.order_by("at", "pk"):
        print(f"Decided: {decision.words}")
