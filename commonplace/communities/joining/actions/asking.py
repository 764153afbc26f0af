"""Asking to join, and being answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, JoinRequest, Membership
from commonplace.communities.viewpoint import standing_of
from commonplace.letters.naming import community_named, person_named
from commonplace.people.actions.writing import write_to
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.store.locks import lock

AGAIN_AFTER = timedelta(days=14)


class ByInvitationOnly(ValueError):
    """Nobody asks here; a member invites."""


class AnsweredLately(ValueError):
    """A steward said no a short while ago; the question may be asked again later."""


class AlreadyAnswered(ValueError):
    """Another steward, or the asker, was faster."""


class NotASteward(ValueError):
    """Only stewards answer those who ask to join."""


def ask_to_join(
    *, person: Person, community: Community, cares_about: str, at: datetime | None = None
) -> JoinRequest | Membership:
    """Come in where the community is open, else ask; asking twice is asking once. A guest asks to stay as a member.

    Raises ByInvitationOnly, AnsweredLately.
    """
    now = at or timezone.now()
    with transaction.atomic():
        (community,) = lock(Community.objects.filter(pk=community.pk))
        standing = standing_of(person, community, now=now)
        if standing is not None and not standing.is_guest:
            return standing
        if community.is_by_invitation:
            raise ByInvitationOnly(community.slug)
        if community.is_openly_joined:
            return admit(person=person, community=community, cares_about=cares_about, at=now)
        refused = JoinRequest.objects.filter(
            person=person,
            community=community,
            accepted=False,
            answered_by__isnull=False,
            answered_at__gt=now - AGAIN_AFTER,
        )
        if refused.exists():
            raise AnsweredLately(community.slug)
        request, made = JoinRequest.objects.get_or_create(
            person=person, community=community, answered_at=None, defaults={"cares_about": cares_about, "at": now}
        )
        if not made and cares_about and request.cares_about != cares_about:
            request.cares_about = cares_about
            request.save(update_fields=["cares_about"])
        ledger.changed([community.pk])
    return request


def withdraw_request(*, request: JoinRequest, at: datetime | None = None) -> None:
    """Take one's own question back; raises AlreadyAnswered."""
    _answer(request, at=at or timezone.now(), by=None, accepted=False, words="")


def answer_request(
    *, by: Person, request: JoinRequest, accept: bool, words: str, at: datetime | None = None
) -> Membership | None:
    """Let someone in or not, with a line that reaches them by letter; raises NotASteward, AlreadyAnswered."""
    now = at or timezone.now()
    with transaction.atomic():
        lock(Community.objects.filter(pk=request.community_id))
        standing = standing_of(by, request.community, now=now)
        if standing is None or not standing.is_steward:
            raise NotASteward(by.pk)
        _answer(request, at=now, by=by, accepted=accept, words=words)
        place = standing_of(request.person, request.community, now=now)
        is_guest = place is not None and place.is_guest
        membership = None
        if accept:
            membership = admit(
                person=request.person, community=request.community, cares_about=request.cares_about, at=now
            )
        ledger.changed([request.community_id])
        if at is None:
            _send(request, by=by, accept=accept, words=words, is_guest=is_guest)
    return membership


def _answer(request: JoinRequest, *, at: datetime, by: Person | None, accepted: bool, words: str) -> None:
    still = JoinRequest.objects.filter(pk=request.pk, answered_at=None)
    if not still.update(answered_at=at, answered_by=by, accepted=accepted, answer=words):
        raise AlreadyAnswered(request.pk)


def _send(request: JoinRequest, *, by: Person, accept: bool, words: str, is_guest: bool) -> None:
    community = request.community
    if accept:
        template = "member" if is_guest else "admitted"
    else:
        template = "still_guest" if is_guest else "not_admitted"
    with in_language_of(request.person):
        steward, name = person_named(by.name), community_named(community.name)
    context = {
        "steward": steward,
        "community": name,
        "words": words,
        "link": settings.BASE_URL + reverse("join", args=[community.slug]),
    }
    write_to(request.person, template=f"communities/letters/{template}", context=context, kind="joining")
