"""The kinds of evidence, each over what a room below tells of a person.

What is candid has no person and so is found by none; what stands under Chatham House or sealed is left out by each.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.agreements.models import Reached
from commonplace.communities.access import is_not_held
from commonplace.communities.models import Membership, Role
from commonplace.conversations.models import Post, Settlement
from commonplace.gatherings.models import Gathering
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.record.firsts import firsts, firsts_columns, firsts_said, firsts_seen, gatherings, plain, posts_of
from commonplace.record.kinds import Found, Kind, row
from commonplace.repertoire.models import Resource
from commonplace.runs.models import CaseNote
from commonplace.ui.addresses import address
from commonplace.undertakings.models import Hand, Undertaking

_PAGES = {"conversation": "conversation", "gathering": "gathering", "resource": "resource"}


def page_of_content(one: Found) -> str:
    """The page of the content that it is about."""
    return address(_PAGES[one.what], one.slug, one.about_id) if one.what in _PAGES else ""


# --- What one gave ------------------------------------------------------------------------------------------------


def _settled(person: Person) -> QuerySet[Settlement]:
    rows = Settlement.objects.filter(post__in=posts_of(person).values("pk"))
    # Whoever settles with their own answer what they asked themselves helped nobody else.
    return rows.exclude(conversation__author=person)


def _settled_columns(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return row(
        rows,
        at="at",
        community="conversation__community",
        what=Value("conversation"),
        about_id=F("conversation_id"),
        title=F("conversation__title"),
    )


def _thanked(person: Person) -> QuerySet[Post]:
    return posts_of(person).filter(thanks_count__gt=0)


def _thanked_columns(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return row(
        rows,
        at="written_at",
        community="conversation__community",
        what=Value("conversation"),
        about_id=F("conversation_id"),
        title=F("conversation__title"),
    )


def _kept(person: Person) -> QuerySet[Resource]:
    free = is_not_held(None, kind="resource", author="kept_by_id", community="community_id")
    return Resource.objects.filter(Q(kept_by=person) | Q(steward=person), free, plain("space"))


def _kept_columns(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return row(
        rows,
        at="kept_at",
        community="community",
        what=Value("resource"),
        about_id=F("pk"),
        title=F("title"),
    )


def _cases(person: Person) -> QuerySet[CaseNote]:
    calls = gatherings().values("pk")
    return CaseNote.objects.filter(
        presenter=person, refused_at=None, allowed_at__isnull=False, run__gathering__in=calls
    )


def _cases_columns(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return row(
        rows,
        at="allowed_at",
        community="run__gathering__community",
        what=Value("gathering"),
        about_id=F("run__gathering_id"),
        title=F("run__gathering__title"),
    )


# --- What one carried ---------------------------------------------------------------------------------------------


def _held(person: Person) -> QuerySet[Gathering]:
    return gatherings().convened().held_by(person).exclude(attendance_at=None)


def _held_columns(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return row(rows, at="starts_at", community="community", what=Value("gathering"), about_id=F("pk"), title=F("title"))


def _undertaken(person: Person) -> QuerySet[Undertaking]:
    carried = Hand.objects.filter(person=person).values("undertaking")
    return Undertaking.objects.not_held().filter(Q(begun_by=person) | Q(pk__in=carried), plain("space"))


def _undertaken_columns(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return row(
        rows,
        at="begun_at",
        community="community",
        what=Value("undertaking"),
        about_id=F("pk"),
        title=F("title"),
        detail=F("kind"),
    )


def _undertaking_page(one: Found) -> str:
    return Undertaking(pk=one.about_id, kind=one.detail).url(one.slug)


def _roles(person: Person) -> QuerySet[Role]:
    return Role.objects.filter(membership__person=person, is_shadow=False)


def _roles_columns(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return row(rows, at="since", is_day=True, community="membership__community", title=F("name"), detail=F("name"))


def _role_said(one: Found) -> str:
    return _("I held a role: %(role)s.") % {"role": isolated(one.detail)}


def _reached(person: Person) -> QuerySet[Reached]:
    return Reached.objects.filter(person=person)


def _reached_columns(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return row(rows, at="at", community="community", title=F("milestone"), detail=F("milestone"))


def _reached_said(one: Found) -> str:
    return _("I have done this, and may be asked: %(milestone)s") % {"milestone": isolated(one.detail)}


def _here(path: str) -> Any:
    """Narrows to communities where somebody has a standing."""
    return lambda person: Q(**{f"{path}__in": Membership.objects.communities_of(person)})


def _say(words: Any) -> Any:
    return lambda one: str(words)


IN_ORDER = (
    Kind(
        "milestone",
        gettext_lazy("Milestones I told of"),
        _reached,
        _here("community"),
        _reached_columns,
        _reached_said,
        lambda one: address("milestones", one.slug),
        order=10,
    ),
    Kind(
        "first",
        gettext_lazy("Firsts"),
        firsts,
        firsts_seen,
        firsts_columns,
        firsts_said,
        page_of_content,
        order=20,
    ),
    Kind(
        "case",
        gettext_lazy("Cases I brought"),
        _cases,
        lambda person: Q(run__gathering__in=Gathering.objects.visible_to(person).values("pk")),
        _cases_columns,
        _say(gettext_lazy("I brought a case of my own, and others thought about it with me.")),
        page_of_content,
        order=30,
    ),
    Kind(
        "settled",
        gettext_lazy("Answers that settled something"),
        _settled,
        lambda person: Q(post__in=Post.objects.visible_to(person).values("pk")),
        _settled_columns,
        _say(gettext_lazy("An answer of mine settled what somebody had asked.")),
        page_of_content,
        order=40,
    ),
    Kind(
        "thanked",
        gettext_lazy("What I was thanked for"),
        _thanked,
        lambda person: Q(pk__in=Post.objects.visible_to(person).values("pk")),
        _thanked_columns,
        _say(gettext_lazy("I was thanked for something that I said.")),
        page_of_content,
        is_many=True,
        order=50,
    ),
    Kind(
        "kept",
        gettext_lazy("Pages I kept"),
        _kept,
        lambda person: Q(pk__in=Resource.objects.visible_to(person).values("pk")),
        _kept_columns,
        _say(gettext_lazy("I kept a page of what the practice knows.")),
        page_of_content,
        order=60,
    ),
    Kind(
        "hosted",
        gettext_lazy("Gatherings I held"),
        _held,
        lambda person: Q(pk__in=Gathering.objects.visible_to(person).values("pk")),
        _held_columns,
        _say(gettext_lazy("I held a gathering.")),
        page_of_content,
        order=70,
    ),
    Kind(
        "undertaking",
        gettext_lazy("Undertakings I carried"),
        _undertaken,
        lambda person: Q(pk__in=Undertaking.objects.visible_to(person).values("pk")),
        _undertaken_columns,
        _say(gettext_lazy("I carried an undertaking together with others.")),
        _undertaking_page,
        order=80,
    ),
    Kind(
        "role",
        gettext_lazy("Roles I held"),
        _roles,
        _here("membership__community"),
        _roles_columns,
        _role_said,
        lambda one: address("roles", one.slug),
        order=90,
    ),
)
