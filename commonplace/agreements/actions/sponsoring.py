"""A steward writes what host and community agree, and signs; a sponsor signs; either side ends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonplace.agreements.models.sponsoring import Agreement, Side, Signature
from commonplace.agreements.queries.sponsoring import is_sponsor
from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.people.models import Person

LONGEST = 366 * 5  # days


class NotASponsor(ValueError):
    """Only whoever sponsors the community signs for the host."""


class ReadAnother(ValueError):
    """There is another version, or this one is signed, ended or over."""


class SameHand(ValueError):
    """Nobody signs for both sides."""


class OutsideTheYears(ValueError):
    """It begins to end today, or nobody would remember it."""


@dataclass(frozen=True)
class Terms:
    """What the host gives and will not ask, what the community shows in return, and until when."""

    gives: str
    will_not_ask: str
    until: date
    shows: str = ""


def lay_down(*, by: Person, community: Community, terms: Terms, on: int, at: datetime | None = None) -> Agreement:
    """Write a version, read beside that of number `on` (0 for none), and sign it for the community.

    What holds goes on until the new one is signed by both. Raises NotASteward, ReadAnother, OutsideTheYears.
    """
    now = at or timezone.now()
    with transaction.atomic():
        ledger.changed([community.pk])
        require_steward(by, community, at=now)
        if not 0 < (terms.until - now.date()).days <= LONGEST:
            raise OutsideTheYears(terms.until)
        latest = Agreement.objects.filter(community=community).order_by("-number").first()
        if (latest.number if latest else 0) != on:
            raise ReadAnother(on)
        made = Agreement.objects.create(
            community=community,
            number=on + 1,
            gives=terms.gives,
            will_not_ask=terms.will_not_ask,
            shows=terms.shows,
            until=terms.until,
            by=by,
            at=now,
        )
        Signature.objects.create(agreement=made, person=by, side=Side.COMMUNITY, at=now)
        ledger.record(verb="laid_down_agreement", person=by, community=community, at=now)
    return made


def sign(*, by: Person, agreement: Agreement, at: datetime | None = None) -> Signature:
    """Sign the last version for the host; twice is once. Raises NotASponsor, SameHand, ReadAnother."""
    now = at or timezone.now()
    with transaction.atomic():
        ledger.changed([agreement.community_id])
        if not is_sponsor(by, agreement.community, now=now):
            raise NotASponsor(by.pk)
        found = Agreement.objects.written_last().filter(pk=agreement.pk, ended_at=None, until__gte=now.date()).first()
        if found is None:
            raise ReadAnother(agreement.number)
        signed = {one.side: one for one in found.signatures.all()}
        if (theirs := signed.get(Side.HOST)) is not None:
            if theirs.person_id == by.pk:
                return theirs
            raise ReadAnother(agreement.number)
        if any(one.person_id == by.pk for one in signed.values()):
            raise SameHand(by.pk)
        made = Signature.objects.create(agreement=found, person=by, side=Side.HOST, at=now)
        ledger.record(verb="signed_agreement", person=by, community=agreement.community, at=now)
    return made


def end(*, by: Person, agreement: Agreement, why: str, at: datetime | None = None) -> None:
    """End it before its day, as a steward or as a sponsor, with a reason that both sides and members read.

    Raises NotASteward, ReadAnother.
    """
    now = at or timezone.now()
    with transaction.atomic():
        ledger.changed([agreement.community_id])
        if not is_sponsor(by, agreement.community, now=now):
            require_steward(by, agreement.community, at=now)
        standing = Agreement.objects.filter(pk=agreement.pk, ended_at=None, until__gte=now.date())
        if not standing.update(ended_at=now, ended_by=by, ended_why=why):
            raise ReadAnother(agreement.number)
        ledger.record(verb="ended_agreement", person=by, community=agreement.community, at=now)


__all__ = [
    "NotASponsor",
    "NotASteward",
    "OutsideTheYears",
    "ReadAnother",
    "SameHand",
    "Terms",
    "end",
    "lay_down",
    "sign",
]
