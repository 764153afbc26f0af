"""Loops that closed, as leads: found in the rooms where they closed, and said as whoever reads may see them.

A lead keeps a kind and a key and no word. What it says is looked up each time, so that what was taken back, held or
told to fewer since says nothing here either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint, beyond_byline
from commonplace.conversations.models import Conversation, Outcome
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.repertoire.models import Adaptation, How, Resource, Told, Use
from commonplace.runs.models import Captured, WhatCame
from commonplace.stories.models import Detective, StoryLead
from commonplace.ui.addresses import address
from commonplace.undertakings.models import Asked, Undertaking

Why = StoryLead.Why
ORDINARY = Confidence.ORDINARY


@dataclass(frozen=True)
class Closed:
    """A loop that closed: where, which, when, and whoever closed it, where that is told."""

    why: str
    object_id: int
    happened_at: datetime
    person_id: int | None


@dataclass(frozen=True)
class Said:
    """What a lead says to its reader: in a sentence, in the words of whoever closed the loop, and where it stands."""

    sentence: str
    words: str
    url: str
    person_id: int | None = None
    worth: str = ""


def uses(community: Community) -> QuerySet[Use]:
    """Uses that the community is told of, in what is kept for everyone."""
    return Use.objects.filter(
        ~Q(told=Told.STEWARD), resource__community=community, used_in=None, resource__space__confidence=ORDINARY
    )


def outcomes(community: Community) -> QuerySet[Outcome]:
    """What came of answers, where nothing was said in confidence."""
    told = Outcome.objects.filter(conversation__community=community, conversation__space__confidence=ORDINARY)
    return told.filter(alias="", conversation__alias="")


def takeaways(community: Community) -> QuerySet[WhatCame]:
    """What came of takeaways, told in the gathering’s conversation by whoever took them."""
    return WhatCame.objects.filter(
        came=WhatCame.Came.HELPED,
        told__isnull=False,
        captured__taken_back_at=None,
        captured__run__gathering__community=community,
        captured__run__gathering__confidence=ORDINARY,
    )


def adaptations(community: Community) -> QuerySet[Adaptation]:
    """What others made their own."""
    return Adaptation.objects.filter(resource__community=community, resource__space__confidence=ORDINARY)


def thanks(community: Community) -> QuerySet[Asked]:
    """Questions from outside that somebody closed with “this helped”."""
    return Asked.objects.filter(
        desk__undertaking__community=community, closed_how=Asked.Closed.HELPED, asker=None, closed_at__isnull=False
    )


def closed_since(community: Community, since: datetime) -> list[Closed]:
    """The loops that closed in a community from a moment on; a query for each kind."""
    rows: list[tuple[str, Iterable[tuple[int, datetime | None, int | None]]]] = [
        (Why.USE, uses(community).filter(at__gte=since).values_list("pk", "at", "person")),
        (Why.SETTLED, outcomes(community).filter(at__gte=since).values_list("pk", "at", "person")),
        (Why.TAKEAWAY, takeaways(community).filter(said_at__gte=since).values_list("pk", "said_at", "captured__by")),
        (Why.ADAPTATION, adaptations(community).filter(at__gte=since).values_list("pk", "at", "by")),
        (Why.THANKS, thanks(community).filter(closed_at__gte=since).values_list("pk", "closed_at", "outside")),
    ]
    return [
        Closed(why, pk, at, None if why == Why.THANKS else person)
        for why, found in rows
        for pk, at, person in found
        if at is not None
    ]


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


def _uses(ids: list[int], reader: Person | None) -> dict[int, Said]:
    rows = Use.objects.visible_to(reader).filter(pk__in=ids).exclude(told=Told.STEWARD)
    words = {
        How.HELPED: _("“%(title)s” was used, and it helped."),
        How.NOTHING: _("“%(title)s” was used, and nothing came of it."),
        How.HARM: _("“%(title)s” was used, and it did harm."),
    }
    return {
        one.pk: Said(
            words[How(one.how)] % {"title": isolated(one.resource.title)},
            one.text or one.changed,
            f"{one.resource.url(one.resource.community.slug)}#uses",
            one.person_id if one.told == Told.MEMBERS else None,
            _worth(one.how),
        )
        for one in rows.select_related("resource__community")
    }


def _outcomes(ids: list[int], reader: Person | None) -> dict[int, Said]:
    seen = Conversation.objects.visible_to(reader).values("pk")
    rows = Outcome.objects.filter(pk__in=ids, conversation__in=seen, post__withdrawal=None)
    words = _("Somebody told what came of the answer in “%(title)s”.")
    return {
        one.pk: Said(
            words % {"title": isolated(one.conversation.title)},
            one.text,
            address("conversation", one.conversation.community.slug, one.conversation_id),
            one.person_id,
            _worth(one.how),
        )
        for one in rows.select_related("conversation__community")
    }


def _takeaways(ids: list[int], reader: Person | None) -> dict[int, Said]:
    seen = Captured.objects.visible_to(reader).filter(taken_back_at=None).values("pk")
    rows = WhatCame.objects.filter(pk__in=ids, captured__in=seen, told__isnull=False)
    words = _("Somebody tried what they took from “%(title)s”, and it helped.")
    return {
        one.pk: Said(
            words % {"title": isolated(one.captured.run.gathering.title)},
            one.words,
            address("gathering", one.captured.run.gathering.community.slug, one.captured.run.gathering_id),
            one.captured.by_id,
            "positive",
        )
        for one in rows.select_related("captured__run__gathering__community")
    }


def _adaptations(ids: list[int], reader: Person | None) -> dict[int, Said]:
    seen = Resource.objects.visible_to(reader).values("pk")
    rows = Adaptation.objects.filter(pk__in=ids, resource__in=seen, parent__in=seen)
    words = _("“%(title)s” was made out of “%(parent)s”.")
    return {
        one.pk: Said(
            words % {"title": isolated(one.resource.title), "parent": isolated(one.parent.title)},
            one.changed,
            one.resource.url(one.resource.community.slug),
            one.by_id,
        )
        for one in rows.select_related("resource__community", "parent")
    }


def _thanks(ids: list[int], reader: Person | None) -> dict[int, Said]:
    seen = Undertaking.objects.visible_to(reader).values("pk")
    rows = Asked.objects.filter(pk__in=ids, desk__undertaking__in=seen)
    words = _("Somebody from outside asked “%(title)s”, and said that it helped.")
    return {
        one.pk: Said(
            words % {"title": isolated(one.title)},
            "",
            one.desk.undertaking.url(one.desk.undertaking.community.slug),
        )
        for one in rows.select_related("desk__undertaking__community")
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
