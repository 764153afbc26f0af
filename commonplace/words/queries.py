"""What is asked about words, always by one of their own people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Byline
from commonplace.lib.direction import isolated
from commonplace.lib.text import excerpt, plain
from commonplace.people.models import Person
from commonplace.search.words import cut, folded
from commonplace.words.models import Correspondence, Correspondent, Word, WordDraft
from commonplace.words.whom import Whom, whom

BEGINNING = 120
MOST_FOUND = 30
LEFT = Byline(name="", is_withheld=True)


def words_to_find(text: str) -> str:
    """A text as it is kept to be found by: its words folded, each after a blank."""
    return " " + " ".join(folded(one) for one in cut(text))


def listed(person: Person) -> QuerySet[Correspondence]:
    """Someone's correspondences, each with its last word and whether something in it is new to them."""
    words = Word.objects.filter(correspondence=OuterRef("pk"))
    last = words.standing().order_by("-pk")
    theirs = Correspondent.objects.filter(person=person, correspondence=OuterRef("correspondence_id"))
    new = words.standing().exclude(author=person).filter(Exists(theirs.filter(read_to__lt=OuterRef("pk"))))
    return (
        Correspondence.objects.visible_to(person)
        .annotate(
            last_html=Subquery(last.values("html")[:1]),
            last_by=Subquery(last.values("author")[:1]),
            is_new=Exists(new),
        )
        .prefetch_related("correspondents")
    )


@dataclass(frozen=True)
class Row:
    """A line of the list: with whom, how the last word begins, when, and whether it is new to its reader."""

    pk: int
    faces: tuple[Byline, ...]
    beginning: str
    is_own: bool
    last_at: datetime
    is_new: bool

    @property
    def with_whom(self) -> str:
        """With whom, in one line."""
        return names_of(self.faces)


def rows(found: Iterable[Correspondence], person: Person) -> list[Row]:
    """Correspondences of `listed` as lines of the list; one query for the names in all of them."""
    found = list(found)
    known = whom(person, {one.person_id for row in found for one in row.correspondents.all()} - {person.pk})
    return [
        Row(
            row.pk,
            tuple(known[one.person_id].byline for one in row.correspondents.all() if one.person_id in known),
            excerpt(plain(row.last_html or ""), BEGINNING),  # type: ignore[attr-defined]
            row.last_by == person.pk,  # type: ignore[attr-defined]
            row.last_at,
            row.is_new,  # type: ignore[attr-defined]
        )
        for row in found
    ]


def names_of(bylines: Sequence[Byline]) -> str:
    """Several names in one line, each isolated; whoever was alone with someone who is gone for good reads that."""
    return ", ".join(isolated(one.name) for one in bylines) or _("someone who has left")


def others_in(correspondence: Correspondence, person: Person) -> dict[int, Whom]:
    """Everyone else in it as `person` may know them, those who left it marked; two queries."""
    left = dict(correspondence.correspondents.exclude(person=person).values_list("person_id", "left_at"))
    known = whom(person, left)
    return {pk: replace(known[pk], has_left=left[pk] is not None) for pk in left if pk in known}


def with_one(person: Person, other: int) -> Correspondence | None:
    """The correspondence between exactly these two that both are still in."""
    theirs = Correspondent.objects.filter(correspondence=OuterRef("pk"))
    found = Correspondence.objects.visible_to(person).filter(
        Exists(theirs.filter(person=other, left_at=None)), ~Exists(theirs.exclude(person__in=[person.pk, other]))
    )
    return found.order_by("-last_at", "-pk").first()


def unread(person: Person) -> int:
    """In how many correspondences something is new to someone."""
    theirs = Correspondent.objects.filter(person=person, left_at=None)
    new = Word.objects.standing().filter(correspondence=OuterRef("correspondence_id"), pk__gt=OuterRef("read_to"))
    return theirs.filter(Exists(new.exclude(author=person))).count()


def found(person: Person, text: str) -> list[Word]:
    """Someone's own words and words to them that hold all of these, the latest first."""
    asked = [one for one in (folded(one) for one in cut(text[:200])) if one][:12]
    if not asked:
        return []
    words = Word.objects.visible_to(person).standing()
    for one in asked:
        words = words.filter(found_by__contains=f" {one}")
    return list(words.order_by("-pk")[:MOST_FOUND])


def draft_at(person: Person, place: str) -> WordDraft | None:
    """What someone has begun there last."""
    return WordDraft.objects.filter(person=person, place=place).order_by("-changed_at", "-pk").first()
