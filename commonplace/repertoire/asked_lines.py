"""What waits for whoever said something that others would keep: their yes, or their no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.conversations.models import Post
from commonplace.people.answers_by_link import answer_path
from commonplace.people.models import Person
from commonplace.repertoire.actions.consenting import CODE, SAYS
from commonplace.repertoire.models import Passage


def _asked_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    # Of what one reads no more not even a title is told; the letter still asks.
    read = Post.objects.visible_to(person).values("pk")
    return row(
        Passage.objects.to_be_asked().filter(author=person, resource__community__in=communities, post__in=read),
        "words_asked",
        community_id=F("resource__community_id"),
        about_id=F("pk"),
        title=F("post__conversation__title"),
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


LINES = (Line("words_asked", 34, _asked_rows, _answer, about=_about, whom=_asked_people),)
