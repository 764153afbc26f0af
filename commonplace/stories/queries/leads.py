"""Loops that closed, as leads: said as whoever reads may see them.

A lead keeps a kind and a key and no word. What it says is looked up each time, so that what was taken back, held or
told to fewer since says nothing here either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, TextField, When
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.conversations.models import Conversation, Outcome
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.repertoire.models import Adaptation, How, Resource, Told, Use
from commonplace.runs.models import Captured, WhatCame
from commonplace.stories.models import Detective, StoryLead
from commonplace.ui.addresses import address
from commonplace.undertakings.models import Asked, Undertaking

Why = StoryLead.Why


@dataclass(frozen=True)
class Said:
    """What a lead says to its reader: in a sentence, in the words of whoever closed the loop, and where it stands."""

    sentence: str
    words: str
    url: str
    person_id: int | None = None
    worth: str = ""


def said_of(leads: Iterable[StoryLead], reader: Person | None) -> Mapping[int, Said]:
    """What each of these leads says to its reader, by the lead’s key; a few queries for each kind among them."""
    by_why: dict[str, dict[int, int]] = defaultdict(dict)
    for one in leads:
        by_why[one.why][one.object_id] = one.pk
    found: dict[int, Said] = {}
    for why, keys in by_why.items():
        found |= {keys[key]: said for key, said in _TELL[why](list(keys), reader).items()}
    return found


def said_of_loop(why: str, object_id: int | None, reader: Person | None) -> Said | None:
    """What a loop says to its reader, whether it is a lead or not."""
    if object_id is None:
        return None
    return _TELL[why]([object_id], reader).get(object_id)


def _sentence(why: str, title: str, other: str = "") -> str:
    """What a loop says of a thing by its title; `other` is how a use went, or out of what something was made."""
    used: Mapping[str, str] = {
        How.HELPED: _("“%(title)s” was used, and it helped."),
        How.NOTHING: _("“%(title)s” was used, and nothing came of it."),
        How.HARM: _("“%(title)s” was used, and it did harm."),
    }
    words: Mapping[str, str] = {
        Why.USE: used.get(other, ""),
        Why.SETTLED: _("Somebody told what came of the answer in “%(title)s”."),
        Why.TAKEAWAY: _("Somebody tried what they took from “%(title)s”, and it helped."),
        Why.ADAPTATION: _("“%(title)s” was made out of “%(parent)s”."),
        Why.THANKS: _("Somebody from outside asked “%(title)s”, and said that it helped."),
    }
    return words[why] % {"title": isolated(title), "parent": isolated(other)}


def _seen_uses(reader: Person | None) -> QuerySet[Any]:
    return Use.objects.visible_to(reader).exclude(told=Told.STEWARD)


def _seen_outcomes(reader: Person | None) -> QuerySet[Any]:
    seen = Conversation.objects.visible_to(reader).values("pk")
    return Outcome.objects.filter(conversation__in=seen, post__withdrawal=None)


def _seen_takeaways(reader: Person | None) -> QuerySet[Any]:
    seen = Captured.objects.visible_to(reader).filter(taken_back_at=None).values("pk")
    return WhatCame.objects.filter(captured__in=seen, told__isnull=False)


def _seen_adaptations(reader: Person | None) -> QuerySet[Any]:
    seen = Resource.objects.visible_to(reader).values("pk")
    return Adaptation.objects.filter(resource__in=seen, parent__in=seen)


def _seen_thanks(reader: Person | None) -> QuerySet[Any]:
    return Asked.objects.filter(desk__undertaking__in=Undertaking.objects.visible_to(reader).values("pk"))


def _uses(ids: list[int], reader: Person | None) -> dict[int, Said]:
    rows = _seen_uses(reader).filter(pk__in=ids).select_related("resource__community")
    return {
        one.pk: Said(
            _sentence(Why.USE, one.resource.title, one.how),
            one.text or one.changed,
            f"{one.resource.url(one.resource.community.slug)}#uses",
            one.person_id if one.told == Told.MEMBERS else None,
            _worth(one.how),
        )
        for one in rows
    }


def _outcomes(ids: list[int], reader: Person | None) -> dict[int, Said]:
    rows = _seen_outcomes(reader).filter(pk__in=ids).select_related("conversation__community")
    return {
        one.pk: Said(
            _sentence(Why.SETTLED, one.conversation.title),
            one.text,
            address("conversation", one.conversation.community.slug, one.conversation_id),
            one.person_id,
            _worth(one.how),
        )
        for one in rows
    }


def _takeaways(ids: list[int], reader: Person | None) -> dict[int, Said]:
    rows = _seen_takeaways(reader).filter(pk__in=ids).select_related("captured__run__gathering__community")
    return {
        one.pk: Said(
            _sentence(Why.TAKEAWAY, one.captured.run.gathering.title),
            one.words,
            address("gathering", one.captured.run.gathering.community.slug, one.captured.run.gathering_id),
            one.captured.by_id,
            "positive",
        )
        for one in rows
    }


def _adaptations(ids: list[int], reader: Person | None) -> dict[int, Said]:
    rows = _seen_adaptations(reader).filter(pk__in=ids).select_related("resource__community", "parent")
    return {
        one.pk: Said(
            _sentence(Why.ADAPTATION, one.resource.title, one.parent.title),
            one.changed,
            one.resource.url(one.resource.community.slug),
            one.by_id,
        )
        for one in rows
    }


def _thanks(ids: list[int], reader: Person | None) -> dict[int, Said]:
    rows = _seen_thanks(reader).filter(pk__in=ids).select_related("desk__undertaking__community")
    return {
        one.pk: Said(
            _sentence(Why.THANKS, one.title),
            "",
            one.desk.undertaking.url(one.desk.undertaking.community.slug),
        )
        for one in rows
    }


def _worth(how: str) -> str:
    return {"helped": "positive", "partly": "positive", "nothing": "none", "harm": "negative"}[how]


_TELL: Mapping[str, Callable[[list[int], Person | None], dict[int, Said]]] = {
    Why.USE: _uses,
    Why.SETTLED: _outcomes,
    Why.TAKEAWAY: _takeaways,
    Why.ADAPTATION: _adaptations,
    Why.THANKS: _thanks,
}


# By kind of loop: its rows that a reader may see, and what a sentence about one takes from it.
_NAMED: Mapping[str, tuple[Callable[[Person | None], QuerySet[Any]], str, str]] = {
    Why.USE: (_seen_uses, "resource__title", "how"),
    Why.SETTLED: (_seen_outcomes, "conversation__title", ""),
    Why.TAKEAWAY: (_seen_takeaways, "captured__run__gathering__title", ""),
    Why.ADAPTATION: (_seen_adaptations, "resource__title", "parent__title"),
    Why.THANKS: (_seen_thanks, "title", ""),
}


@dataclass(frozen=True)
class Lead:
    """A lead in a line: what closed, and who follows it, where somebody does."""

    row: StoryLead
    sentence: str
    follower: Byline | None


def latest_leads(viewpoint: Viewpoint, *, most: int) -> list[Lead]:
    """The latest open ones of which the viewer may know, each in a sentence; one query, whatever closed."""
    titles, others = [], []
    for why, (seen, title, other) in _NAMED.items():
        one = seen(viewpoint.person).filter(pk=OuterRef("object_id"))
        titles.append(When(why=why, then=Subquery(one.values(title)[:1])))
        if other:
            others.append(When(why=why, then=Subquery(one.values(other)[:1])))
    text = TextField()
    found = tracked_in(viewpoint).annotate(
        thing=Case(*titles, output_field=text), other=Case(*others, output_field=text)
    )
    rows = found.exclude(thing=None).order_by("-happened_at", "-pk")[:most]
    return [
        Lead(
            one,
            _sentence(one.why, one.thing, one.other or ""),
            viewpoint.byline_for(one.taken_by) if one.taken_by_id else None,
        )
        for one in rows
    ]


def follows(viewpoint: Viewpoint) -> bool:
    """Whether the viewer said that they would follow leads here."""
    if viewpoint.person is None:
        return False
    return Detective.objects.filter(community=viewpoint.community, person=viewpoint.person).exists()


def tracked_in(viewpoint: Viewpoint) -> QuerySet[StoryLead]:
    """Open leads of a community, whoever follows them: nobody is asked twice about the same."""
    found = StoryLead.objects.visible_to(viewpoint.person).open().filter(community=viewpoint.community)
    return found.select_related("taken_by").defer(*beyond_byline("taken_by"))


def own_lead(viewpoint: Viewpoint, named: int | None) -> StoryLead | None:
    """A lead that the viewer has taken."""
    if named is None or viewpoint.person is None:
        return None
    open_ones = StoryLead.objects.open().filter(community=viewpoint.community, taken_by=viewpoint.person)
    return open_ones.filter(pk=named).first()
