"""Erase someone: by the address they sign in with or wrote from, or by their number."""

import argparse
import sys
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models import Count, Q, QuerySet

from commonplace.communities.on_erase import LastStewardAmongOthers
from commonplace.conversations.models import Post
from commonplace.house.cli.prepared import prepare
from commonplace.lib.addresses import one_address
from commonplace.people.actions.erasing import CannotGoYet, erase
from commonplace.people.models import ArchiveAddress, Person
from commonplace.store.wiping import wipe_whole

HELP = "Erase someone: name, addresses, profile and all that is theirs; their words stay without a name, or go too."
WIPED_WITHIN = timedelta(minutes=10)


def arguments(parser: argparse.ArgumentParser) -> None:
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--address", help="an address they sign in with, or wrote from in an archive")
    who.add_argument("--person", type=int, metavar="ID", help="their number, as in the address of their page")
    parser.add_argument("--withdraw", action="store_true", help="what they wrote goes too, and the files with it")
    parser.add_argument("--yes", action="store_true", help="do not ask first")


def run(options: argparse.Namespace) -> int:
    """Say what will happen, ask, and do it."""
    prepare()
    found = list(_found(options)[:2])
    if len(found) != 1:
        print(
            "Nobody like that is here." if not found else "That is more than one person: say --person.", file=sys.stderr
        )
        return 1
    (person,) = found
    _say(person, withdraw=options.withdraw)
    if not options.yes and not _is_wished():
        print("Nothing was changed.", file=sys.stderr)
        return 1
    try:
        erase(person=person, withdraw=options.withdraw)
    except LastStewardAmongOthers as refused:
        names = ", ".join(one.slug for one in refused.communities)
        print(f"Nobody else tends {names}, and others are there. Make another a steward first.", file=sys.stderr)
        return 1
    except CannotGoYet as refused:
        print(refused.said, file=sys.stderr)
        return 1
    print("It is done.", file=sys.stderr)
    if connection.vendor == "sqlite" and not wipe_whole(within=WIPED_WITHIN):
        print("The worker goes on overwriting what was deleted.", file=sys.stderr)
    return 0


def _found(options: argparse.Namespace) -> QuerySet[Person]:
    if options.person is not None:
        return Person.objects.filter(pk=options.person)
    address = one_address(options.address)
    signs_in = EmailAddress.objects.filter(email=address).values("user")
    wrote = ArchiveAddress.objects.filter(address=address).values("person")
    return Person.objects.filter(Q(pk__in=signs_in) | Q(pk__in=wrote)).order_by("pk")


def _say(person: Person, *, withdraw: bool) -> None:
    counted = Post.objects.filter(author=person).aggregate(
        posts=Count("pk", distinct=True), files=Count("attachments", distinct=True)
    )
    kind = "who can sign in" if person.is_claimed else "known from an archive"
    print(f"{person.name}, number {person.pk}, {kind}.", file=sys.stderr)
    print("What goes: name, addresses, profile, memberships, drafts, marks, letters to them.", file=sys.stderr)
    words = "go too, with {files} files" if withdraw else "stay, by 'someone who has left'"
    print(f"{counted['posts']} posts {words.format(**counted)}. Nobody can undo this.", file=sys.stderr)


def _is_wished() -> bool:
    print("Type 'erase' to go on: ", end="", file=sys.stderr, flush=True)
    try:
        return input().strip().lower() == "erase"
    except EOFError:
        return False
