"""Whom an @ in a text calls: among the people of a community, those who may see the place that it is written in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Literal

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from commonplace.communities import access
from commonplace.communities.models import Space
from commonplace.lib.folding import folded, same_letters
from commonplace.lib.mentions import Candidate, Named, Place
from commonplace.people.models import Merger, Person

AT_ONCE = 2000
# How somebody is written whose name cannot be typed so that it calls: made of signs alone, or beginning with some.
NAMELESS = "someone"
Why = Literal["nobody", "unseen", "two", "archive", "many"]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody of the community who bears a name that a text may mean."""

    pk: int
    name: str
    folded_name: str
    is_claimed: bool
    sees: bool


@dataclass
class Directory:
    """Who in a community bears the names that some texts may mean, from the place in which they are written.

    Whoever a text already names stays meant where two are called alike.
    """

    space: Space
    slug: str
    by_name: dict[str, list[Bearer]] = field(default_factory=dict)
    by_number: dict[int, Bearer] = field(default_factory=dict)
    named_before: Collection[int] = ()

    def bearer(self, candidate: Candidate) -> Bearer | Why:
        """Who is meant by a name as typed, or why nobody is."""
        if candidate.number is not None:
            one = self.by_number.get(candidate.number)
            if one is None or not self._is_called_so(one, candidate.name):
                return "nobody"
            return one if one.sees else "unseen"
        bearers = self.by_name.get(folded(candidate.name), [])
        if not bearers:
            return "nobody"
        seeing = [one for one in bearers if one.sees]
        if not seeing:
            return "unseen"
        for narrower in (
            [one for one in seeing if same_letters(one.name, candidate.name)],
            [one for one in seeing if one.is_claimed],
            [one for one in seeing if one.pk in self.named_before],
        ):
            if narrower:
                seeing = [one for one in seeing if one in narrower] or seeing
        return seeing[0] if len(seeing) == 1 else "two"

    def page(self, candidate: Candidate) -> str | None:
        """The page of whoever is meant, for `markdown.render`."""
        found = self.bearer(candidate)
        return reverse("person", args=[self.slug, found.pk]) if isinstance(found, Bearer) else None

    def by_page(self) -> dict[str, Bearer]:
        """Everybody in it, by the addresses of their pages."""
        everybody = [*self.by_number.values(), *(one for some in self.by_name.values() for one in some)]
        return {reverse("person", args=[self.slug, one.pk]): one for one in everybody}

    def why_not(self, place: Place) -> tuple[str, Why]:
        """What was typed where nobody is called, and why nobody is."""
        for one in place.candidates:
            found = self.bearer(one)
            if not isinstance(found, Bearer) and found != "nobody":
                return one.name, found
        words = [one for one in place.candidates if one.number is None] or list(place.candidates)
        # As far as the words go on like a name: with a capital.
        longest = words[-1]
        for one in reversed(words):
            if one.name[len(longest.name) :].lstrip()[:1].isupper() or one.name.startswith(longest.name + "'"):
                longest = one
        return longest.name, "nobody"

    def _is_called_so(self, one: Bearer, name: str) -> bool:
        return folded(name) in (one.folded_name, NAMELESS)


def directory(named: Iterable[Named], *, space: Space, slug: str, named_before: Collection[int] = ()) -> Directory:
    """Look up at once whom some texts may name."""
    texts = list(named)
    names = sorted(frozenset().union(*(one.names for one in texts)) - {""})
    numbers = sorted(frozenset().union(*(one.numbers for one in texts)))
    found = Directory(space, slug, named_before=named_before)
    for some in batched(names, AT_ONCE, strict=False):
        for one in _bearers(space, Q(folded_name__in=some)):
            found.by_name.setdefault(one.folded_name, []).append(one)
    for few in batched(numbers, AT_ONCE, strict=False):
        # Who was found to be somebody else since then is that somebody.
        became = dict(Merger.objects.filter(merged_id__in=few).values_list("merged_id", "kept"))
        meant = {one.pk: one for one in _bearers(space, Q(pk__in={*few, *became.values()}))}
        found.by_number |= {n: meant[became.get(n, n)] for n in few if became.get(n, n) in meant}
    return found


def _bearers(space: Space, which: Q) -> Iterator[Bearer]:
    standing = access.is_here(space.community_id)
    reading = Person.objects.filter(access.is_here_and_reads(space), pk=OuterRef("pk"))
    people = Person.objects.filter(which, standing, is_active=True).annotate(sees=Exists(reading)).order_by("pk")
    for pk, name, folded_name, claimed_at, sees in people.values_list(
        "pk", "name", "folded_name", "claimed_at", "sees"
    ):
        yield Bearer(pk, name, folded_name, claimed_at is not None, sees)
