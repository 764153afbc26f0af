"""'Is this you?': names in archives that may be someone's own, with what was written under them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min

from commonplace.communities import access
from commonplace.communities.models import Community, Membership
from commonplace.conversations.models import Post
from commonplace.people.models import Claim, Person
from commonplace.people.queries import earlier_selves, open_claims


@dataclass(frozen=True)
class EarlierSelf:
    """A name in an archive, how much was written under it, and from when to when."""

    person: Person
    posts: int
    since: datetime | None
    until: datetime | None


def earlier_selves_of(person: Person) -> list[EarlierSelf]:
    """Names from archives whose address is a confirmed one of `person`."""
    return counted(list(earlier_selves(person).order_by("name", "pk")[:10]))


def counted(persons: list[Person]) -> list[EarlierSelf]:
    """The same persons with what they wrote, in one query."""
    if not persons:
        return []
    rows = Post.objects.filter(author__in=persons).values("author_id")
    wrote: dict[int, Mapping[str, Any]] = {
        row["author_id"]: row for row in rows.annotate(n=Count("pk"), since=Min("written_at"), until=Max("written_at"))
    }
    none: Mapping[str, Any] = {"n": 0, "since": None, "until": None}
    found = ((person, wrote.get(person.pk, none)) for person in persons)
    return [EarlierSelf(person, row["n"], row["since"], row["until"]) for person, row in found]


def may_settle(steward: Person, of: Person) -> bool:
    """Whether `steward` may say whose name it is."""
    return Person.objects.filter(access.name_is_settled_by(steward, "pk"), pk=of.pk).exists()


def claims_on(community: Community) -> list[Claim]:
    """Claims on names of this community that wait for a steward's word, the longest first."""
    here = Membership.objects.filter(community=community).values("person_id")
    return list(open_claims().filter(of__in=here).order_by("made_at", "pk")[:20])
