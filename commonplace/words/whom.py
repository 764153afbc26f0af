"""How two people stand to each other where words are concerned: may one write to the other, and if not, why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities.content import LARGEST
from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import Byline
from commonplace.lib.direction import isolated
from commonplace.lib.folding import folded
from commonplace.people.models import Person
from commonplace.ui.addresses import address
from commonplace.words.models import Correspondent, NoMoreWords, WhoMayWrite, Word, WordsWish

MOST_OTHERS = 7


class WhyNot(StrEnum):
    """Why someone takes no word from somebody."""

    GONE = "gone"
    REFUSED = "refused"
    NOBODY = "nobody"
    KNOWN = "known"
    STRANGER = "stranger"
    YOUR_REFUSAL = "your refusal"


@dataclass(frozen=True)
class Whom:
    """Somebody as one who writes words may know them; `is_known` where they may know of them at all."""

    pk: int
    byline: Byline
    why_not: WhyNot | None
    is_known: bool
    has_left: bool = False

    @property
    def name(self) -> str:
        return self.byline.name

    @property
    def sentence(self) -> str:
        """What stands in the way, kindly and truly; "" where nothing does."""
        if self.why_not is None:
            return ""
        words = {
            WhyNot.GONE: _("%(name)s is not here any more."),
            WhyNot.REFUSED: _("%(name)s would rather have no words from you."),
            WhyNot.NOBODY: _("%(name)s takes no words."),
            WhyNot.KNOWN: _("%(name)s takes words from people to whom they have written themselves."),
            WhyNot.STRANGER: _("You and %(name)s share no community at present."),
            WhyNot.YOUR_REFUSAL: _("You wanted no more words from %(name)s, so they could not answer."),
        }
        return words[self.why_not] % {"name": isolated(self.name)}


def whom(viewer: Person, pks: Collection[int], *, now: datetime | None = None) -> dict[int, Whom]:
    """How these people stand to whoever writes, by their keys; one query, and whoever is erased is not among them."""
    # An address can name a number that no database keeps; nobody has it.
    known = [pk for pk in pks if 0 < pk <= LARGEST]
    return {row.pk: _whom(row) for row in _people(viewer, now).filter(pk__in=known)}


def meetable(viewer: Person, words: Sequence[str], *, most: int) -> list[Whom]:
    """People with whom someone shares a community and whose names hold these words, by name; one query."""
    found = _people(viewer, None).exclude(pk=viewer.pk).exclude(slug="")  # type: ignore[misc]
    for word in words:
        found = found.filter(folded_name__contains=folded(word))
    return [_whom(one) for one in found.order_by("name", "pk")[:most]]


def wish_of(viewer: Person) -> tuple[WordsWish, dict[int, Whom]]:
    """What someone wants of words, and those from whom they want no more; one query."""
    letters = WordsWish.objects.filter(person=OuterRef("pk")).values("letters")
    refused = NoMoreWords.objects.filter(person=viewer).values("whom")
    found = _people(viewer, None).filter(Q(pk=viewer.pk) | Q(pk__in=refused)).annotate(letters=Subquery(letters))
    rows: dict[int, Any] = {row.pk: row for row in found}
    own = rows.pop(viewer.pk, None)
    wish = WordsWish(person=viewer)
    if own is not None and own.letters:
        wish.who, wish.letters = own.wish, own.letters
    return wish, {pk: _whom(row) for pk, row in rows.items()}


def takes_no_words(person: Person) -> bool:
    """Whether someone takes words from nobody, and so sends none."""
    return WordsWish.objects.filter(person=person, who=WhoMayWrite.NOBODY).exists()


def in_each_others_company(viewer: Person, path: str, *, now: datetime | None = None) -> QuerySet[Membership]:
    """Current standings of the person at `path` of the outer rows, in communities where `viewer` has one too."""
    theirs = Membership.objects.current(now).filter(person=viewer).values("community_id")
    return Membership.objects.current(now).filter(person=OuterRef(path), community__in=theirs)


def _people(viewer: Person, now: datetime | None) -> QuerySet[Person]:
    company = in_each_others_company(viewer, "pk", now=now or timezone.now())
    slug = company.order_by("community__name", "pk").values("community__slug")[:1]
    wish = WordsWish.objects.filter(person=OuterRef("pk")).values("who")
    there = Correspondent.objects.filter(correspondence=OuterRef("correspondence_id"), person=viewer)
    return Person.objects.filter(claimed_at__isnull=False).annotate(
        slug=Coalesce(Subquery(slug), Value(""), output_field=CharField()),
        wish=Coalesce(Subquery(wish), Value(WhoMayWrite.SHARED.value), output_field=CharField()),
        refuses=Exists(NoMoreWords.objects.filter(person=OuterRef("pk"), whom=viewer)),
        is_refused=Exists(NoMoreWords.objects.filter(person=viewer, whom=OuterRef("pk"))),
        has_written=Exists(Word.objects.filter(Exists(there), author=OuterRef("pk"))),
    )


def _whom(one: Person) -> Whom:
    slug, written = one.slug, one.has_written  # type: ignore[attr-defined]
    url = address("person", slug, one.pk) if slug else ""
    # Correspondents know each other by name; a face is shown to those who share a community.
    byline = Byline(one.name, one.craft if slug else "", one.pk, url, one.photo_id if slug else None)
    return Whom(one.pk, byline, _why_not(one), is_known=bool(slug or written))


def _why_not(one: Person) -> WhyNot | None:
    slug, written, wish = one.slug, one.has_written, one.wish  # type: ignore[attr-defined]
    if not one.is_active:
        return WhyNot.GONE
    if one.refuses:  # type: ignore[attr-defined]
        return WhyNot.REFUSED
    if one.is_refused:  # type: ignore[attr-defined]
        return WhyNot.YOUR_REFUSAL
    if wish == WhoMayWrite.NOBODY:
        return WhyNot.NOBODY
    if wish == WhoMayWrite.KNOWN and not written:
        return WhyNot.KNOWN
    return None if slug or written else WhyNot.STRANGER


def in_the_way(others: Mapping[int, Whom]) -> list[Whom]:
    """Those because of whom no word can go; whoever left, or is gone, stands in nobody's way while another is here."""
    left = [one for one in others.values() if not one.has_left and one.why_not is not WhyNot.GONE]
    if not left:
        return list(others.values())
    return [one for one in left if one.why_not is not None]
