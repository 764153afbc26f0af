"""Which space each place of an archive goes to: mapped by whoever brings it, known from before, or opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.spaces.actions import free_slug, open_space
from commonplace.communities.standing import Standing
from commonplace.store.bulk import fitted
from commonplace.transfer.actions.closed_chats import keep_closed
from commonplace.transfer.archive import digest_of
from commonplace.transfer.models import ClosedChat, Import, Known
from commonplace.transfer.stream_spool import StreamSpool

NEW: Final = "+"  # in a wish, a space of its own
_LOOKED_AT: Final = 500  # messages of a place that nobody knows by its key


class NoSuchSpace(LookupError):
    """No space of the community has this address."""


class NoSuchPlace(LookupError):
    """The archive has no place that is called so."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Where places shall go: all into one space, each where it is mapped by key or title ("" leaves it out)."""

    only: Space | None = None
    mapped: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """Where one place goes: a space that is there, one that will be opened, or nowhere."""

    key: str
    title: str
    about: str
    is_closed: bool
    messages: int
    space: Space | None = None
    is_left_out: bool = False

    @property
    def is_opened(self) -> bool:
        """Whether a space will be opened for it."""
        return self.space is None and not self.is_left_out


def targets(spool: StreamSpool, community: Community, kind: str, wish: Wish) -> list[Target]:
    """Every place with where it goes, none opened yet. Raises NoSuchSpace and NoSuchPlace."""
    rows = spool.ask(
        "SELECT key, title, about, is_closed, (SELECT count(*) FROM message m WHERE m.place = place.key)"
        " FROM place ORDER BY n"
    )
    spaces = {
        one.slug: one
        for one in Space.objects.lasting()
        .filter(community_id=community.pk)
        .select_related("community")
        .order_by("position", "pk")
    }
    wanted = _wanted(wish, rows, spaces)
    digests = {digest_of(row[0]): row[0] for row in rows}
    known = {
        digests[one.digest]: one.space
        for some in _some(digests)
        for one in Known.objects.filter(
            community_id=community.pk, kind=kind, sort=Known.Sort.PLACE, digest__in=some, space__isnull=False
        ).select_related("space__community")
    }
    known |= _by_what_was_said(
        spool, community, kind, [row[0] for row in rows if row[4] and row[0] not in known], known
    )
    closed = set(
        ClosedChat.objects.filter(space__community_id=community.pk, opened_at=None).values_list("space", flat=True)
    )
    open_ones = [row for row in rows if row[4] and not row[3]]
    first = next(iter(spaces.values()), None) if len(open_ones) == 1 else None
    found = []
    for key, title, about, is_closed, messages in rows:
        told = (key, title, about, bool(is_closed), messages)
        slug = wanted.get(key)
        if slug == "" or not messages:
            found.append(Target(*told, is_left_out=True))
        elif is_closed:
            # What comes after it was opened waits for two weeks of its own.
            there = known.get(key)
            found.append(Target(*told, space=there if there and there.pk in closed else None))
        elif slug == NEW:
            found.append(Target(*told, space=known.get(key)))
        elif slug is not None:
            found.append(Target(*told, space=spaces[slug]))
        else:
            found.append(Target(*told, space=wish.only or known.get(key) or first))
    return found


def _by_what_was_said(
    spool: StreamSpool, community: Community, kind: str, places: Iterable[str], known: Mapping[str, Space | None]
) -> dict[str, Space | None]:
    """The spaces of places that are called otherwise by now: where most of what was said first in them stands.

    Where that is another place's of this archive, it was moved from there, and the place is a new one.
    """
    here = Known.objects.filter(community_id=community.pk, kind=kind, sort=Known.Sort.MESSAGE)
    places = list(places)
    if not places or not here.exists():
        return {}
    found: dict[str, Space | None] = {}
    taken = {one.pk for one in known.values() if one}
    for place in places:
        keys = spool.ask("SELECT key FROM message WHERE place = ? ORDER BY n LIMIT ?", (place, _LOOKED_AT))
        where = here.filter(digest__in=[digest_of(key) for (key,) in keys], post__isnull=False)
        spaces = Counter(where.values_list("post__conversation__space", flat=True))
        for pk, number in spaces.most_common(1):
            if number * 2 > len(keys) and pk not in taken:
                taken.add(pk)
                found[place] = Space.objects.select_related("community").get(pk=pk)
    return found


def _wanted(wish: Wish, rows: Iterable[tuple[str, ...]], spaces: Mapping[str, Space]) -> dict[str, str]:
    """What was wished for each place, by its key."""
    found: dict[str, str] = {}
    rows = list(rows)
    for called, slug in wish.mapped.items():
        keys = [row[0] for row in rows if row[0] == called] or [row[0] for row in rows if row[1] == called]
        if not keys:
            raise NoSuchPlace(called)
        if slug and slug != NEW and slug not in spaces:
            raise NoSuchSpace(slug)
        found |= dict.fromkeys(keys, slug)
    return found


def open_spaces(run: Import, found: Iterable[Target]) -> tuple[dict[str, Space], set[str]]:
    """The space of each place that is not left out, opened where there is none, and remembered; the new places."""
    community, where, new = run.community, {}, set()
    for one in found:
        if one.is_left_out:
            continue
        space = one.space or _open(community, one)
        if one.is_closed:
            keep_closed(run=run, space=space)
        where[one.key] = space
        _row, is_new = Known.objects.update_or_create(
            community=community,
            kind=run.kind,
            sort=Known.Sort.PLACE,
            digest=digest_of(one.key),
            defaults={"space": space, **({"is_opened": True} if one.is_opened else {})},
            create_defaults={"space": space, "run": run, "is_opened": one.is_opened},
        )
        if is_new:
            new.add(one.key)
    return where, new


def _open(community: Community, one: Target) -> Space:
    name = fitted(Space, "name", one.title) or _("Another place")
    stewards = (
        Membership.objects.current().filter(community=community, standing=Standing.STEWARD) if one.is_closed else ()
    )
    return open_space(
        community=community,
        slug=free_slug(community, name),
        name=name,
        purpose=fitted(Space, "purpose", one.about),
        visibility=SpaceVisibility.GROUP if one.is_closed else SpaceVisibility.MEMBERS,
        seats=[one.person for one in stewards],
    )


def _some(digests: Iterable[str], size: int = 500) -> Iterable[list[str]]:
    every = list(digests)
    return (every[begin : begin + size] for begin in range(0, len(every), size))
