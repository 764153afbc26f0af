"""Several people at one sitting: a role, a standing or a seat for each, with an answer for each, and the way back.

The community's row is held for the whole of it: nobody else changes a standing meanwhile, and all of it
is done or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.membership.actions.leaving import LastSteward
from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.membership.actions.standing import (
    MembersChoose,
    NotClaimed,
    make_guest,
    make_member,
    make_steward,
)
from commonplace.communities.models import Community, Deed, Membership, Role, Space, SpaceSeat
from commonplace.communities.spaces.actions import seat, unseat
from commonplace.communities.standing import Standing
from commonplace.communities.stewards import ElsewhereStanding, require_steward
from commonplace.people.models import Person
from commonplace.store.locks import lock


class Outcome(StrEnum):
    """What came of it for one person."""

    DONE = "done"
    HAD = "had"
    NAME_ONLY = "name_only"
    GONE = "gone"
    LAST_STEWARD = "last_steward"
    ONESELF = "oneself"
    MEMBERS_CHOOSE = "members_choose"


class Gift(StrEnum):
    """What is given to several."""

    ROLE = "role"
    SEAT = "seat"
    STEWARD = "steward"
    MEMBER = "member"


@dataclass(frozen=True)
class Given:
    """One person, what came of it, and what it takes to take it back: the row given, or the standing before."""

    membership: Membership
    outcome: Outcome
    row: int = 0
    before: str = ""
    until: datetime | None = None


def appoint_many(
    *,
    by: Person,
    community: Community,
    people: Iterable[Membership],
    name: str,
    since: date,
    until: date | None,
    is_sponsor: bool = False,
    is_shadow: bool = False,
    at: datetime | None = None,
) -> list[Given]:
    """Give each of these a role for a term, or let each learn it; whoever does so within the term has it already.

    Raises NotASteward, TermEndsBeforeItBegins.
    """
    ends_later = Q(until=None) | Q(until__gte=since)
    same = Role.objects.filter(ends_later, name=name, is_shadow=is_shadow)
    kind = {"is_sponsor": is_sponsor, "is_shadow": is_shadow}
    if until is not None:
        same = same.filter(since__lte=until)

    def give(one: Membership) -> Given:
        if same.filter(membership=one).exists():
            return Given(one, Outcome.HAD)
        role = appoint(by=by, membership=one, name=name, since=since, until=until, at=at, **kind)
        return Given(one, Outcome.DONE, row=role.pk)

    return _each(give, by=by, community=community, people=people, at=at)


def make_many(
    *, by: Person, community: Community, people: Iterable[Membership], standing: Standing, at: datetime | None = None
) -> list[Given]:
    """Make each of these a steward or a member; one's own standing is not among them. Raises NotASteward."""
    change = make_steward if standing == Standing.STEWARD else make_member

    def give(one: Membership) -> Given:
        if one.person_id == by.pk:
            return Given(one, Outcome.ONESELF)
        if one.standing == standing:
            return Given(one, Outcome.HAD)
        change(by=by, membership=one, at=at)
        return Given(one, Outcome.DONE, before=one.standing, until=one.until)

    return _each(give, by=by, community=community, people=people, at=at)


def seat_many(*, by: Person, space: Space, people: Iterable[Membership], at: datetime | None = None) -> list[Given]:
    """Give each of these a seat in a group: they read all of it, the past too.

    Raises NotASteward, NoSeat, NotAGroup.
    """

    def give(one: Membership) -> Given:
        if SpaceSeat.objects.filter(space=space, person=one.person_id).exists():
            return Given(one, Outcome.HAD)
        taken = seat(by=by, space=space, person=one.person, at=at)
        return Given(one, Outcome.DONE, row=taken.pk)

    return _each(give, by=by, community=space.community, people=people, at=at)


def _each(
    give: Callable[[Membership], Given],
    *,
    by: Person,
    community: Community,
    people: Iterable[Membership],
    at: datetime | None,
) -> list[Given]:
    now = at or timezone.now()
    pks = [one.pk for one in people]
    given = []
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        require_steward(by, community, at=now)
        # Read anew: what the page showed may have changed before the row was held.
        rows = Membership.objects.filter(pk__in=pks, community=community).select_related("person", "community")
        for one in rows.order_by("person__name", "pk"):
            if not one.is_current(now):
                given.append(Given(one, Outcome.GONE))
            elif not one.person.is_claimed:
                given.append(Given(one, Outcome.NAME_ONLY))
            else:
                given.append(_tried(give, one))
    return given


def _tried(give: Callable[[Membership], Given], one: Membership) -> Given:
    try:
        with transaction.atomic():
            return give(one)
    except LastSteward:
        return Given(one, Outcome.LAST_STEWARD)
    except ElsewhereStanding:
        return Given(one, Outcome.GONE)
    except NotClaimed:
        return Given(one, Outcome.NAME_ONLY)
    except MembersChoose:
        return Given(one, Outcome.MEMBERS_CHOOSE)


def take_back_roles(*, by: Person, community: Community, roles: Sequence[int], at: datetime | None = None) -> int:
    """Take roles back as if they had not been given; how many there were still. Raises NotASteward."""
    now = at or timezone.now()
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        require_steward(by, community, at=now)
        rows = Role.objects.filter(pk__in=roles, membership__community=community)
        found = list(rows.values_list("pk", flat=True))
        ledger.reverse_deeds(
            Deed.objects.filter(verb="appointed", community=community, what="membership", part_id__in=found), at=at
        )
        rows.filter(pk__in=found).delete()
    return len(found)


def take_back_seats(*, by: Person, community: Community, seats: Sequence[int], at: datetime | None = None) -> int:
    """Take seats away again; how many were taken still. Raises NotASteward, NoSeat."""
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        require_steward(by, community, at=at or timezone.now())
        rows = SpaceSeat.objects.filter(pk__in=seats, space__community=community).select_related("space", "person")
        found = list(rows)
        for one in found:
            unseat(by=by, space=one.space, person=one.person, at=at)
    return len(found)


def take_back_standings(
    *,
    by: Person,
    community: Community,
    standing: Standing,
    before: Sequence[tuple[int, str, datetime | None]],
    at: datetime | None = None,
) -> int:
    """Give each membership the standing that it had before, where it has still the one that was given.

    Raises NotASteward.
    """
    now = at or timezone.now()
    done = 0
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        require_steward(by, community, at=now)
        rows = Membership.objects.filter(community=community, standing=standing).select_related("person", "community")
        still = rows.in_bulk([pk for pk, _was, _until in before])
        for pk, was, until in before:
            if pk not in still or still[pk].person_id == by.pk:
                continue
            try:
                _make(by, still[pk], was, until, at)
            except (LastSteward, ElsewhereStanding, NotClaimed):
                continue
            done += 1
    return done


def _make(by: Person, one: Membership, was: str, until: datetime | None, at: datetime | None) -> None:
    if was == Standing.GUEST and until is not None:
        make_guest(by=by, membership=one, until=until, at=at)
    elif was == Standing.STEWARD:
        make_steward(by=by, membership=one, at=at)
    else:
        make_member(by=by, membership=one, at=at)
