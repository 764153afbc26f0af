"""Stewards change someone's standing, with the person's knowledge: made steward, member or guest, or asked to leave."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.charter.ways import current_way
from commonplace.communities.membership.actions.admitting import close_questions
from commonplace.communities.membership.actions.leaving import LastSteward, is_another_steward, leave
from commonplace.communities.models import Membership
from commonplace.communities.standing import Standing
from commonplace.communities.stewards import ElsewhereStanding, require_steward
from commonplace.letters.naming import community_named, person_named
from commonplace.people.actions.writing import write_to
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.store.registry import Hook

ON_STANDING: Hook[Membership] = Hook("when someone's standing changed")


class NotClaimed(ValueError):
    """Nobody stands behind this name yet, so nobody could tend anything."""


class MembersChoose(ValueError):
    """The charter is its members', and so is who tends it: by proposal."""


class NotOneself(ValueError):
    """One leaves by one's own page, with one's own words."""


def make_steward(*, by: Person, membership: Membership, at: datetime | None = None) -> Membership:
    """Ask a member or guest to tend the community too, where members have not kept that to themselves.

    Raises NotASteward, ElsewhereStanding, NotClaimed, MembersChoose.
    """
    if not membership.person.is_claimed:
        raise NotClaimed(membership.pk)
    if not membership.is_steward and not current_way(membership.community).is_by_stewards:
        raise MembersChoose(membership.pk)
    return _change(by, membership, Standing.STEWARD, verb="made_steward", at=at)


def choose_steward(*, membership: Membership, at: datetime | None = None) -> Membership:
    """Have a member tend it because members chose them, or whoever looks after the house had to: nobody's deed alone.

    Raises ElsewhereStanding, NotClaimed.
    """
    if not membership.person.is_claimed:
        raise NotClaimed(membership.pk)
    return _change(None, membership, Standing.STEWARD, verb="made_steward", at=at)


def make_member(*, by: Person, membership: Membership, at: datetime | None = None) -> Membership:
    """Make a steward or guest a member. Raises NotASteward, ElsewhereStanding, LastSteward."""
    return _change(by, membership, Standing.MEMBER, verb="changed_standing", at=at)


def make_guest(*, by: Person, membership: Membership, until: datetime, at: datetime | None = None) -> Membership:
    """Let someone stay as a guest until a moment. Raises NotASteward, ElsewhereStanding, LastSteward."""
    return _change(by, membership, Standing.GUEST, verb="changed_standing", until=until, at=at)


def _change(
    by: Person | None,
    membership: Membership,
    standing: str,
    *,
    verb: str,
    until: datetime | None = None,
    at: datetime | None,
) -> Membership:
    now = at or timezone.now()
    community = membership.community
    with transaction.atomic():
        # Moving the community's version is the lock: two stewards who step aside at once queue here.
        ledger.changed([community.pk])
        if by is not None:
            require_steward(by, community, at=now)
        membership = Membership.objects.select_related("person", "community").get(pk=membership.pk)
        if not membership.is_current(now):
            raise ElsewhereStanding(membership.pk)
        if (
            membership.is_steward
            and standing != Standing.STEWARD
            and not is_another_steward(community, membership.person)
        ):
            raise LastSteward(community.slug)
        if (membership.standing, membership.until) != (standing, until):
            membership.standing, membership.until = standing, until
            membership.save(update_fields=["standing", "until"])
            ON_STANDING(membership)
            if not membership.is_guest:
                close_questions(person=membership.person, community=community, at=now)
            ledger.record(
                verb=verb,
                person=by,
                community=community,
                at=now,
                what="membership",
                what_id=membership.pk,
                towards=membership.person,
            )
    return membership


def remove(*, by: Person, membership: Membership, words: str, at: datetime | None = None) -> Membership:
    """Ask someone to leave, with words that reach them by letter; what they wrote stays, under their name.

    Raises NotASteward, NotOneself, ElsewhereStanding, LastSteward.
    """
    now = at or timezone.now()
    community = membership.community
    with transaction.atomic():
        ledger.changed([community.pk])
        require_steward(by, community, at=now)
        if membership.person_id == by.pk:
            raise NotOneself(by.pk)
        if not Membership.objects.current(now).filter(pk=membership.pk).exists():
            raise ElsewhereStanding(membership.pk)
        left = leave(person=membership.person, community=community, why=words, ended_by=by, at=now)
        ledger.record(
            verb="removed",
            person=by,
            community=community,
            at=now,
            what="membership",
            what_id=membership.pk,
            towards=membership.person,
        )
        with in_language_of(membership.person):
            steward, name = person_named(by.name), community_named(community.name)
        context = {"steward": steward, "community": name, "words": words, "link": settings.BASE_URL + reverse("me")}
        write_to(membership.person, template="communities/letters/removed", context=context, kind="standing")
    return left


__all__ = [
    "ON_STANDING",
    "LastSteward",
    "MembersChoose",
    "NotClaimed",
    "NotOneself",
    "choose_steward",
    "make_guest",
    "make_member",
    "make_steward",
    "remove",
]
