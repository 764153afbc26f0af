"""What is asked about a community's roles: who holds each, who held it before, and what they left for the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from commonplace.communities.models import Community, Role, RoleBrief
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.lib.folding import folded

MOST = 400  # terms that the page tells, the latest of them


def key_of(name: str) -> str:
    """Under what roles of one name meet, however it was typed."""
    return folded(name)


@dataclass(frozen=True)
class Term:
    """One person's term, as the viewer may know them; the note where they may read it."""

    role: Role
    byline: Byline
    is_own: bool
    note: str


@dataclass
class Told:
    """A role by its name: what it is for, and its terms by when they are; those to come and past, the nearest first."""

    name: str
    newest: Role
    words: str
    holds: list[Term] = field(default_factory=list)
    learns: list[Term] = field(default_factory=list)
    comes: list[Term] = field(default_factory=list)
    held: list[Term] = field(default_factory=list)

    @property
    def own(self) -> Sequence[Term]:
        """The viewer's own terms, to write down what they learned: one that has begun, the latest first."""
        return [one for one in (*self.holds, *self.held) if one.is_own]

    @property
    def notes(self) -> Sequence[Term]:
        """What was written down by others than the viewer, the latest first."""
        return [one for one in (*self.holds, *self.held) if one.note and not one.is_own]


def roles_of(viewpoint: Viewpoint, *, now: datetime) -> list[Told]:
    """The roles of a community by name, those held today before those that rest; two queries.

    What was learned is for stewards, and for whoever holds, will hold or learns a role of that name.
    """
    today = timezone.localdate(now)
    terms = _terms(viewpoint.community)
    said = dict(RoleBrief.objects.filter(community=viewpoint.community).values_list("folded_name", "words"))
    theirs = {key_of(one.name) for one in terms if _is_theirs(one, viewpoint) and _is_open(one, today)}
    told: dict[str, Told] = {}
    for role in terms:
        key = key_of(role.name)
        of_name = told.setdefault(key or role.name, Told(role.name, role, said.get(key, "")))
        if role.is_shadow and not _is_open(role, today):
            continue  # who learned it stands among its holders, if they came to hold it
        is_own = _is_theirs(role, viewpoint)
        may_read = viewpoint.is_steward or is_own or key in theirs
        term = Term(role, viewpoint.byline_for(role.membership.person), is_own, role.handover if may_read else "")
        _list_for(of_name, role, today).append(term)
    for of_name in told.values():
        of_name.comes.reverse()
    return sorted(told.values(), key=lambda one: (not one.holds, key_of(one.name)))


def _terms(community: Community) -> Sequence[Role]:
    rows = Role.objects.filter(membership__community=community)
    rows = rows.select_related("membership__person", "membership__community")
    return list(rows.order_by("-since", "-pk")[:MOST])


def _is_theirs(role: Role, viewpoint: Viewpoint) -> bool:
    return viewpoint.membership is not None and role.membership_id == viewpoint.membership.pk


def _is_open(role: Role, today: date) -> bool:
    return role.until is None or role.until >= today


def _list_for(told: Told, role: Role, today: date) -> list[Term]:
    if not _is_open(role, today):
        return told.held
    if role.is_shadow:
        return told.learns
    return told.holds if role.since <= today else told.comes


def may_hand_over(role: Role, viewpoint: Viewpoint, *, now: datetime) -> bool:
    """Whether the viewer may write down what they learned in this role: their own, once it has begun."""
    has_begun = role.since <= timezone.localdate(now)
    return has_begun and not role.is_shadow and _is_theirs(role, viewpoint)
