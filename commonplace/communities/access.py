"""The rules: who may see what. Every room's `visible_to` is built from these, and nothing else decides.

A stranger is None. *Standing* is a current membership: member, steward, or guest whose time has not run out.

- A community's existence is visible when it is public or listed, or to those with a standing or an open request.
- Its rooms are open when it is public, when it is listed and has a space that anyone may read, or to those with a
  standing; what is found in them is decided space by space.
- A space: `public` reaches anyone who may know of a public or listed community (in a private one, those with a
  standing), `members` those with a standing, `group` those with a seat and a standing.
- What is held reaches its author and the stewards only.
- Outside, people are named at the door of a community only as they agreed to be, its stewards too; whoever has asked to
  come in learns who the stewards are.

Each function gives a Q for filtering; `path` is the lookup that leads to the community's or person's id.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Now

if TYPE_CHECKING:
    from commonplace.people.models import Person

NOBODY = Q(pk__in=[])


def is_current(now: datetime | None = None) -> Q:
    """Rows of Membership that open doors at `now`; without it, by the clock of the database."""
    later = Q(until__gt=now or Now())
    return Q(standing__in=["member", "steward"]) | Q(standing="guest") & (Q(until__isnull=True) | later)


def _communities_of(person: Person, *, stewards_only: bool = False) -> Subquery:
    """Ids of communities where `person` has a standing."""
    rows = apps.get_model("communities", "Membership")._default_manager.filter(is_current(), person=person)
    if stewards_only:
        rows = rows.filter(standing="steward")
    return Subquery(rows.values("community_id"))


def has_standing(person: Person | None, path: str) -> Q:
    """Rows whose community (its id at `path`) counts `person` among its members, stewards or guests."""
    if person is None:
        return NOBODY
    return Q(**{f"{path}__in": _communities_of(person)})


def is_stewarded(person: Person | None, path: str) -> Q:
    """Rows whose community (its id at `path`) is stewarded by `person`."""
    if person is None:
        return NOBODY
    return Q(**{f"{path}__in": _communities_of(person, stewards_only=True)})


def community_is_visible(person: Person | None) -> Q:
    """Communities that `person` may know of."""
    known = Q(visibility__in=["public", "listed"])
    if person is None:
        return known
    asked = apps.get_model("communities", "JoinRequest")._default_manager.filter(
        person=person, answered_at__isnull=True
    )
    return known | has_standing(person, "pk") | Q(pk__in=Subquery(asked.values("community_id")))


def community_is_open(person: Person | None) -> Q:
    """Communities whose rooms `person` may enter."""
    window = apps.get_model("communities", "Space")._default_manager.filter(
        community=OuterRef("pk"), visibility="public"
    )
    return Q(visibility="public") | Q(Exists(window), visibility="listed") | has_standing(person, "pk")


def space_is_visible(person: Person | None, path: str = "") -> Q:
    """Spaces (at `path`, such as `space__`) whose contents `person` may read."""
    public = Q(**{f"{path}visibility": "public", f"{path}community__visibility__in": ["public", "listed"]})
    if person is None:
        return public
    theirs = has_standing(person, f"{path}community_id")
    seats = apps.get_model("communities", "SpaceSeat")._default_manager.filter(person=person)
    space = f"{path}pk__in"
    seated = Q(**{f"{path}visibility": "group", space: Subquery(seats.values("space_id"))})
    return public | theirs & (Q(**{f"{path}visibility__in": ["public", "members"]}) | seated)


def is_not_held(
    person: Person | None, *, kind: str | OuterRef, object_id: str = "pk", author: str, community: str
) -> Q:
    """Rows no standing hold keeps back; their author (id at `author`) and the community's stewards see them all the
    same.
    """
    held = apps.get_model("communities", "Hold")._default_manager.filter(
        kind=kind, object_id=OuterRef(object_id), lifted_at__isnull=True
    )
    free = ~Q(Exists(held))
    if person is None:
        return free
    return free | Q(**{author: person.pk}) | is_stewarded(person, community)


def is_named_outside() -> Q:
    """Rows of Membership whose person agreed to be named where anyone reads who is here; guests are not asked."""
    return Q(standing__in=["member", "steward"], named_as__gt="")


def person_is_visible(person: Person | None) -> Q:
    """Persons whose page `person` may open: themselves, and whoever has or had a standing where they have one."""
    if person is None:
        return NOBODY
    beside = apps.get_model("communities", "Membership")._default_manager.filter(has_standing(person, "community_id"))
    return Q(pk=person.pk) | Q(pk__in=Subquery(beside.values("person_id")))
