"""What waits: a word that someone has not read, and for stewards a word that was handed to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person
from commonplace.words.models import Correspondent, HandedWord, Word

WRITTEN_FOR = timedelta(days=60)


def _word_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    """Words not read, each in the first of these communities where its writer is as well."""
    home = Membership.objects.current().filter(person=OuterRef("writer"), community__in=communities)
    # From the reader on: however many write to each other in the house, theirs are few.
    unread = (
        Correspondent.objects.filter(person=person, left_at=None)
        .annotate(
            word=F("correspondence__words"),
            writer=F("correspondence__words__author_id"),
            written_at=F("correspondence__words__written_at"),
            gone=F("correspondence__words__taken_back_at"),
        )
        .filter(~Q(writer=person.pk), word__gt=F("read_to"), written_at__gt=since, gone=None, writer__isnull=False)
        .annotate(home=Subquery(home.order_by("community_id").values("community_id")[:1]))
        .filter(home__isnull=False)
    )
    return row(
        unread,
        "word",
        community_id=F("home"),
        about_id=F("correspondence_id"),
        who="correspondence__words__author",
        happened_at=F("written_at"),
    )


def _word_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    new = Word.objects.standing().filter(
        correspondence=OuterRef("correspondence_id"), pk__gt=OuterRef("read_to"), written_at__gt=since
    )
    here = Membership.objects.current().filter(person=OuterRef("person_id"), community=community)
    return Correspondent.objects.filter(Exists(new), Exists(here), left_at=None).values_list("person_id", flat=True)


def _word(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s wrote you a word."),
        _("Only those it went to can read it."),
        _("Read it"),
        reverse("correspondence", args=[seen.one.about_id]),
    )


def _handed_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    handed = HandedWord.objects.filter(community__in=communities).exclude(author=person).exclude(by=person)
    return row(handed, "handed_word", community_id=F("community_id"), about_id=F("pk"), who="by", happened_at=F("at"))


def _handed(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s handed you a word."),
        _("They received it, and ask the stewards to look at a copy."),
        _("Read the copy"),
        seen.url("handed_word", seen.one.about_id),
    )


LINES = (
    Line("handed_word", 13, _handed_rows, _handed, is_for_stewards=True),
    Line("word", 39, _word_rows, _word, {"since": WRITTEN_FOR}, whom=_word_people),
)
