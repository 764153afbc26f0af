"""Print the catalogue of protocols: the forms in which a community can meet and learn."""

import argparse
import json
import sys

from django.utils import translation

from commonplace.protocols.catalogue import FIRST, languages, protocols
from commonplace.protocols.protocol import Protocol, phase_told

HELP = "Print the catalogue of protocols."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for a program")
    parser.add_argument("--language", choices=languages(), default=FIRST)


def run(options: argparse.Namespace) -> int:
    """One line for each, or all that is known of each as JSON; no database is asked."""
    found = protocols(options.language).values()
    if options.json:
        json.dump([as_json(one) for one in found], sys.stdout, ensure_ascii=False, indent=1)
        print()
        return 0
    with translation.override(options.language):
        for one in found:
            print(f"{one.code}\t{one.title}\t{one.minutes}\t{one.pace.label}\t{one.line}")
    return 0


def as_json(one: Protocol) -> dict[str, object]:
    """A protocol as a program reads it; `minutes` of one that is not timed is what it asks of one who takes part."""
    return {
        "code": one.code,
        "title": one.title,
        "line": one.line,
        "cluster": one.cluster.value,
        "formality": one.formality,
        "mode": one.mode.value,
        "source": one.source.value,
        "pace": one.pace.value,
        "minutes": one.minutes,
        "days": one.days,
        "people": {"least": one.people[0], "most": one.people[1]},
        "confidence": one.confidence,
        "needs": list(one.needs),
        "roles": [{"code": role.code, "title": role.title, "brief": role.brief} for role in one.roles],
        "prepare": list(one.prepare),
        "phases": [phase_told(phase) for phase in one.phases],
        "artefact": one.artefact,
        "follow_up": {"days": one.follow_up_days, "words": one.follow_up},
        "ideas": list(one.ideas),
        "language": one.language,
    }
