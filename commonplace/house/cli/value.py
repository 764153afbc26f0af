"""What a community is worth as JSON and as lines: the figures that its pages tell to everyone there."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from commonplace.communities.models import Community
from commonplace.value.actions.telling import counting_of
from commonplace.value.measures import MEASURES
from commonplace.value.models import Figure
from commonplace.value.periods import span_of
from commonplace.value.queries.programs import as_json
from commonplace.value.queries.reading import Reading, Wanted, read


def print_value(community: Community, *, since: date | None, until: date | None, anew: bool, as_json_: bool) -> None:
    """Print it, as told to everyone; of a time, what lies wholly in it. With `anew` what is counted is counted again
    beside what was told.
    """
    readings = read(community, wanted=Wanted(since=since, until=until))
    if as_json_:
        print(json.dumps(value_as_json(community, readings, since, until, anew=anew), ensure_ascii=False))
    else:
        print(f"{community.name}: value", *value_in_words(readings), sep="\n")


def value_as_json(
    community: Community, readings: list[Reading], since: date | None, until: date | None, *, anew: bool = False
) -> dict[str, Any]:
    """It as documented in docs/readings.md."""
    said: dict[str, Any] = {
        "community": community.slug,
        "from": since.isoformat() if since else None,
        "to": until.isoformat() if until else None,
        "indicators": as_json(readings),
    }
    if anew:
        said["anew"] = [*_counted_anew(community, readings, since, until)]
    return said


def _counted_anew(
    community: Community, readings: list[Reading], since: date | None, until: date | None
) -> Iterator[dict[str, Any]]:
    """What each figure would be today: what was taken back since, or somebody who is gone, may make it another."""
    measures = [one.indicator.measure for one in readings if one.indicator.measure in MEASURES]
    kept = Figure.objects.filter(community=community, measure__in=measures).order_by("measure", "since")
    for figure in kept:
        if (since and figure.since < since) or (until and figure.until > until):
            continue
        found = counting_of(community, MEASURES[figure.measure])(span_of(figure.since, figure.until))
        yield {
            "measure": figure.measure,
            "from": figure.since.isoformat(),
            "to": figure.until.isoformat(),
            "is_same": (found.amount if found.is_tellable else None) == figure.amount,
        }


def value_in_words(readings: list[Reading]) -> Iterator[str]:
    """A line for each indicator and time."""
    for one in readings:
        if not one.values:
            yield f"{one.indicator.get_cycle_display()}: {one.indicator.name}: no evidence yet"
        for value in one.values:
            told = value.words if value.is_told else "withheld"
            yield f"{one.indicator.get_cycle_display()}: {one.indicator.name}: {told} ({value.when})"
