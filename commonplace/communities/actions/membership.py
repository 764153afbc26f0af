"""Someone comes in, changes their standing or pace, and leaves."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.actions.counting import recount_people
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person


def admit(
    *,
    person: Person,
    community: Community,
    standing: str = Membership.Standing.MEMBER,
    cares_about: str = "",
    until: datetime | None = None,
    pace: str = Membership.Pace.SUBJECT,
    at: datetime | None = None,
    origin: str = "",
) -> Membership:
    """Give `person` a standing; someone who is already in keeps what they have, someone who left comes back."""
    at = at or timezone.now()
    with transaction.atomic():
        membership = Membership.objects.filter(person=person, community=community).first()
        if membership is not None and membership.is_current(at):
            return membership
        if membership is None:
            membership = Membership.objects.create(
                person=person, community=community, standing=standing, cares_about=cares_about, until=until,
                pace=pace, joined_at=at,
            )  # fmt: skip
            verb = "joined"
        else:
            membership.standing, membership.until, membership.left_at = standing, until, None
            membership.cares_about = cares_about or membership.cares_about
            membership.save(update_fields=["standing", "until", "left_at", "cares_about"])
            verb = "returned"
        if verb == "returned":
            # A guest whose time ran out may or may not have been counted off yet.
            recount_people([community.pk])
        elif membership.is_current(timezone.now()):
            Community.objects.filter(pk=community.pk).update(people_count=F("people_count") + 1)
        ledger.record(
            verb=verb,
            person=person,
            community=community,
            at=at,
            what="membership",
            what_id=membership.pk,
            origin=origin,
        )
    return membership


def admit_all(*, arrivals: Iterable[tuple[Person, datetime]], community: Community, origin: str) -> list[Membership]:
    """The batch form of `admit` for importers: persons new to the community, each with the moment they came in."""
    arrivals = list(arrivals)
    with transaction.atomic():
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
                "joined", membership.person, community, membership.joined_at,
                what="membership", what_id=membership.pk, origin=origin,
            )
            for membership in made
        )  # fmt: skip
        Community.objects.filter(pk=community.pk).update(people_count=F("people_count") + len(made))
    return made
