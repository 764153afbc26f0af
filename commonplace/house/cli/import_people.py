"""`import people`: a list of people to invite, kept for the stewards of a community; nobody is written to."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

from django.utils import timezone

from commonplace.house.cli.housed import say_what_was_made
from commonplace.house.cli.prepared import prepare
from commonplace.lib.archives.people import PeopleSheet, opens
from commonplace.lib.archives.people_headings import Field
from commonplace.lib.archives.stream import NotThisKind, Unsafe
from commonplace.transfer.actions.housing import House, NoSlug, house_for
from commonplace.transfer.actions.listing import MOST, NoAddresses, TooManyPeople, agree, bring_list
from commonplace.transfer.listed import SHOWS, counted
from commonplace.transfer.models import PeopleList
from commonplace.transfer.reasons import wrong_in_row

GIVEN = "people: a spreadsheet of people to invite, CSV or XLSX"


def run(options: argparse.Namespace) -> int:
    """Keep the list, or say how it would be read."""
    begun = perf_counter()
    if len(options.paths) != 1:
        return _sorry("One list at a time.", 2)
    path: Path = options.paths[0]
    try:
        data = path.read_bytes()
        sheet = opens(path)
        told = _read(sheet)
        if options.dry_run:
            prepare()
            _say(options, told, begun, [])
            return 0
        return _bring(options, path, sha256(data).hexdigest(), sheet, told, begun)
    except OSError:
        return _sorry(f"There is no list at {path}.", 1)
    except (NotThisKind, Unsafe) as error:
        return _sorry(f"{error}.", 1)
    except NoAddresses:
        return _sorry("No column is headed as one of mail addresses. Bring it in the browser, and say which.", 1)
    except TooManyPeople:
        return _sorry(f"A list holds {MOST} people at most. Part it.", 1)
    except NoSlug:
        return _sorry(f"{options.community!r} can be no community's address: letters, digits and dashes only.", 2)


def _read(sheet: PeopleSheet) -> dict[str, Any]:
    """How it is read: columns, rows, and what is wrong how often."""
    if Field.ADDRESS not in sheet.fields:
        raise NoAddresses
    wrong: Counter[str] = Counter()
    read = reachable = 0
    for one in sheet.people():
        read += 1
        reachable += one.can_be_invited
        wrong.update(str(code) for code in one.wrong)
    columns = [{"heading": one.heading, "field": one.field or ""} for one in sheet.columns]
    return {"read": read, "reachable": reachable, "wrong": dict(sorted(wrong.items())), "columns": columns}


def _bring(
    options: argparse.Namespace, path: Path, digest: str, sheet: PeopleSheet, told: dict[str, Any], begun: float
) -> int:
    prepare()
    house = house_for(options.community)
    say_what_was_made(house)
    brought = bring_list(community=house.community, by=None, name=path.name, digest=digest, sheet=sheet)
    if brought.people.agreed_at is None:
        agree(people=brought.people, fields=sheet.fields)
    kept = told["read"] if brought.is_new else 0
    numbers = counted(brought.people, house.community, timezone.now())
    told |= {"kept": kept, "already": told["read"] - kept, "stand": {show: numbers[show] for show in SHOWS}}
    _say(options, told, begun, _lines(brought.people, house, told))
    return 0


def _lines(people: PeopleList, house: House, told: dict[str, Any]) -> list[str]:
    stand = told["stand"]
    return [
        f"{told['kept']} are on a list of {house.community.name} now, {told['already']} were before."
        f" {stand['waits']} can be invited, {stand['here']} are members, {stand['invited']} were invited before,"
        f" {stand['left']} are not written to, {stand['wrong']} have no address that can be written to.",
        f"Nobody was written to: stewards do that at /c/{house.community.slug}/imports/lists/{people.pk}.",
        "Whoever is not invited within thirty days is forgotten.",
    ]


def _say(options: argparse.Namespace, told: dict[str, Any], begun: float, lines: list[str]) -> None:
    if options.json:
        print(json.dumps({**told, "seconds": round(perf_counter() - begun, 3)}))
        return
    print(f"{told['read']} rows read, {told['reachable']} with an address of their own.")
    for column in told["columns"]:
        print(f"  {column['heading'] or '(no heading)'}: {column['field'] or 'left out'}")
    for code, number in told["wrong"].items():
        print(f"  {number} × {wrong_in_row(code)}")
    print("\n".join(lines or ["Nothing was kept."]))


def _sorry(words: str, code: int) -> int:
    print(words, file=sys.stderr)
    return code
