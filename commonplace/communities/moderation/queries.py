"""What is asked about flags and holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from commonplace.communities import content
from commonplace.communities.models import Community, Flag, Hold
from commonplace.people.models import Person

KEPT_IN_VIEW = 50


def holds_on(kind: str, ids: Collection[int]) -> dict[int, Hold]:
    """Holds in force on things of one kind, by the thing's id: a page shows them to the author and the stewards."""
    if not ids:
        return {}
    return {hold.object_id: hold for hold in Hold.objects.in_force().filter(kind=kind, object_id__in=ids)}


@dataclass(frozen=True)
class Matter:
    """One thing that asks for a steward, None where the viewer may not read it, and what was said of it."""

    kind: str
    object_id: int
    thing: content.Thing | None
    flags: tuple[Flag, ...] = ()
    hold: Hold | None = None

    @property
    def kind_words(self) -> str:
        return content.words_for(self.kind)

    @property
    def since(self) -> datetime:
        """When it began to wait."""
        if self.hold is not None:
            return self.hold.appealed_at or self.hold.at
        return min(flag.at for flag in self.flags)


@dataclass(frozen=True)
class Desk:
    """What lies before the stewards, the longest waiting first."""

    appeals: tuple[Matter, ...]
    flagged: tuple[Matter, ...]
    held: tuple[Matter, ...]


def desk(community: Community, viewer: Person) -> Desk:
    """Appeals, flags that nobody has answered, and what is held, as the steward `viewer` may read them."""
    flags = list(Flag.objects.filter(community=community, settled_at__isnull=True).order_by("at", "pk")[:KEPT_IN_VIEW])
    holds = list(Hold.objects.in_force().filter(community=community).order_by("-at", "-pk")[:KEPT_IN_VIEW])
    found = _described([*flags, *holds], viewer)
    by_thing: dict[tuple[str, int], list[Flag]] = defaultdict(list)
    for flag in flags:
        by_thing[flag.kind, flag.object_id].append(flag)
    held = [Matter(one.kind, one.object_id, found.get((one.kind, one.object_id)), hold=one) for one in holds]
    appealed = sorted((matter for matter in held if matter.hold and matter.hold.appealed_at), key=lambda one: one.since)
    return Desk(
        appeals=tuple(appealed),
        flagged=tuple(Matter(*key, found.get(key), flags=tuple(said)) for key, said in by_thing.items()),
        held=tuple(matter for matter in held if matter not in appealed),
    )


def _described(rows: Iterable[Flag | Hold], viewer: Person) -> dict[tuple[str, int], content.Thing]:
    """One look for each kind, however many things."""
    ids: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        ids[row.kind].add(row.object_id)
    return {
        (kind, object_id): thing
        for kind, wanted in ids.items()
        for object_id, thing in content.describe(kind, sorted(wanted), viewer).items()
    }


def waiting_count(community: Community) -> int:
    """How many flags and appeals wait for a steward."""
    flags = Flag.objects.filter(community=community, settled_at__isnull=True).values("kind", "object_id").distinct()
    appeals = Hold.objects.in_force().filter(community=community, appealed_at__isnull=False)
    return flags.count() + appeals.count()
