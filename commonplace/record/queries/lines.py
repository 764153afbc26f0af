"""The lines of a record as somebody reads them: whose words, what stands behind them, and where one may look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from commonplace.communities.content import seen_of
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person
from commonplace.record.kinds import KINDS, Found, standing
from commonplace.record.models import Line


@dataclass(frozen=True)
class Told:
    """A line as its reader sees it: `url` where they may open what it rests on, `place` where they may know of it.

    `stands` is whether what it rests on is still there and told; else nobody but its person reads it.
    """

    line: Line
    heading: str
    words: str
    on: date
    place: str
    url: str
    stands: bool
    title: str = ""

    @property
    def is_own_words(self) -> bool:
        """Whether its person said it in words of their own."""
        return bool(self.line.words)


def lines_of(person: Person) -> list[Line]:
    """All lines of somebody's record, as kinds are ordered and the latest first; one query."""
    place = {code: at for at, code in enumerate(KINDS.codes)}
    found = Line.objects.filter(person=person).select_related("community").order_by("-happened_on", "pk")
    return sorted(found, key=lambda one: place.get(one.kind, len(place)))


def told(lines: Sequence[Line], *, of: Person, to: Person | None, inside: int | None = None) -> list[Told]:
    """The lines of one person as another, or a stranger, reads them: what does not stand is left out for all but its
    person. `inside` is the community that all of them are from, where the reader is known to be inside.

    One query for what stands, one for what they may open, and two for where they are.
    """
    taken: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        taken[line.kind].append(line.ref)
    found = standing(of, taken)
    is_own = to is not None and to.pk == of.pk
    opens = _opened_by(to, found.values(), inside=None if inside is None else {inside})
    known = _known_to(to, {one.community_id for one in found.values()}) if inside is None else {inside}
    rows = []
    for line in lines:
        one, kind = found.get((line.kind, line.ref)), KINDS.get(line.kind)
        if kind is None or (one is None and not is_own):
            continue
        place = line.community.name if line.community and line.community_id in known else ""
        rows.append(
            Told(
                line=line,
                heading=str(kind.heading),
                words=line.words or (one.said if one else ""),
                on=line.happened_on,
                place=place,
                url=kind.link(one) if one is not None and one.ref in opens.get(line.kind, ()) else "",
                stands=one is not None,
                title=one.title if one is not None and is_own and one.ref in opens.get(line.kind, ()) else "",
            )
        )
    return rows


def _opened_by(person: Person | None, found: Collection[Found], *, inside: set[int] | None) -> dict[str, set[int]]:
    """Of what stands, what somebody may open, by kind and row."""
    things: dict[str, dict[int, list[Found]]] = defaultdict(lambda: defaultdict(list))
    opened: dict[str, set[int]] = defaultdict(set)
    for one in found:
        if one.what:
            things[one.what][one.about_id].append(one)
        elif person is not None:
            if inside is None:
                rows = Membership.objects.current().filter(person=person)
                inside = set(rows.values_list("community_id", flat=True))
            if one.community_id in inside:
                opened[one.kind.code].add(one.ref)
    for what, seen in seen_of(person, things).items():
        for pk in seen:
            for one in things[what][pk]:
                opened[one.kind.code].add(one.ref)
    return opened


def _known_to(person: Person | None, communities: set[int]) -> set[int]:
    """Those of these communities that somebody may know of."""
    rows = Community.objects.visible_to(person).filter(pk__in=communities)
    return set(rows.values_list("pk", flat=True))
