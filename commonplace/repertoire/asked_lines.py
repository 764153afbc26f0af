"""What waits for whoever said something that others would keep, their yes or no, and for its keeper, what they said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.people.answers_by_link import answer_path
from commonplace.people.models import Person
from commonplace.repertoire.actions.consenting import CODE, SAYS
from commonplace.repertoire.models import Consent, Passage, Resource
from commonplace.repertoire.models.passage import reads_source

TOLD_FOR = timedelta(days=14)


def _asked_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    # Of what one reads no more not even a title is told; the letter still asks.
    theirs = Passage.objects.to_be_asked().filter(author=person, resource__community__in=communities)
    return row(
        theirs.filter(reads_source(person)),
        "words_asked",
        community_id=F("resource__community_id"),
        about_id=F("pk"),
        title=Coalesce(F("post__conversation__title"), F("line__run__gathering__title"), Value("")),
        happened_at=Coalesce(F("consent__asked_at"), F("taken_at")),
    )


def _asked_people(community: Community) -> QuerySet[Any, Any]:
    found = Passage.objects.to_be_asked().filter(resource__community=community)
    return found.values_list("author_id", flat=True)


def _answer(seen: Seen) -> Need:
    need = seen.need(
        _("May what you said be kept?"),
        _("Somebody would keep your words from “%(title)s” where others can read them. It needs your yes."),
        _("Read it and answer"),
        seen.url("passage", seen.one.about_id),
    )
    person = seen.viewpoint.person
    if person is None:
        return need
    link = answer_path(CODE, person, seen.one.about_id, choice=SAYS.NAMED, at=timezone.now())
    return replace(need, letter_url=link)


def _about(one: Waiting) -> About:
    return frozenset([("passage", one.about_id)])


def _said(says: Sequence[str], since: datetime) -> QuerySet[Consent]:
    """What others were asked and have said since; whoever was asked anew by now has not answered."""
    return Consent.objects.filter(says__in=says, said_at__gt=since, said_at__gte=F("asked_at"))


def _let(since: datetime) -> QuerySet[Consent]:
    """Words of which nothing is left by now are kept no more."""
    return _said((SAYS.NAMED, SAYS.NAMELESS), since).exclude(passage__source="")


def _kept_back(since: datetime) -> QuerySet[Consent]:
    return _said((SAYS.NO,), since)


def _said_row(found: QuerySet[Consent], code: str, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    """Nobody is named in it: some let their words be kept without their name."""
    seen = Resource.objects.visible_to(person).filter(community__in=communities, kept_by=person).values("pk")
    return row(
        found.filter(passage__resource__in=seen).exclude(passage__author=person),
        code,
        community_id=F("passage__resource__community_id"),
        about_id=F("passage__resource_id"),
        title=F("passage__resource__title"),
        happened_at=F("said_at"),
    )


def _let_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    return _said_row(_let(since), "words_let", person, communities)


def _kept_back_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    return _said_row(_kept_back(since), "words_kept_back", person, communities)


def _keepers(found: QuerySet[Consent], community: Community) -> QuerySet[Any, Any]:
    theirs = found.filter(passage__resource__community=community, passage__resource__kept_by__isnull=False)
    return theirs.values_list("passage__resource__kept_by_id", flat=True)


def _let_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    return _keepers(_let(since), community)


def _kept_back_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    return _keepers(_kept_back(since), community)


def _hear_yes(seen: Seen) -> Need:
    return seen.need(
        _("Somebody lets you keep their words."),
        _("They were asked, and stand in “%(title)s” now."),
        _("Read it there"),
        seen.url("resource", seen.one.about_id),
    )


def _hear_no(seen: Seen) -> Need:
    return seen.need(
        _("Somebody would rather not have their words kept."),
        _("What you took into “%(title)s” stays where it was said. Nobody has to say why."),
        _("Read it without them"),
        seen.url("resource", seen.one.about_id),
    )


LINES = (
    Line("words_asked", 34, _asked_rows, _answer, about=_about, whom=_asked_people),
    Line("words_kept_back", 38, _kept_back_rows, _hear_no, {"since": TOLD_FOR}, whom=_kept_back_people),
    Line("words_let", 39, _let_rows, _hear_yes, {"since": TOLD_FOR}, whom=_let_people),
)
