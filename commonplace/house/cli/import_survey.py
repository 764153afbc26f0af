"""`import survey`: a survey that was made elsewhere; what may be told of it is kept, and none of its rows."""

from __future__ import annotations

import argparse
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from commonplace.fitness.actions.bringing import bring_survey
from commonplace.fitness.surveying import Answered, NoRows, Read, read
from commonplace.house.cli.housed import say_what_was_made
from commonplace.house.cli.prepared import prepare
from commonplace.lib.archives.sheets import rows_of
from commonplace.lib.archives.stream import NotThisKind, Unsafe
from commonplace.transfer.actions.housing import NoSlug, house_for

GIVEN = "survey: answers to a survey made elsewhere, CSV or XLSX, a row each"


def run(options: argparse.Namespace) -> int:
    """Keep what may be told of it, or say what would be."""
    if len(options.paths) != 1:
        return _sorry("One survey at a time.", 2)
    path: Path = options.paths[0]
    try:
        digest = sha256(path.read_bytes()).hexdigest()
        found = read(rows_of(path))
    except OSError:
        return _sorry(f"There is no survey at {path}.", 1)
    except (NotThisKind, Unsafe) as error:
        return _sorry(f"{error}".removesuffix(".") + ".", 1)
    except NoRows:
        return _sorry(
            f"{path.name} has no answers: a row of questions comes first, then a row for each who answered.", 1
        )
    prepare()
    if not options.dry_run:
        try:
            house = house_for(options.community)
        except NoSlug:
            return _sorry(f"{options.community!r} can be no community's address: letters, digits and dashes only.", 2)
        say_what_was_made(house)
        bring_survey(community=house.community, name=path.name, digest=digest, found=found)
    if options.json:
        print(json.dumps(as_json(found), ensure_ascii=False))
    else:
        _say(found, is_kept=not options.dry_run)
    return 0


def as_json(found: Read) -> dict[str, Any]:
    """Every row by what became of it, every question by what is told of it; the same for the same file."""
    return {
        "read": found.rows,
        "counted": found.answered,
        "silent": found.silent,
        "too_wide": found.wide,
        "questions": [_question(one) for one in found.questions],
    }


def _question(one: Answered) -> dict[str, Any]:
    if one.middle is not None:
        return {"words": one.words, "from": one.middle.low, "to": one.middle.high, "people_at_least": one.people}
    if one.shares:
        return {"words": one.words, "answers": [{"words": said, "people_at_least": n} for said, n in one.shares]}
    return {"words": one.words, "withheld": True}


def _say(found: Read, *, is_kept: bool) -> None:
    print(
        f"{found.rows} rows read: {found.answered} count, {found.silent} have no answer,"
        f" {found.wide} have more cells than there are questions."
    )
    told = sum(one.is_told for one in found.questions)
    print(f"Of {told} of {len(found.questions)} questions something may be told; of the others fewer than five agree.")
    print("No row was kept." if is_kept else "Nothing was kept.")


def _sorry(words: str, code: int) -> int:
    print(words, file=sys.stderr)
    return code
