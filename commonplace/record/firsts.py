"""What somebody did for the first time, by the ledger; and what of theirs nobody keeps back and names were told of."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from commonplace.communities.access import is_not_held
from commonplace.communities.doors import Confidence
from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Deed
from commonplace.conversations.models import Conversation, Post
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.models.gathering import GatheringQuerySet
from commonplace.people.models import Person
from commonplace.record.kinds import Found, row
from commonplace.repertoire.models import Resource

ORDINARY = Confidence.ORDINARY


def plain(space: str = "space") -> Q:
    """Rows of ordinary spaces (at a path)."""
    return Q(**{f"{space}__confidence": ORDINARY})


def posts_of(person: Person) -> QuerySet[Post]:
    """What they said under their own name and nobody keeps back."""
    whole = is_not_held(
        None,
        kind="conversation",
        object_id="conversation_id",
        author="conversation__author_id",
        community="conversation__community_id",
    )
    said = Post.objects.not_kept_back_from(None).filter(whole, plain("conversation__space"))
    return said.filter(author=person, alias="", is_automatic=False)


def gatherings() -> GatheringQuerySet:
    """Gatherings of ordinary confidence, in ordinary spaces, that nobody keeps back."""
    return Gathering.objects.not_held().filter(plain("space"), confidence=ORDINARY)


# What is worth remembering that one did it for the first time, and about what it is.
FIRSTS = {"opened": "conversation", "replied": "conversation", "attended": "gathering", "kept": "resource"}


def firsts(person: Person) -> QuerySet[Deed]:
    """Their first deed of each kind that is worth remembering, where it stands and names are told."""
    mine = deeds_in_force().filter(person=person, verb__in=FIRSTS)
    sooner = Q(happened_at__lt=OuterRef("happened_at")) | Q(happened_at=OuterRef("happened_at"), pk__lt=OuterRef("pk"))
    earlier = deeds_in_force().filter(sooner, person=person, verb=OuterRef("verb"))
    talks = Conversation.objects.filter(
        is_not_held(None, kind="conversation", author="author_id", community="community_id"),
        merged_into=None,
        post_count__gt=0,
    )
    kept = Resource.objects.filter(
        is_not_held(None, kind="resource", author="kept_by_id", community="community_id"), plain("space")
    )
    stands = (
        Q(what="conversation", what_id__in=talks.filter(plain("space")).values("pk"))
        | Q(what="gathering", what_id__in=gatherings().values("pk"))
        | Q(what="resource", what_id__in=kept.values("pk"))
    )
    return mine.filter(stands, ~Exists(earlier))


def firsts_seen(person: Person) -> Q:
    """Those about what they may see."""
    return (
        Q(what="conversation", what_id__in=Conversation.objects.visible_to(person).values("pk"))
        | Q(what="gathering", what_id__in=Gathering.objects.visible_to(person).values("pk"))
        | Q(what="resource", what_id__in=Resource.objects.visible_to(person).values("pk"))
    )


def firsts_columns(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """With the title of what each is about."""
    talk = Conversation.objects.filter(pk=OuterRef("what_id")).values("title")
    call = Gathering.objects.filter(pk=OuterRef("what_id")).values("title")
    kept = Resource.objects.filter(pk=OuterRef("what_id")).values("title")
    title = Case(When(what="conversation", then=talk), When(what="gathering", then=call), default=kept)
    return row(
        rows,
        at="happened_at",
        community="community",
        what="what",
        about_id=Coalesce(F("what_id"), Value(0)),
        title=Coalesce(title, Value("")),
        detail=F("verb"),
    )


def firsts_said(one: Found) -> str:
    """What it was, by its verb."""
    return {
        "opened": _("I opened a conversation for the first time."),
        "replied": _("I answered somebody for the first time."),
        "attended": _("I took part in a gathering for the first time."),
        "kept": _("I kept something for the others for the first time."),
    }.get(one.detail, "")
