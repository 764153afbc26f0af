"""Somebody sponsors a community from outside, inside from when they come in, and no more."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities import ledger
from commonplace.communities.models import Community, Membership, Role
from commonplace.communities.standing import Standing
from commonplace.communities.stewards import require_steward
from commonplace.letters.naming import community_named, person_named
from commonplace.people.actions.writing import write_to
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.store.locks import lock


class NotSponsoring(ValueError):
    """They do not sponsor it from outside, or not any more."""


def become_sponsor(*, person: Person, community: Community, at: datetime | None = None) -> Membership:
    """Sponsor a community from outside, which opens no talk; whoever is inside already gets a role that says so."""
    now = at or timezone.now()
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        membership = Membership.objects.filter(person=person, community=community).first()
        if membership is not None and membership.is_current(now):
            keep_sponsoring(membership, at=now)
        elif membership is None:
            membership = Membership.objects.create(
                person=person,
                community=community,
                standing=Standing.SPONSOR,
                pace=Membership.Pace.FOLLOW,
                joined_at=now,
            )
        else:
            if not membership.is_sponsor or membership.until is not None:
                membership.joined_at = now
            membership.standing, membership.until = Standing.SPONSOR, None
            membership.save(update_fields=["standing", "until", "joined_at"])
        ledger.record(
            verb="became_sponsor",
            person=person,
            community=community,
            at=now,
            what="membership",
            what_id=membership.pk,
        )
    return membership


def keep_sponsoring(membership: Membership, *, at: datetime) -> None:
    """Have whoever sponsors it do so inside: a role, of which every composer tells and which keeps off neutral ground.

    The caller holds the community's row.
    """
    if membership.is_sponsor and membership.until is not None and membership.until <= at:
        return
    if not Role.objects.sponsoring().filter(membership=membership).exists():
        Role.objects.create(membership=membership, name=_("Sponsor"), is_sponsor=True, since=timezone.localdate(at))


def end_sponsoring(*, by: Person, membership: Membership, words: str = "", at: datetime | None = None) -> Membership:
    """End what somebody is as a sponsor outside: themselves, or a steward with words that reach them by letter.

    Raises NotASteward, NotSponsoring.
    """
    now = at or timezone.now()
    community = membership.community
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        if membership.person_id != by.pk:
            require_steward(by, community, at=now)
        if not Membership.objects.sponsoring(now).filter(pk=membership.pk).update(until=now):
            raise NotSponsoring(membership.pk)
        ledger.record(
            verb="ended_sponsoring",
            person=by,
            community=community,
            at=now,
            what="membership",
            what_id=membership.pk,
            towards=membership.person if membership.person_id != by.pk else None,
        )
        membership.until = now
        if membership.person_id != by.pk and at is None:
            _write(membership, by, words)
    return membership


def _write(membership: Membership, by: Person, words: str) -> None:
    with in_language_of(membership.person):
        steward, name = person_named(by.name), community_named(membership.community.name)
    context = {"steward": steward, "community": name, "words": words, "link": settings.BASE_URL + reverse("me")}
    write_to(membership.person, template="communities/letters/sponsor_ended", context=context, kind="standing")
