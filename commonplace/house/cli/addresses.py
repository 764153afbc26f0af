"""Say where one writes to: the address of each space of a community, and who may."""

import argparse
import json
import sys

from commonplace.communities.models import Community
from commonplace.house.cli.prepared import prepare
from commonplace.letters.signed_addresses import takes_mail_in
from commonplace.mail.standing_rules import addresses_of

HELP = "List the mail address of each space of a community, and who may write there."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--community", required=True, metavar="SLUG", help="the community")
    parser.add_argument("--json", action="store_true", help="a JSON list")


def run(options: argparse.Namespace) -> int:
    """Print a line, or an object, for each space."""
    prepare()
    community = Community.objects.filter(slug=options.community).first()
    if community is None:
        print(f"There is no community {options.community!r} here.", file=sys.stderr)
        return 1
    found = addresses_of(community)
    if options.json:
        print(json.dumps([one._asdict() for one in found], indent=2, ensure_ascii=False))
    else:
        for one in found:
            print(f"{one.address}  {one.name}\n    {one.who_may_write}")
            for address, is_open in one.lists.items():
                print(f"    {address}, a list that {'has moved in' if is_open else 'is on its way here'}")
    if not takes_mail_in():
        print("MAIL_IN is off: no mail server is said to hand letters to these over.", file=sys.stderr)
    return 0
