"""Several things at one sitting, with one reason: a deed for each, and one letter to each author.

Each is held or let go on its own, so that no two of them wait for each other (see `store/locks.py`) and what another
steward decided meanwhile stands in nobody's way; what was done already is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from commonplace.communities import content
from commonplace.communities.models import Community, Flag, Hold
from commonplace.communities.moderation.actions.holding import (
    AlreadyHeld,
    AlreadyLooked,
    AlreadyReleased,
    NoSuchThing,
    hold,
    release,
    settle_flag,
    write_about,
)
from commonplace.communities.stewards import require_steward
from commonplace.people.models import Person

Key = tuple[str, int]


def hold_several(
    *,
    by: Person,
    community: Community,
    things: Collection[Key],
    why: str,
    measure: str = Hold.Measure.HELD,
    at: datetime | None = None,
) -> list[Hold]:
    """Keep each of the things back for one reason; what is held already, or cannot be, is left out.

    Raises NotASteward.
    """
    now = at or timezone.now()
    require_steward(by, community, at=now)
    authors = _authors(things, by)
    made: dict[Key, Hold] = {}
    for kind, pk in sorted(set(things)):
        try:
            made[kind, pk] = hold(
                by=by,
                kind=kind,
                object_id=pk,
                community=community,
                why=why,
                measure=measure,
                at=at,
                is_written_about=False,
            )
        except (AlreadyHeld, NoSuchThing):
            continue
    if at is None:
        for author, held in _by_author(made, authors).items():
            link = reverse("appeal", args=[community.slug, held[0].pk])
            _write(author, community, "held", held=held, why=why, link=link, by=by)
    return list(made.values())


def release_several(*, by: Person, holds: Sequence[Hold], why: str, at: datetime | None = None) -> list[Hold]:
    """Let all of one community's holds go for one reason; those that were let go already are left out.

    Raises NotASteward.
    """
    authors = _authors([(one.kind, one.object_id) for one in holds], by)
    let_go: dict[Key, Hold] = {}
    for one in sorted(holds, key=lambda hold: (hold.kind, hold.object_id)):
        try:
            let_go[one.kind, one.object_id] = release(by=by, hold=one, why=why, at=at, is_written_about=False)
        except AlreadyReleased:
            continue
    if at is None:
        for author, held in _by_author(let_go, authors).items():
            thing = content.describe(held[0].kind, [held[0].object_id], author).get(held[0].object_id)
            if thing is not None:
                _write(author, held[0].community, "released", held=held, why=why, link=thing.url, by=by)
    return list(let_go.values())


def let_stay(*, by: Person, community: Community, things: Collection[Key], at: datetime | None = None) -> list[Key]:
    """Say of each of the things that it was looked at and may stay; those for which somebody waited still.

    Raises NotASteward.
    """
    require_steward(by, community, at=at or timezone.now())
    settled = []
    for kind, pk in sorted(set(things)):
        waiting = Flag.objects.filter(community=community, kind=kind, object_id=pk, settled_at__isnull=True)
        answered = 0
        for flag in waiting.select_related("community"):
            try:
                settle_flag(by=by, flag=flag, at=at)
            except AlreadyLooked:
                continue
            answered += 1
        if answered:
            settled.append((kind, pk))
    return settled


def _authors(things: Collection[Key], viewer: Person) -> dict[Key, int]:
    """Who wrote each of the things, as `viewer` may know it."""
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, pk in things:
        ids[kind].append(pk)
    described = {(kind, pk): thing for kind in ids for pk, thing in content.describe(kind, ids[kind], viewer).items()}
    return {key: thing.author_id for key, thing in described.items() if thing.author_id}


def _by_author(holds: Mapping[Key, Hold], authors: Mapping[Key, int]) -> dict[Person, list[Hold]]:
    found = Person.objects.in_bulk({authors[key] for key in holds if key in authors})
    grouped: dict[Person, list[Hold]] = defaultdict(list)
    for key, one in holds.items():
        if author := found.get(authors.get(key, 0)):
            grouped[author].append(one)
    return grouped


def _write(
    author: Person, community: Community, letter: str, *, held: Sequence[Hold], why: str, link: str, by: Person
) -> None:
    if author == by:
        return
    if len(held) > 1:
        letter, link = f"{letter}_several", reverse("held_of_mine", args=[community.slug])
    write_about(author, community, letter, words=why, link=link, number=len(held))
