"""Someone comes in, or stays who was a guest; several at once where an archive brings them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.membership.actions.counting import count_in, recount_people
from commonplace.communities.membership.actions.sponsoring import keep_sponsoring
from commonplace.communities.models import Community, JoinRequest, Membership
from commonplace.communities.standing import Standing
from commonplace.people.models import Person
from commonplace.store.locks import lock


def admit(
    *,
    person: Person,
    community: Community,
    standing: str = Standing.MEMBER,
    cares_about: str = "",
    until: datetime | None = None,
    pace: str = Membership.Pace.SUBJECT,
    at: datetime | None = None,
    origin: str = "",
) -> Membership:
    """Give `person` a standing inside; someone who left comes back, and someone who is already in keeps what they have,
    but that a guest who is let in as a member becomes one. Whoever sponsored it from outside does so inside.
    """
    at = at or timezone.now()
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        membership = Membership.objects.filter(person=person, community=community).first()
        if membership is not None and membership.is_current(at):
            if membership.is_guest and standing == Standing.MEMBER:
                _let_stay(membership, cares_about=cares_about, at=at)
            return membership
        if membership is None:
            membership = Membership.objects.create(
                person=person,
                community=community,
                standing=standing,
                cares_about=cares_about,
                until=until,
                pace=pace,
                joined_at=at,
            )
            verb = "joined"
            if membership.is_current(timezone.now()):
                count_in(community, [person])
        else:
            verb = _return(membership, standing=standing, until=until, cares_about=cares_about, at=at)
        ledger.record(
            verb=verb,
            person=person,
            community=community,
            at=at,
            what="membership",
            what_id=membership.pk,
            origin=origin,
        )
        close_questions(person=person, community=community, at=at)
    return membership


def _return(membership: Membership, *, standing: str, until: datetime | None, cares_about: str, at: datetime) -> str:
    """Somebody comes back; whoever sponsored it from outside comes in, and does so inside. The verb of the deed."""
    verb = "joined" if membership.is_sponsor else "returned"
    if membership.is_sponsor:
        keep_sponsoring(membership, at=at)
        membership.joined_at = at
    membership.standing, membership.until, membership.left_at = standing, until, None
    # Why they left was said to be forgotten when they come back.
    membership.left_why, membership.ended_by = "", None
    membership.cares_about = cares_about or membership.cares_about
    changed = ["standing", "until", "left_at", "left_why", "ended_by", "cares_about", "joined_at"]
    membership.save(update_fields=changed)
    # A guest whose time ran out may or may not have been counted off yet.
    recount_people([membership.community_id])
    return verb


def _let_stay(membership: Membership, *, cares_about: str, at: datetime) -> None:
    """A guest becomes a member: counted already, and seen to come in a second time."""
    membership.standing, membership.until = Standing.MEMBER, None
    membership.cares_about = cares_about or membership.cares_about
    membership.save(update_fields=["standing", "until", "cares_about"])
    ledger.record(
        verb="joined",
        person=membership.person,
        community=membership.community,
        at=at,
        what="membership",
        what_id=membership.pk,
    )
    close_questions(person=membership.person, community=membership.community, at=at)


def close_questions(*, person: Person, community: Community, at: datetime) -> None:
    """Nobody waits at a door that they have come in by otherwise."""
    asked = JoinRequest.objects.filter(person=person, community=community, answered_at__isnull=True)
    asked.update(answered_at=at, accepted=True)


def admit_all(*, arrivals: Iterable[tuple[Person, datetime]], community: Community, origin: str) -> list[Membership]:
    """The batch form of `admit` for importers: persons new to the community, each with the moment they came in."""
    arrivals = list(arrivals)
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        known = set(
            Membership.objects.filter(community=community, person__in=[person for person, _ in arrivals]).values_list(
                "person_id", flat=True
            )
        )
        made = Membership.objects.bulk_create(
            [
                Membership(person=person, community=community, joined_at=at)
                for person, at in arrivals
                if person.pk not in known
            ],
            batch_size=500,
        )
        ledger.record_all(
            ledger.Line(
                "joined",
                membership.person,
                community,
                membership.joined_at,
                what="membership",
                what_id=membership.pk,
                origin=origin,
            )
            for membership in made
        )
        count_in(community, [membership.person for membership in made])
    return made
