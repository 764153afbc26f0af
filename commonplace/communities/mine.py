"""What is a person's in communities: standings and seats, words at the door, the ledger, moderation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from commonplace.communities.models import (
    CharterRevision,
    Community,
    Deed,
    Flag,
    Greeting,
    GroupLink,
    Hold,
    Invitation,
    JoinRequest,
    Lead,
    Look,
    Membership,
    Role,
    SavedReason,
    Space,
    SpaceSeat,
    TopicMerger,
)
from commonplace.people.mine import Erasing, Mine
from commonplace.people.models import Person

type Named = Callable[[Person], Mapping[str, Any]]


def told_where(seen: Q, path: str) -> Case:
    """What stands at a path, "" where it is not theirs to see."""
    return Case(When(seen, then=F(path)), default=Value(""))


def titled(visible_to: Callable[[Person], QuerySet[Any]], path: str, *, as_: str) -> Named:
    """For a list's `named`: a column that tells what the whole at a path is called, where they may still see it."""

    def named(person: Person) -> Mapping[str, Any]:
        return {as_: told_where(Q(**{f"{path}__in": visible_to(person)}), f"{path}__title")}

    return named


def _name_of_community(person: Person) -> Mapping[str, Any]:
    """What it is called today, where they may still see it."""
    seen = Q(community__in=Community.objects.visible_to(person))
    return {"community_name": told_where(seen, "community__name")}


def _name_of_space(person: Person) -> Mapping[str, Any]:
    seen = Q(space__in=Space.objects.visible_to(person))
    return {"space_name": told_where(seen, "space__name")}


_A_DEED = "a deed in the ledger tells it"
LISTS = (
    Mine(
        "communities",
        Membership,
        "person",
        Erasing.GOES,
        (
            "community__slug",
            "standing",
            "until",
            "pace",
            "named_as",
            "cares_about",
            "joined_at",
            "left_at",
            "left_why",
        ),
        named=_name_of_community,
        order=20,
    ),
    Mine(
        "roles",
        Role,
        "membership__person",
        Erasing.WITH_ITS_WHOLE,
        ("membership__community__slug", "name", "since", "until", "is_shadow", "handover"),
        order=30,
    ),
    Mine(
        "deeds",
        Deed,
        "person",
        Erasing.NAMELESS,
        ("verb", "community__slug", "what", "what_id", "part_id", "happened_at", "origin"),
        order=40,
    ),
    Mine(
        "charter",
        CharterRevision,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "number", "summary", "words", "at"),
        order=130,
    ),
    Mine("hellos", Greeting, "by", Erasing.GOES, ("membership__community__slug", "words", "at"), order=140),
    Mine(
        "invitations",
        Invitation,
        "by",
        Erasing.GOES,
        ("community__slug", "name", "address", "words", "made_at"),
        order=150,
    ),
    Mine(
        "links_for_groups",
        GroupLink,
        "by",
        Erasing.GOES,
        ("community__slug", "words", "places", "made_at", "ends_at"),
        order=155,
    ),
    Mine(
        "asked_to_join",
        JoinRequest,
        "person",
        Erasing.GOES,
        ("community__slug", "cares_about", "at", "accepted", "answer", "answered_at"),
        order=160,
    ),
    Mine(
        "answered_at_the_door",
        JoinRequest,
        "answered_by",
        Erasing.NAMELESS,
        ("community__slug", "accepted", "answer", "answered_at"),
        order=170,
    ),
    Mine(
        "asked_to_look",
        Flag,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "kind", "object_id", "why", "at"),
        order=180,
    ),
    Mine(
        "held_back",
        Hold,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "kind", "object_id", "measure", "why", "at"),
        order=190,
    ),
    Mine("reasons_kept", SavedReason, "by", Erasing.NAMELESS, ("community__slug", "words", "at"), order=195),
    Mine(
        "seats",
        SpaceSeat,
        "person",
        Erasing.GOES,
        ("space__community__slug", "space_id"),
        named=_name_of_space,
        order=210,
    ),
    Mine(
        "who_leads_me",
        Lead,
        "by",
        Erasing.GOES,
        ("community__slug", "person__name", "said_on", "asked_on", "looked_on"),
        order=215,
    ),
    Mine("said_to_lead", Lead, "person", Erasing.GOES, why="whose word it was is theirs alone"),
    Mine(
        "looked_at",
        Look,
        "person",
        Erasing.GOES,
        ("what", "community__slug", "by__name", "why", "on"),
        rows=Look.objects.visible_to,
        order=218,
    ),
    Mine("looks", Look, "by", Erasing.NAMELESS, why="theirs to read at whom it was"),
    Mine("founded", Community, "founded_by", Erasing.NAMELESS, why=_A_DEED),
    Mine("towards", Deed, "towards", Erasing.NAMELESS, why="what others did, and theirs to take along"),
    Mine("topics_merged", TopicMerger, "by", Erasing.NAMELESS, why=_A_DEED),
    Mine("standings_ended", Membership, "ended_by", Erasing.NAMELESS, why=_A_DEED),
    Mine("invitations_taken", Invitation, "taken_by", Erasing.NAMELESS, why="the words of whoever invited"),
)
