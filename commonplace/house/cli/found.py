"""Found a community from the command line, and hand its steward a link: the door where no mail server exists yet."""

import argparse
import sys

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from commonplace.communities.doors import Visibility
from commonplace.communities.founders import free_slug
from commonplace.communities.founding.actions import found
from commonplace.communities.looks.actions import keep_look_by_command
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.standing import choose_steward
from commonplace.communities.models import Community, Looked
from commonplace.communities.standing import Standing
from commonplace.house.cli.looks import NO_REASON, ask_why, kept
from commonplace.house.cli.prepared import prepare
from commonplace.launch.actions.beginning import NotASteward, begin, found_to_launch
from commonplace.lib.addresses import one_address
from commonplace.people.actions import register
from commonplace.people.models import Person
from commonplace.people.one_time_links import one_time_link
from commonplace.ui.plain_text import HasNull, plain

HELP = "Found a community with its first steward, and print a one-time link that signs them in."


class NotUsable(ValueError):
    """What was typed cannot be a name or an address."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", help="the first steward's name; asked for when it is left out")
    parser.add_argument("--address", help="their mail address")
    parser.add_argument("--community", help="the community's name")
    parser.add_argument("--domain", default="", help="what it cares about, in a line")
    parser.add_argument(
        "--launch",
        action="store_true",
        help="it is not yet a community: nobody knows of it but whom its people invite, and a page leads through the"
        " weeks before it begins",
    )
    parser.add_argument(
        "--steward-of", metavar="SLUG", help="found nothing: make this person a steward of a community that is here"
    )
    parser.add_argument(
        "--link", metavar="ADDRESS", help="only print a fresh one-time link for someone who is here already"
    )
    ask_why(parser)


def run(options: argparse.Namespace) -> int:
    """Found, or only print a link; the link alone goes to standard output."""
    prepare()
    try:
        if options.link:
            return _link_for(options)
        return _found(options)
    except NotUsable as problem:
        print(problem, file=sys.stderr)
        return 1
    except EOFError:
        print("Nothing was founded. Without a terminal, say --name, --address and --community.", file=sys.stderr)
        return 1


def _found(options: argparse.Namespace) -> int:
    name = _plain(options.name or _ask("Your name: "), room=120)
    address = _address(options.address or _ask("Your mail address: "))
    if options.steward_of:
        return _steward_of(options.steward_of, name, address)
    title = _plain(options.community or _ask("The community's name: "), room=120)
    with transaction.atomic():
        person, is_new = _person(name, address)
        community = Community.objects.filter(founded_by=person, name=title).first()
        if community is None:
            domain = _plain(options.domain, room=240) if options.domain else ""
            if options.launch:
                community = found_to_launch(by=person, name=title, domain=domain).community
            else:
                community = found(by=person, name=title, slug=free_slug(title), domain=domain)
        elif options.launch:
            try:
                begin(by=person, community=community)
            except NotASteward:
                raise NotUsable(f"{person.name} tends {community.name} no longer.") from None
        if not is_new:
            keep_look_by_command(what=Looked.LINK, why=f"to found {community.name}", person=person)
    onward = reverse("launch" if options.launch else "community", args=[community.slug])
    print(
        f"{community.name} is founded. {person.name} tends it{'' if is_new else ', with the account they had'}.",
        file=sys.stderr,
    )
    if community.visibility == Visibility.LISTED:
        print(
            "It is listed: the first page of this house names it to anyone. Its settings can change that.",
            file=sys.stderr,
        )
    print("This link signs them in once, within 24 hours:", file=sys.stderr)
    print(one_time_link(person=person, onward=onward))
    return 0


def _steward_of(slug: str, name: str, address: str) -> int:
    """Give a community somebody who tends it and can sign in: one whose archive moved in has only the operator."""
    with transaction.atomic():
        community = Community.objects.filter(slug=slug).first()
        if community is None:
            raise NotUsable(f"There is no community {slug!r} here.")
        person, is_new = _person(name, address)
        if not is_new:
            keep_look_by_command(what=Looked.LINK, why=f"to tend {community.name}", person=person)
        membership = admit(person=person, community=community, standing=Standing.STEWARD)
        if not membership.is_steward:
            choose_steward(membership=membership)
        # Whoever looks after the house helped from outside: everyone there reads that, with the day.
        keep_look_by_command(what=Looked.HELPED, why=f"{person.name} was asked to tend it", community=community)
    print(f"{person.name} tends {community.name}. This link signs them in once, within 24 hours:", file=sys.stderr)
    print(one_time_link(person=person, onward=reverse("community", args=[slug])))
    return 0


def _link_for(options: argparse.Namespace) -> int:
    person = _known(_address(options.link))
    if person is None:
        print(f"Nobody signs in with {options.link} here.", file=sys.stderr)
        return 1
    if not kept(options, Looked.LINK, person=person):
        return NO_REASON
    print(f"This link signs {person.name} in once, within 24 hours:", file=sys.stderr)
    print(one_time_link(person=person))
    return 0


def _person(name: str, address: str) -> tuple[Person, bool]:
    """Whoever signs in with the address, or someone new; the first of a house who can sign in is its operator."""
    if (known := _known(address)) is not None:
        return known, False
    is_first = not EmailAddress.objects.filter(user__is_operator=True).exists()
    return register(name=name, address=address, is_confirmed=True, is_operator=is_first), True


def _known(address: str) -> Person | None:
    row = EmailAddress.objects.filter(email=one_address(address), verified=True, user__is_active=True).first()
    return None if row is None else Person.objects.get(pk=row.user_id)


def _ask(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    return input()


def _plain(said: str, *, room: int) -> str:
    try:
        text = " ".join(plain(said).split())
    except HasNull:
        text = ""
    if not text or len(text) > room:
        raise NotUsable(f"A name has 1 to {room} characters: {said!r}")
    return text


def _address(said: str) -> str:
    address = one_address(said)
    try:
        validate_email(address)
    except ValidationError:
        raise NotUsable(f"This is not a mail address: {said!r}") from None
    return address
