"""What deeds say beside the principles: of a year for those who tend, of a whole quarter and five people for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.ledger import VERBS, deeds_in_force
from commonplace.communities.models import Community, Membership
from commonplace.communities.modules import is_on
from commonplace.communities.principles import EVIDENCE, Counted, Evidence
from commonplace.communities.standing import Standing
from commonplace.cultivation.movement.quarters import quarter_of
from commonplace.cultivation.pictures import FEWEST
from commonplace.people.models import Person

A_YEAR = timedelta(days=365)
CHANGES = 6
# Neutral ground is talk among members, of whom some are not asked in.
SPACES: Mapping[str, tuple[SpaceVisibility, ...]] = {
    SpaceVisibility.PUBLIC: (SpaceVisibility.PUBLIC,),
    SpaceVisibility.MEMBERS: (SpaceVisibility.MEMBERS, SpaceVisibility.NEUTRAL),
    SpaceVisibility.GROUP: (SpaceVisibility.GROUP,),
}


@dataclass(frozen=True)
class Span:
    """The days that a board tells of, both included."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """The moment with which it begins."""
        return datetime.combine(self.first, time.min, tzinfo=UTC)

    @property
    def until(self) -> datetime:
        """The moment with which it is over."""
        return datetime.combine(self.last + timedelta(days=1), time.min, tzinfo=UTC)


def span_for(*, tends: bool, now: datetime) -> Span:
    """The year that ends today for those who tend. For everyone the last quarter that is over: no two of these share a
    day, so that nobody learns of a deed by taking one from the other.
    """
    today = now.astimezone(UTC).date()
    if tends:
        return Span(today - A_YEAR, today)
    quarter = quarter_of(today).before
    return Span(quarter.first, quarter.last)


def standing_beside(community: Community) -> list[Evidence]:
    """The evidence that a community can have, by the parts of the house that it has switched on."""
    return [one for one in EVIDENCE if is_on(community, one.module)]


def counted(community: Community, span: Span) -> dict[str, dict[str, Counted]]:
    """The deeds of a span for each evidence and the people who did them, where there are any; one query."""
    columns = {}
    parts = []
    for place, (code, part, of) in enumerate(_parts(standing_beside(community))):
        columns[f"n{place}"] = Count("pk", filter=of)
        columns[f"p{place}"] = Count("person", filter=of, distinct=True)
        parts.append((place, code, part))
    within = deeds_in_force().filter(community=community, happened_at__gte=span.since, happened_at__lt=span.until)
    row = within.order_by().aggregate(**columns)
    found: dict[str, dict[str, Counted]] = {}
    for place, code, part in parts:
        if deeds := row[f"n{place}"]:
            found.setdefault(code, {})[part] = Counted(deeds, row[f"p{place}"])
    return found


def _parts(evidence: Sequence[Evidence]) -> list[tuple[str, str, Q]]:
    parts = []
    for one in evidence:
        done = Q(verb__in=one.verbs)
        if one.by_space:
            parts += [(one.code, part, done & Q(space__visibility__in=which)) for part, which in SPACES.items()]
        else:
            parts.append((one.code, "", done))
    return parts


def may_be_told(parts: Mapping[str, Counted]) -> bool:
    """Whether all of it rests on five people or more, so that everyone here may read it."""
    return bool(parts) and all(one.people >= FEWEST for one in parts.values())


@dataclass(frozen=True)
class Change:
    """One change of how the community is arranged: when, what, and by whom, who was a steward or not."""

    on: date
    did: str
    by: Person | None
    by_steward: bool


def changes(community: Community, span: Span) -> list[Change]:
    """The latest changes, the last first; one query."""
    verbs = [verb for one in standing_beside(community) if one.is_change for verb in one.verbs]
    tends = Membership.objects.filter(
        community=community, person=OuterRef("person"), standing=Standing.STEWARD, left_at=None
    )
    rows = (
        deeds_in_force()
        .filter(community=community, verb__in=verbs, happened_at__gte=span.since, happened_at__lt=span.until)
        .annotate(by_steward=Exists(tends))
        .select_related("person")
        .order_by("-happened_at", "-pk")[:CHANGES]
    )
    return [
        Change(one.happened_at.astimezone(UTC).date(), str(VERBS[one.verb].words), one.person, vars(one)["by_steward"])
        for one in rows
    ]
