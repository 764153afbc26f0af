"""Say which letters wait, fail or were given up, and why, without their words; send them again, or give them up."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from commonplace.house.cli.prepared import prepare
from commonplace.letters import outages, pauses
from commonplace.letters.actions import give_up, send_again
from commonplace.letters.models import Letter, Outage, Pause
from commonplace.letters.queries import listed
from commonplace.lib.addresses import one_address

HELP = "List the letters that wait or were given up, and why; send them again, or give them up; resume an address."
SHOWN = 200
_WHY = {
    Pause.Why.GONE: "nobody is there",
    Pause.Why.AGAIN_AND_AGAIN: "letters came back on several days",
    Pause.Why.COMPLAINT: "somebody there called one spam",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_mutually_exclusive_group()
    deeds.add_argument(
        "--again",
        nargs="+",
        type=_number_or_all,
        metavar="ID",
        help="try these at once, given up or not; 'all' is all but those you gave up yourself",
    )
    deeds.add_argument("--give-up", nargs="+", type=int, metavar="ID", help="stop trying these")
    deeds.add_argument(
        "--resume", nargs="+", metavar="ADDRESS", help="send letters to these again, from which some came back"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object with every letter")


def run(options: argparse.Namespace) -> int:
    """List, or do one thing; the exit code is 1 when a letter could not be sent again or given up."""
    prepare()
    now = timezone.now()
    if options.again:
        return _again(options.again, now=now)
    if options.give_up:
        done = give_up(ids=options.give_up, now=now)
        print(f"Given up: {_numbers(done)}.")
        return _left_alone(options.give_up, done, "was sent, is on its way, or never was here")
    if options.resume:
        return _resume(options.resume)
    letters, outage, paused = listed(), outages.current(), list(Pause.objects.order_by("since", "pk"))
    if options.json:
        told = {"outage": _outage(outage), "letters": [_letter(one) for one in letters]}
        print(json.dumps({**told, "paused": [_pause(one) for one in paused]}, indent=2))
    else:
        for line in (*_in_words(letters, outage), *_paused(paused)):
            print(line)
    return 0


def _resume(addresses: list[str]) -> int:
    there = pauses.paused(addresses)
    pauses.resume_delivery(addresses=there)
    print(f"Written to again: {', '.join(sorted(there)) or 'nobody'}.")
    if rest := sorted({one_address(one) for one in addresses} - there):
        print(f"Left alone: {', '.join(rest)}. Letters go there.", file=sys.stderr)
    return 1 if rest else 0


def _again(wanted: list[int | None], *, now: datetime) -> int:
    ids = None if None in wanted else [one for one in wanted if one is not None]
    done = send_again(ids=ids, now=now)
    print(f"To be sent now: {_numbers(done)}.")
    return _left_alone(ids or [], done, "was sent, is on its way, is of no use any more, or never was here")


def _left_alone(wanted: list[int], done: list[int], why: str) -> int:
    if rest := sorted({*wanted} - {*done}):
        print(f"Left alone: {_numbers(rest)}. Each {why}.", file=sys.stderr)
    return 1 if rest else 0


def _number_or_all(word: str) -> int | None:
    return None if word == "all" else int(word)


def _numbers(pks: list[int]) -> str:
    return ", ".join(map(str, pks)) or "none"


def _in_words(letters: list[Letter], outage: Outage | None) -> Iterator[str]:
    if outage is not None:
        yield f"The mail server has taken no letter since {_moment(outage.since)}: {outage.last_error}"
        yield f"It is asked again at {_moment(outage.rests_until)}."
    if not letters:
        yield "No letter waits, and none was given up."
    for letter in letters[:SHOWN]:
        yield f"{letter.pk:>7}  {letter.kind:10}  {letter.to:32}  {_fate(letter)}"
        if letter.last_error:
            yield f"         {letter.last_error}"
    if len(letters) > SHOWN:
        yield f"And {len(letters) - SHOWN} more; --json lists all."


def _paused(paused: list[Pause]) -> Iterator[str]:
    if paused:
        count = f"{len(paused)} {'address' if len(paused) == 1 else 'addresses'}"
        yield f"No letter but codes for signing in goes to {count}:"
    for pause in paused[:SHOWN]:
        yield f"         {pause.address:32}  since {_moment(pause.since)}, {_WHY[Pause.Why(pause.why)]}"
        if pause.words:
            yield f"         {pause.words}"
    if len(paused) > SHOWN:
        yield f"And {len(paused) - SHOWN} more; --json lists all."


def _fate(letter: Letter) -> str:
    tries = f"{letter.attempts} {'try' if letter.attempts == 1 else 'tries'}"
    if letter.given_up_at is not None and letter.fault in Letter.SETTLED:
        return f"not sent {_moment(letter.given_up_at)}, {letter.fault}"
    if letter.given_up_at is not None:
        return f"given up {_moment(letter.given_up_at)} after {tries}"
    if letter.failing_since is not None:
        return f"failing since {_moment(letter.failing_since)}, {tries}, next {_moment(letter.due_at)}"
    return f"waits for {_moment(letter.due_at)}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.pk,
        "kind": letter.kind,
        "to": letter.to,
        "tries": letter.attempts,
        "state": "given up" if letter.given_up_at else "failing" if letter.failing_since else "waiting",
        "due_at": letter.due_at.isoformat(),
        "failing_since": _iso(letter.failing_since),
        "given_up_at": _iso(letter.given_up_at),
        "useful_until": _iso(letter.useful_until),
        "fault": letter.fault,
        "error": letter.last_error,
    }


def _pause(pause: Pause) -> dict[str, Any]:
    return {"address": pause.address, "since": _iso(pause.since), "why": pause.why, "error": pause.words}


def _outage(outage: Outage | None) -> dict[str, Any] | None:
    if outage is None:
        return None
    return {"since": _iso(outage.since), "asked_again_at": _iso(outage.rests_until), "error": outage.last_error}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
