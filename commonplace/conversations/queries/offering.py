"""Who may be called from a place, offered by the beginning of a name, and how each is written so that it is they."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, Prefetch, Q, QuerySet, Value, When

from commonplace.communities import access
from commonplace.communities.models import Space
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.queries.calling import NAMELESS, Directory, directory
from commonplace.lib import markdown
from commonplace.lib.folding import folded
from commonplace.lib.mentions import Named
from commonplace.people.models import Affiliation, Person

MOST = 8
# What could be read as a mark of writing, or ends a name; a number stands for whoever has it in theirs.
_ODD = re.compile(r"[^\w\s'’.\-]|_")


@dataclass(frozen=True)
class Offered:
    """Somebody who may be called: who they are to the viewer, what tells namesakes apart, and how they are written."""

    person_id: int
    byline: Byline
    about: str
    text: str


def offered(viewpoint: Viewpoint, space: Space, asked: str, *, most: int = MOST) -> list[Offered]:
    """Those who may see a space and have a word in their name that begins as `asked` does, the likeliest first."""
    wanted = folded(asked[:80])
    if not wanted:
        return []
    begins = Q(folded_name__startswith=wanted)
    people = _callable(viewpoint, space).filter(begins | Q(folded_name__contains=f" {wanted}"))
    first = Case(When(begins, then=Value(0)), default=Value(1))
    return _as_offered(viewpoint, space, people.order_by(first, "folded_name", "pk")[:most])


def namesakes(viewpoint: Viewpoint, space: Space, name: str) -> list[Offered]:
    """Those who may be called by one name, to choose between them."""
    people = _callable(viewpoint, space).filter(folded_name=folded(name))
    return _as_offered(viewpoint, space, people.order_by("pk")[:MOST])


def chosen(viewpoint: Viewpoint, space: Space, ids: Collection[int]) -> list[Offered]:
    """Those of some people who may be called from a space."""
    return _as_offered(viewpoint, space, _callable(viewpoint, space).filter(pk__in=ids).order_by("folded_name", "pk"))


def _callable(viewpoint: Viewpoint, space: Space) -> QuerySet[Person]:
    main = Affiliation.objects.filter(is_main=True)
    people = Person.objects.filter(access.is_here_and_reads(space), is_active=True, claimed_at__isnull=False)
    return people.exclude(pk=viewpoint.person.pk if viewpoint.person else 0).prefetch_related(
        Prefetch("affiliations", queryset=main)
    )


def _as_offered(viewpoint: Viewpoint, space: Space, found: QuerySet[Person]) -> list[Offered]:
    people = list(found)
    if not people:
        return []
    known = directory(
        [Named(frozenset(one.folded_name for one in people), frozenset(one.pk for one in people))],
        space=space,
        slug=viewpoint.community.slug,
    )
    offers = []
    for one in people:
        byline = viewpoint.byline_for(one)
        where = [str(affiliation) for affiliation in one.affiliations.all()]
        text = _written(byline.name, one.pk, known)
        offers.append(Offered(one.pk, byline, " · ".join(filter(None, [byline.about, *where])), text))
    return offers


def _written(name: str, pk: int, known: Directory) -> str:
    """What to type for somebody to be meant: their name, and where that is not enough their number behind it."""
    pages = known.by_page()
    ways = (name, f"{_plain(name)}#{pk}", f"{folded(name)}#{pk}")
    for text in (f"@{way}" for way in ways):
        meant = [pages[one.href] for one in markdown.render(text, mention=known.page).mentions]
        if meant == [known.by_number[pk]]:
            return text
    return f"@{NAMELESS}#{pk}"


def _plain(name: str) -> str:
    return " ".join(_ODD.sub(" ", name).split())
