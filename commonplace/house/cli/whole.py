"""A whole community out of this house into one file, and out of such a file into this house."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Looked
from commonplace.communities.readers import read_on
from commonplace.communities.standing import Standing
from commonplace.house.cli.looks import NO_REASON, kept
from commonplace.house.cli.prepared import prepare
from commonplace.house.counts import repair
from commonplace.people.models import Person
from commonplace.transfer.community_in import ORIGIN, NotACommunity, TakenSlug, bring_community
from commonplace.transfer.community_out import write_community

LONGEST_SLUG = 60


def write_out(options: argparse.Namespace) -> int:
    """Write a community into a new file, for its owner's eyes alone; it appears under its name when it is whole."""
    prepare()
    begun = perf_counter()
    slug = str(options.path)
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        return _no(f"There is no community {slug!r} here.")
    path: Path = options.to or Path(f"{slug}.zip")
    if path.exists():
        return _no(f"{path} is there already, and is left as it is.")
    if not path.absolute().parent.is_dir():
        return _no(f"There is no folder {path.absolute().parent}.")
    if not kept(options, Looked.WHOLE, community=community):
        return NO_REASON
    number, made = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name[:100]}.")
    os.close(number)
    try:
        counts = write_community(community, Path(made))
        Path(made).rename(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    _tell(options, {"lists": counts, "seconds": round(perf_counter() - begun, 3)})
    if not options.json:
        print(f"{path} is written. Rows: {sum(counts.values())}, in {sum(map(bool, counts.values()))} lists.")
        print("It holds what was said in groups too: keep it as you keep a backup.")
    return 0


def bring_in(options: argparse.Namespace) -> int:
    """Make a community of such a file, with the operator among its stewards, so that somebody can let its people in."""
    prepare()
    begun = perf_counter()
    try:
        validate_slug(options.community)
    except ValidationError:
        return _no(f"{options.community!r} can be no community's address: letters, digits and dashes only.")
    if len(options.community) > LONGEST_SLUG:
        return _no(f"{options.community!r} is too long for a community's address.")
    if len(options.paths) != 1:
        return _no("A community comes from one file.")
    try:
        came = bring_community(path=options.paths[0], slug=options.community)
    except TakenSlug:
        return _no(f"There is a community {options.community!r} here already. Give another address.")
    except NotACommunity as error:
        return _no(f"{options.paths[0]} could not be brought in, and nothing of it is here: {error}.")
    admit(person=_operator(), community=came.community, standing=Standing.STEWARD, origin=ORIGIN)
    for _kept in repair(now=timezone.now()):
        pass
    read_on()
    _tell(options, {"kept": came.kept, "left_out": came.left_out, "seconds": round(perf_counter() - begun, 3)})
    if not options.json:
        print(f"{came.community.name} is here, at /c/{came.community.slug}/. Rows: {came.kept.total()}.")
        print("Its people are unclaimed until they say 'this is me'; nobody was told.")
        for code, count in sorted(came.left_out.items()):
            print(f"Left out, as they do not fit or point at nothing: {count} of {code}.")
    return 0


def _operator() -> Person:
    operator = Person.objects.filter(is_operator=True, is_active=True).order_by("pk").first()
    return operator or Person.objects.create_user(name=_("The operator"), is_operator=True)


def _tell(options: argparse.Namespace, said: Mapping[str, object]) -> None:
    if options.json:
        print(json.dumps(said, ensure_ascii=False))


def _no(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
