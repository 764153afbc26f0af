"""What is asked about flags and holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from commonplace.communities import content
from commonplace.communities.models import Community, Flag, Hold
from commonplace.communities.viewpoint import Byline, Viewpoint, byline_of_alias
from commonplace.lib.text import excerpt
from commonplace.people.models import Person

KEPT_IN_VIEW = 50
TO_JUDGE_BY = 1200  # characters of what was written; all of it stands behind its title


def holds_on(kind: str, ids: Collection[int]) -> dict[int, Hold]:
    """Holds in force on things of one kind, by the thing's id: a page shows them to the author and the stewards."""
    if not ids:
        return {}
    return {hold.object_id: hold for hold in Hold.objects.in_force().filter(kind=kind, object_id__in=ids)}


@dataclass(frozen=True)
class Matter:
    """One thing that asks for a steward, None where the viewer may not read it, and what was said of it.

    `words` are how it begins, and `byline` says who wrote it: both as the viewer may read them.
    """

    kind: str
    object_id: int
    thing: content.Thing | None
    words: str = ""
    byline: Byline | None = None
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

    @property
    def decided_at(self) -> datetime:
        """When it was let go again, or left as it is."""
        if self.hold is not None:
            return self.hold.lifted_at or self.hold.at
        return max(flag.settled_at or flag.at for flag in self.flags)

    @property
    def whose_is_held(self) -> set[int]:
        """Who wrote it, where it is held back and the viewer reads it; of what was written under a sign nobody."""
        author = self.thing.author_id if self.thing is not None and self.hold is not None else None
        return {author} if author is not None else set()

    @property
    def key(self) -> str:
        """The thing in a word, as a form sends it: "post:12"."""
        return f"{self.kind}:{self.object_id}"


@dataclass(frozen=True)
class Writer:
    """Things of one author, None where the viewer may not know whose they are."""

    byline: Byline | None
    matters: tuple[Matter, ...]


@dataclass(frozen=True)
class Desk:
    """What lies before the stewards, the longest waiting first."""

    appeals: tuple[Matter, ...]
    flagged: tuple[Matter, ...]
    held: tuple[Writer, ...]

    @property
    def whose_is_held(self) -> set[int]:
        """Whose words are read here that nobody but themselves and stewards reads; of a sign nobody is known."""
        held = (*self.appeals, *(matter for writer in self.held for matter in writer.matters))
        return set().union(*(one.whose_is_held for one in held))


def desk(viewpoint: Viewpoint) -> Desk:
    """Appeals, flags that nobody has answered, and what is held, as this steward may read them."""
    here = viewpoint.community
    flags = list(Flag.objects.filter(community=here, settled_at__isnull=True).order_by("at", "pk")[:KEPT_IN_VIEW])
    holds = list(Hold.objects.in_force().filter(community=here).order_by("-at", "-pk")[:KEPT_IN_VIEW])
    found = read_things([*flags, *holds], viewpoint)
    by_thing: dict[tuple[str, int], list[Flag]] = defaultdict(list)
    for flag in flags:
        by_thing[flag.kind, flag.object_id].append(flag)
    held = [replace(found[one.kind, one.object_id], hold=one) for one in holds]
    appealed = sorted((matter for matter in held if matter.hold and matter.hold.appealed_at), key=lambda one: one.since)
    return Desk(
        appeals=tuple(appealed),
        flagged=tuple(replace(found[key], flags=tuple(said)) for key, said in by_thing.items()),
        held=_by_writer(matter for matter in held if matter not in appealed),
    )


def _by_writer(matters: Iterable[Matter]) -> tuple[Writer, ...]:
    """The matters of each author together, authors in the order of their first."""
    theirs: dict[int | str | None, list[Matter]] = defaultdict(list)
    for matter in matters:
        theirs[(matter.byline.person_id or matter.byline.name) if matter.byline else None].append(matter)
    return tuple(Writer(some[0].byline, tuple(some)) for some in theirs.values())


def read(kind: str, object_id: int, viewpoint: Viewpoint) -> Matter:
    """One thing with its words and its author, as this steward may read it, and what was said of it."""
    flags = Flag.objects.filter(
        community=viewpoint.community, kind=kind, object_id=object_id, settled_at__isnull=True
    ).order_by("at", "pk")
    hold = holds_on(kind, [object_id]).get(object_id)
    thing = Matter(kind, object_id, None)
    return replace(read_things([thing], viewpoint)[kind, object_id], flags=tuple(flags), hold=hold)


def read_things(rows: Iterable[Flag | Hold | Matter], viewpoint: Viewpoint) -> dict[tuple[str, int], Matter]:
    """Each thing by kind and key as this viewer may read it: two looks for a kind and one for all authors."""
    ids: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        ids[row.kind].add(row.object_id)
    things: dict[tuple[str, int], content.Thing] = {}
    words: dict[tuple[str, int], str] = {}
    for kind, wanted in ids.items():
        seen = content.describe(kind, sorted(wanted), viewpoint.person)
        things |= {(kind, key): thing for key, thing in seen.items()}
        said = content.words_of(kind, sorted(seen), viewpoint.person)
        words |= {(kind, key): excerpt(text, TO_JUDGE_BY) for key, text in said.items()}
    authors = Person.objects.in_bulk({thing.author_id for thing in things.values() if thing.author_id})
    return {
        (kind, key): Matter(
            kind,
            key,
            thing := things.get((kind, key)),
            words=words.get((kind, key), ""),
            byline=_byline(thing, authors, viewpoint) if thing else None,
        )
        for kind, wanted in ids.items()
        for key in wanted
    }


def _byline(thing: content.Thing, authors: Mapping[int, Person], viewpoint: Viewpoint) -> Byline:
    """Whose a thing is: a steward reads no more of an alias than everyone."""
    return byline_of_alias(thing.alias) if thing.alias else viewpoint.byline_for(authors.get(thing.author_id or 0))


def waiting_count(community: Community) -> int:
    """How many flags and appeals wait for a steward."""
    flags = Flag.objects.filter(community=community, settled_at__isnull=True).values("kind", "object_id").distinct()
    appeals = Hold.objects.in_force().filter(community=community, appealed_at__isnull=False)
    return flags.count() + appeals.count()
