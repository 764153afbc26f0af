"""Suggested words as a steward may see them: how many conversations each would gather, and a few of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation, Fitting, SuggestedTopic, TopicDecision
from commonplace.people.models import Person

FEWEST = 3  # conversations that a word must gather to be worth a question
SHOWN = 60
A_FEW = 3
MOST = 30  # conversations that the page of one word names
LATELY = 20


@dataclass(frozen=True)
class Suggestion:
    """A suggested word: how many conversations it would gather that the viewer may read, and a few of them."""

    pk: int
    name: str
    number: int
    a_few: Sequence[Conversation] = ()


def fitting_for(person: Person | None) -> QuerySet[Fitting]:
    """What would be filed under words that nobody has decided on, as far as `person` may read it."""
    declined = TopicDecision.objects.filter(suggested=OuterRef("suggested"), topic=None)
    seen = Conversation.objects.visible_to(person).values("pk")
    return Fitting.objects.filter(~Exists(declined), decision=None, conversation__in=seen)


def _gathered(viewpoint: Viewpoint) -> QuerySet[Fitting, tuple[int, str, int]]:
    rows = fitting_for(viewpoint.person).filter(suggested__community=viewpoint.community).order_by()
    counted = rows.values("suggested", "suggested__name").annotate(number=Count("pk")).filter(number__gte=FEWEST)
    return counted.order_by("-number", "suggested").values_list("suggested", "suggested__name", "number")


def suggested_topics(viewpoint: Viewpoint) -> list[Suggestion]:
    """The words that would gather most, each with a few of its conversations; two queries."""
    rows = list(_gathered(viewpoint)[:SHOWN])
    few: dict[int, list[Conversation]] = {}
    if rows:
        # Those whose title has the word tell why it is suggested.
        is_in_title = Case(When(conversation__title__icontains=F("suggested__name"), then=Value(0)), default=Value(1))
        latest = [is_in_title, F("conversation__last_post_at").desc(), F("pk").desc()]
        place = Window(RowNumber(), partition_by=F("suggested"), order_by=latest)
        ranked = fitting_for(viewpoint.person).filter(suggested__in=[pk for pk, _name, _number in rows])
        found = ranked.annotate(place=place).filter(place__lte=A_FEW).order_by("place")
        for one in found.select_related("conversation"):
            few.setdefault(one.suggested_id, []).append(one.conversation)
    return [Suggestion(pk, name, number, few.get(pk, ())) for pk, name, number in rows]


def number_suggested(viewpoint: Viewpoint) -> int:
    """How many words are suggested to the viewer, at most as many as one page shows; one query."""
    return len(_gathered(viewpoint)[:SHOWN])


def suggested_topic(viewpoint: Viewpoint, pk: int) -> tuple[SuggestedTopic, Sequence[Conversation], int] | None:
    """One suggested word, the latest conversations that it would gather, and how many there are; nothing where the
    viewer may read none of them.
    """
    found = SuggestedTopic.objects.filter(community=viewpoint.community, pk=pk).select_related("community").first()
    if found is None:
        return None
    fits = fitting_for(viewpoint.person).filter(suggested=found)
    number = fits.count()
    rows = fits.select_related("conversation").order_by("-conversation__last_post_at", "-pk")[:MOST]
    return (found, [one.conversation for one in rows], number) if number else None


def decisions(viewpoint: Viewpoint) -> QuerySet[TopicDecision]:
    """What stewards made of suggested words of whose conversations the viewer may read one."""
    seen = Conversation.objects.visible_to(viewpoint.person).values("pk")
    fits = Fitting.objects.filter(suggested=OuterRef("suggested"), conversation__in=seen)
    rows = TopicDecision.objects.filter(Exists(fits), suggested__community=viewpoint.community)
    return rows.select_related("suggested__community", "topic", "by")


def decided_lately(viewpoint: Viewpoint) -> list[TopicDecision]:
    """The latest of them."""
    return list(decisions(viewpoint).order_by("-at", "-pk")[:LATELY])
