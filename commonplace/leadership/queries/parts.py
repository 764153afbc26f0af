"""Who carries what, as far as a viewer may know, and which turns one has had oneself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.gatherings.models import Gathering
from commonplace.leadership.groups import BRIEFS, Brief
from commonplace.leadership.models import Part, Report
from commonplace.people.models import Person

MOST_NAMES = 6


@dataclass(frozen=True)
class Carried:
    """One group at a gathering: how many carry it, who of them may be named, and whether one of them is the viewer."""

    brief: Brief
    number: int
    names: Sequence[Byline]
    is_own: bool
    report: Report | None = None
    may_report: bool = False

    @property
    def more(self) -> int:
        """Those who carry it and are not named here."""
        return self.number - len(self.names)


def parts_at(gathering: Gathering, viewpoint: Viewpoint, *, may_know: bool, now: datetime) -> Sequence[Carried]:
    """Every group at a gathering; three queries at most.

    Strangers, who may see what is open to anyone, learn how many carry each; whom, only members do, where names are
    not kept or the viewer `may_know`.
    """
    rows = list(
        Part.objects.at(gathering).select_related("person").defer(*beyond_byline("person")).order_by("at", "pk")
    )
    reports = _reports(gathering, viewpoint.person) if gathering.starts_at <= now else {}
    seasons: Collection[str] = ()
    if viewpoint.person is not None and viewpoint.is_member and gathering.starts_at <= now:
        carried = Part.objects.for_season(viewpoint.community, now.date()).filter(person=viewpoint.person)
        seasons = set(carried.values_list("group", flat=True))
    may_name = viewpoint.is_member and (may_know or not gathering.names_are_kept)
    told = []
    for code, brief in BRIEFS.items():
        carriers = [row.person for row in rows if row.group == code]
        is_own = viewpoint.is_member and any(one == viewpoint.person for one in carriers)
        names = [viewpoint.byline_for(one) for one in carriers[:MOST_NAMES]] if may_name else []
        report = reports.get(code)
        told.append(Carried(brief, len(carriers), names, is_own, report, is_own or code in seasons))
    return told


def _reports(gathering: Gathering, person: Person | None) -> Mapping[str, Report]:
    seen = Report.objects.visible_to(person).filter(gathering=gathering).select_related("post")
    return {one.group: one for one in seen.order_by("-at", "-pk")}


@dataclass(frozen=True)
class Season:
    """Somebody who carries a part for a season, and until when."""

    byline: Byline
    until: date


def seasons_in(viewpoint: Viewpoint, *, on: date) -> Mapping[str, Sequence[Season]]:
    """Who carries each group in this season, whoever began first before; one query, for members."""
    told: dict[str, list[Season]] = {code: [] for code in BRIEFS}
    if viewpoint.is_member:
        rows = Part.objects.for_season(viewpoint.community, on).select_related("person")
        for row in rows.defer(*beyond_byline("person")).order_by("at", "pk"):
            told[row.group].append(Season(viewpoint.byline_for(row.person), row.until or on))
    return told


def turns_of(person: Person, community: Community) -> Mapping[str, int]:
    """How often someone has carried each group; for themselves alone. One query."""
    return Counter(Part.objects.filter(person=person, community=community).values_list("group", flat=True))


def reports_of(group: str, viewpoint: Viewpoint, *, most: int) -> Sequence[Report]:
    """What a group reported back in a community, the latest first; one query."""
    seen = Report.objects.visible_to(viewpoint.person).filter(group=group, gathering__community=viewpoint.community)
    joined = seen.select_related("gathering", "post__author").defer(*beyond_byline("post__author"))
    return list(joined.order_by("-at", "-pk")[:most])
