"""Print a community's gatherings as a calendar, as everyone who belongs to it may see them."""

import argparse
import sys

from django.utils import timezone, translation

from commonplace.communities.models import Community
from commonplace.communities.shapes import whole
from commonplace.gatherings.calendar import events_of, on_calendars
from commonplace.gatherings.models import Gathering
from commonplace.house.cli.prepared import prepare
from commonplace.lib.calendars.writing import as_bytes
from commonplace.ui.addresses import address

HELP = "Print a community's gatherings as a calendar (iCalendar)."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--community", required=True, metavar="SLUG")


def run(options: argparse.Namespace) -> int:
    """All of them from the first on, less what stands in a group or where no words are sent."""
    prepare()
    community = Community.objects.filter(slug=options.community).first()
    if community is None:
        print(f"There is no community {options.community!r} here.", file=sys.stderr)
        return 1
    rows = on_calendars(Gathering.objects.visible_inside().filter(community=community))
    with translation.override(community.language):
        page = whole(address("gatherings", community.slug))
        written = as_bytes(events_of(rows, most=None), stamp=timezone.now(), name=community.name, page=page)
    sys.stdout.write(written.decode("utf-8"))
    return 0
