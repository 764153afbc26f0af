"""Print a reading of one community."""

import argparse
import json
import sys
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone

from commonplace.communities.models import Community, Looked
from commonplace.communities.readers import read_on
from commonplace.cultivation.network import reading as network
from commonplace.cultivation.participation import Participation
from commonplace.cultivation.reading import read
from commonplace.cultivation.rhythm import Rhythm
from commonplace.cultivation.signs.reading import read as signs
from commonplace.cultivation.stages.reading import read as stages
from commonplace.house.cli.knowledge import knowledge_as_json, knowledge_in_words
from commonplace.house.cli.looks import NO_REASON, ask_why, kept
from commonplace.house.cli.network import network_as_json, network_in_words
from commonplace.house.cli.prepared import prepare
from commonplace.house.cli.reading_in_words import participation_in_words, rhythm_in_words
from commonplace.house.cli.signs import signs_as_json, signs_in_words
from commonplace.house.cli.stages import stages_as_json, stages_in_words
from commonplace.house.cli.value import print_value
from commonplace.knowledge.queries import reading as knowledge
from commonplace.knowledge.queries.counted import waits as knowledge_waits

HELP = "Print a reading, participation, rhythm, network, knowledge, signs, stages or value, of one community."
INSTRUMENTS = ["participation", "rhythm", "network", "knowledge", "signs", "stages", "value"]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("instrument", choices=INSTRUMENTS)
    parser.add_argument("--community", required=True, metavar="SLUG")
    parser.add_argument(
        "--on", type=date.fromisoformat, metavar="DATE", help="the day whose end is read; today by default"
    )
    parser.add_argument("--from", dest="since", type=date.fromisoformat, metavar="DATE", help="of value: the first day")
    parser.add_argument("--to", dest="until", type=date.fromisoformat, metavar="DATE", help="of value: the last day")
    parser.add_argument("--anew", action="store_true", help="of value: count again, and say whether it is the same")
    parser.add_argument("--people", action="store_true", help="who it is too, by number; of the network every tie")
    parser.add_argument("--json", action="store_true", help="one JSON value, documented in docs/readings.md")
    ask_why(parser)


def run(options: argparse.Namespace) -> int:
    """Read, and say it as JSON or as lines: who it is, where that is asked for and a reason given."""
    prepare()
    community = Community.objects.filter(slug=options.community).first()
    if community is None:
        print(f"There is no community {options.community!r} here.", file=sys.stderr)
        return 1
    if options.people and not kept(options, Looked.READING, community=community):
        return NO_REASON
    if options.instrument == "value":
        return _value(community, options)
    read_on()
    now = timezone.now()
    if options.on:
        now = min(now, datetime.combine(options.on, time.max, tzinfo=UTC)) if options.on <= now.date() else now
    if options.instrument == "knowledge":
        return _knowledge(community, now, as_json=options.json)
    if options.instrument == "network":
        return _network(community, now, people=options.people, as_json=options.json)
    if options.instrument == "signs":
        return _signs(community, now, as_json=options.json)
    if options.instrument == "stages":
        return _stages(community, now, as_json=options.json)
    readings = read(community, now=now)
    is_participation = options.instrument == "participation"
    if options.json:
        said = participation_as_json(readings.participation) if is_participation else rhythm_as_json(readings.rhythm)
        if not options.people:
            said = without_people(said)
        print(json.dumps({"community": community.slug, **said}, ensure_ascii=False))
    else:
        lines = participation_in_words(readings.participation) if is_participation else rhythm_in_words(readings.rhythm)
        print(
            f"{community.name}: {options.instrument} at the end of {readings.rhythm.on.isoformat()}", *lines, sep="\n"
        )
    return 0


def _value(community: Community, options: argparse.Namespace) -> int:
    if options.since and options.until and options.since > options.until:
        print("--from is later than --to: a time begins before it ends.", file=sys.stderr)
        return 2
    print_value(community, since=options.since, until=options.until, anew=options.anew, as_json_=options.json)
    return 0


def _knowledge(community: Community, now: datetime, *, as_json: bool) -> int:
    found, waits = knowledge.read(community, now=now), knowledge_waits(community, until=now)
    on = now.astimezone(UTC).date()
    if as_json:
        said = {"community": community.slug, "on": on.isoformat(), **knowledge_as_json(found, waits)}
        print(json.dumps(said, ensure_ascii=False))
    else:
        print(f"{community.name}: knowledge at the end of {on.isoformat()}", *knowledge_in_words(found), sep="\n")
    return 0


def _network(community: Community, now: datetime, *, people: bool, as_json: bool) -> int:
    found = network.read(community, now=now)
    if as_json:
        print(json.dumps({"community": community.slug, **network_as_json(found, people=people)}, ensure_ascii=False))
    else:
        print(
            f"{community.name}: network at the end of {found.on.isoformat()}",
            *network_in_words(found, people=people),
            sep="\n",
        )
    return 0


def _signs(community: Community, now: datetime, *, as_json: bool) -> int:
    found = signs(community, now=now)
    if as_json:
        print(json.dumps(signs_as_json(found), ensure_ascii=False))
    else:
        print(f"{community.name}: signs at the end of {found.on.isoformat()}", *signs_in_words(found), sep="\n")
    return 0


def _stages(community: Community, now: datetime, *, as_json: bool) -> int:
    found = stages(community, now=now)
    if as_json:
        print(json.dumps({"community": community.slug, **stages_as_json(found)}, ensure_ascii=False))
    else:
        print(f"{community.name}: stages at the end of {found.on.isoformat()}", *stages_in_words(found), sep="\n")
    return 0


def without_people(said: dict[str, Any]) -> dict[str, Any]:
    """The same without anybody's number."""
    waiting = [{key: value for key, value in one.items() if key != "person"} for one in said.get("waiting", ())]
    left = {key: value for key, value in said.items() if key not in ("people", "awaited")}
    return left | ({"waiting": waiting} if "waiting" in said else {})


def participation_as_json(reading: Participation) -> dict[str, Any]:
    """The participation as documented in docs/readings.md."""
    return {
        "on": reading.on.isoformat(),
        "rings": {ring.value: number for ring, number in reading.counts.items()},
        "newcomers": reading.newcomers,
        "alumni": reading.alumni,
        "came_closer": {ring.value: len(reading.came_closer(ring)) for ring in reading.counts},
        "stepped_back": {ring.value: len(reading.stepped_back(ring)) for ring in reading.counts},
        "core_absence_factor": reading.core_absence_factor,
        "people": [
            {"person": place.person_id, "ring": place.ring.value, "weeks_seen": place.weeks_seen, "deeds": place.deeds}
            for place in sorted(reading.places.values(), key=lambda place: place.person_id)
        ],
    }


def rhythm_as_json(reading: Rhythm) -> dict[str, Any]:
    """The rhythm as documented in docs/readings.md."""
    return {
        "on": reading.on.isoformat(),
        "weeks": [
            {"monday": week.monday.isoformat(), "conversations": week.conversations, "replies": week.replies}
            for week in reading.weeks
        ],
        "years": [
            {"monday": week.monday.isoformat(), "conversations": week.conversations, "replies": week.replies}
            for week in reading.years
        ],
        "silent_weeks": reading.silent_weeks,
        "overloaded": [monday.isoformat() for monday in reading.overloaded],
        "hours_to_first_reply": reading.hours_to_first_reply,
        "answered_share": reading.answered_share,
        "usual_wait_hours": reading.usual_wait_hours,
        "usual_silence_days": reading.usual_silence_days,
        "silence_days": None if reading.silence_days is None else int(reading.silence_days),
        "waiting": [
            {"conversation": one.conversation_id, "person": one.person_id, "hours": round(one.hours, 1)}
            for one in reading.waiting
        ],
        "awaited": [{"person": person, "conversations": number} for person, number in sorted(reading.awaited.items())],
    }
