"""What is held back of one person, complained of and decided, in one community: for stewards, and for themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef

from commonplace.communities import content
from commonplace.communities.models import Deed, Flag, Hold
from commonplace.communities.models.moderation import HoldQuerySet
from commonplace.communities.moderation.queries import KEPT_IN_VIEW, Matter, read_things
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Person

# So far back among all flags of a community, which do not say whose words they are about.
LOOKED_THROUGH = 400
DECIDED = 30


@dataclass(frozen=True)
class OfPerson:
    """What lies before the stewards of one person's, what they wrote last of which nobody complained, and what was
    decided; each the latest first.
    """

    held: tuple[Matter, ...]
    asked: tuple[Matter, ...]
    lately: tuple[Matter, ...]
    decided: tuple[Matter, ...]


def of_person(person: Person, viewpoint: Viewpoint) -> OfPerson:
    """All of it that this steward may read: what stands in a group where they have no seat is not told here."""
    flags = Flag.objects.filter(community=viewpoint.community).order_by("-at", "-pk")
    waiting = list(flags.filter(settled_at__isnull=True)[:LOOKED_THROUGH])
    settled = list(flags.filter(settled_at__isnull=False)[:LOOKED_THROUGH])
    holds = _holds_of(person, viewpoint)
    standing = list(holds.in_force()[:KEPT_IN_VIEW])
    lifted = list(holds.filter(lifted_at__isnull=False)[:DECIDED])
    latest = content.latest_of(person, viewpoint.community, viewpoint.person)
    written = [Matter(kind, key, None) for kind, key in latest]
    found = read_things([*waiting, *settled, *standing, *lifted, *written], viewpoint)
    theirs = {key: matter for key, matter in found.items() if matter.thing and matter.thing.author_id == person.pk}
    held = _held(standing, theirs)
    elsewhere = {*((one.kind, one.object_id) for one in waiting), *((one.kind, one.object_id) for one in standing)}
    decided_by_hold = {(one.kind, one.object_id, one.at) for one in [*standing, *lifted]}
    stayed = [one for one in settled if (one.kind, one.object_id, one.settled_at) not in decided_by_hold]
    decided = [*_held(lifted, theirs), *_flagged(stayed, theirs)]
    return OfPerson(
        held=held,
        asked=tuple(_flagged(waiting, theirs)),
        lately=tuple(theirs[key] for key in latest if key in theirs and key not in elsewhere),
        decided=tuple(sorted(decided, key=lambda one: one.decided_at, reverse=True)[:DECIDED]),
    )


def held_of_mine(viewpoint: Viewpoint) -> tuple[tuple[Matter, ...], tuple[Matter, ...]]:
    """What the viewer wrote here that is held back, and what was let go again, the latest first."""
    person = viewpoint.person
    if person is None:
        return (), ()
    holds = _holds_of(person, viewpoint)
    standing = list(holds.in_force()[:KEPT_IN_VIEW])
    # A measure that another took the place of is no letting go.
    lifted = list(holds.filter(lifted_at__isnull=False).exclude(lifted_why="")[:DECIDED])
    found = read_things([*standing, *lifted], viewpoint)
    theirs = {key: matter for key, matter in found.items() if matter.thing and matter.thing.author_id == person.pk}
    return _held(standing, theirs), _held(lifted, theirs)


def _holds_of(person: Person, viewpoint: Viewpoint) -> HoldQuerySet:
    """Holds on what this person wrote: the ledger knows towards whom each was."""
    towards = Deed.objects.filter(
        verb="held",
        towards=person,
        what=OuterRef("kind"),
        what_id=OuterRef("object_id"),
        community=OuterRef("community_id"),
    )
    return Hold.objects.filter(Exists(towards), community=viewpoint.community).order_by("-at", "-pk")


def _held(holds: Iterable[Hold], theirs: dict[tuple[str, int], Matter]) -> tuple[Matter, ...]:
    return tuple(
        replace(theirs[one.kind, one.object_id], hold=one) for one in holds if (one.kind, one.object_id) in theirs
    )


def _flagged(flags: Iterable[Flag], theirs: dict[tuple[str, int], Matter]) -> Sequence[Matter]:
    by_thing: dict[tuple[str, int], list[Flag]] = defaultdict(list)
    for flag in flags:
        if (flag.kind, flag.object_id) in theirs:
            by_thing[flag.kind, flag.object_id].append(flag)
    return [replace(theirs[key], flags=tuple(said)) for key, said in by_thing.items()]
