"""Print one person's letter of a community as it would be sent; nothing is kept of it, and nothing goes out."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Community, Looked
from commonplace.communities.readers import read_on
from commonplace.communities.viewpoint import standing_of
from commonplace.digests.actions.laying import lay_out, make_issue
from commonplace.digests.composing import Composer, Words
from commonplace.digests.hours import moment_in
from commonplace.digests.models import Issue, Period
from commonplace.house.cli.looks import NO_REASON, ask_why, kept
from commonplace.house.cli.prepared import prepare
from commonplace.lib.addresses import one_address

HELP = "Print one person's letter of a community, as it would be sent on a day."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--community", required=True, metavar="SLUG")
    parser.add_argument("--to", required=True, metavar="ADDRESS", help="a confirmed address of a member")
    parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day of the letter; today by default")
    parser.add_argument("--daily", action="store_true", help="the letter of a day, not of a week")
    parser.add_argument("--html", action="store_true", help="the letter's HTML instead of its plain words")
    ask_why(parser)


def run(options: argparse.Namespace) -> int:
    """Compose it as things stand at seven in the morning of that day where the reader is, or now if that is to come."""
    prepare()
    community = Community.objects.filter(slug=options.community).first()
    if community is None:
        print(f"There is no community {options.community!r} here.", file=sys.stderr)
        return 1
    address = EmailAddress.objects.filter(email=one_address(options.to), verified=True).select_related("user").first()
    standing = standing_of(address.user, community) if address else None
    if address is None or standing is None:
        print(f"Nobody with the confirmed address {options.to!r} is in {community.slug}.", file=sys.stderr)
        return 1
    if not kept(options, Looked.DIGEST, community=community, person=address.user):
        return NO_REASON
    read_on()
    on = options.on or timezone.now().date()
    now = min(timezone.now(), moment_in(address.user.time_zone, on))
    standing.person = address.user
    with _undone():
        issue = _issue(community, Period.DAILY if options.daily else Period.WEEKLY, on, now)
        (_standing, words), *_ = Composer(issue, now=now).letters([standing])
    return _say(words, options.to, html=options.html)


def _issue(community: Community, period: Period, on: date, now: datetime) -> Issue:
    issue = make_issue(community=community, period=period, on=on, now=now)
    lay_out(issue=issue, now=now)
    return Issue.objects.select_related("community", "words_by").get(pk=issue.pk)


def _say(words: Words, to: str, *, html: bool) -> int:
    if not words.things:
        print("There is nothing to tell; no letter would be sent.", file=sys.stderr)
        return 0
    if html:
        print(words.html)
        return 0
    print(f"To: {to}", f"Subject: {words.subject}", f"List-Unsubscribe: <{words.stop}>", "", words.text, sep="\n")
    return 0


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
