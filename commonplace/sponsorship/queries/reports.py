"""A report as pages show it: what it kept, its stories as they may be shown now, and what the core group said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.sponsorship.agreed import Agreed, agreed_of
from commonplace.sponsorship.figures import readings_of
from commonplace.sponsorship.models import CoreReading, Report, Says
from commonplace.sponsorship.queries.stories import Told, told_in
from commonplace.sponsorship.who import core_of, may_release
from commonplace.value.queries.reading import Reading


@dataclass(frozen=True)
class KeptRequest:
    """A request as a report kept it."""

    title: str
    why: str
    on: date
    answer: str | Promise
    words: str
    changed: str


@dataclass(frozen=True)
class Sheet:
    """All that two pages say."""

    report: Report
    brief: Sequence[Mapping[str, str]]
    asked: Sequence[KeptRequest]
    stories: Sequence[Told]
    figures: Sequence[Reading]
    agreed: Agreed | None


def sheet_of(report: Report, viewpoint: Viewpoint) -> Sheet:
    """What it kept, and its stories as of now; two queries."""
    kept = report.kept
    return Sheet(
        report,
        kept.get("brief", ()),
        [kept_request(one) for one in kept.get("asked", ())],
        told_in(report, viewpoint),
        readings_of(kept.get("figures", ())),
        agreed_of(kept.get("agreed", {})),
    )


def kept_request(one: Mapping[str, Any]) -> KeptRequest:
    """A request out of what a report kept; raises LookupError, TypeError or ValueError where it is none."""
    answer = one["answer"]
    return KeptRequest(
        one["title"],
        one["why"],
        date.fromisoformat(one["on"]),
        Says(answer["says"]).label if answer else "",
        answer["words"] if answer else "",
        one["changed"],
    )


@dataclass(frozen=True)
class Reads:
    """How the reading of the core group stands, for whoever is of it."""

    said: Sequence[tuple[CoreReading, Byline]]
    own: CoreReading | None
    waits_for: Sequence[Byline]
    may_release: bool


def reads_of(report: Report, viewpoint: Viewpoint, *, now: datetime) -> Reads:
    """What was said, and by whom not yet; three queries."""
    readings = list(report.readings.select_related("person").defer(*beyond_byline("person")).order_by("at", "pk"))
    report._prefetched_objects_cache = {"readings": readings}  # type: ignore[attr-defined]
    said = {one.person_id for one in readings}
    core = core_of(report.community, at=now).select_related("person").order_by("person__name", "pk")
    waits = [one.person for one in core if one.person_id not in said and one.person_id != report.by_id]
    own = next((one for one in readings if one.person_id == getattr(viewpoint.person, "pk", None)), None)
    return Reads(
        [(one, viewpoint.byline_for(one.person)) for one in readings],
        own,
        [viewpoint.byline_for(one) for one in waits],
        may_release(report, at=now),
    )
