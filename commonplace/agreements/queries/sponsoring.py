"""The agreement with a sponsor: how its versions stand, and who may sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.agreements.models.sponsoring import Agreement, Side, Signature
from commonplace.communities.models import Community, Membership, Role
from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.people.models import Person

# So long before its last day it is spoken of.
NOTICE = timedelta(days=60)
MOST = 40


@dataclass(frozen=True)
class Version:
    """One version as a page shows it."""

    row: Agreement
    signed: tuple[tuple[Signature, Byline], ...]
    state: str
    tone: str

    @property
    def is_signed(self) -> bool:
        """Whether both sides have."""
        return {one.side for one, _byline in self.signed} == set(Side.values)


def is_sponsor(person: Person, community: Community, *, now: datetime) -> bool:
    """Whether somebody sponsors a community, from outside or inside."""
    outside = Membership.objects.sponsoring(now).filter(community=community, person=person)
    inside = Role.objects.sponsoring().filter(membership__community=community, membership__person=person)
    return outside.exists() or inside.exists()


def in_force(community: Community, *, on: date) -> Agreement | None:
    """The agreement that holds on this day, with its signatures; None where there is none."""
    return Agreement.objects.in_force(on).filter(community=community).prefetch_related("signatures").first()


def versions(viewpoint: Viewpoint, *, now: datetime) -> list[Version]:
    """All that this viewer may read, the last written first; two queries."""
    signatures = Signature.objects.select_related("person").defer(*beyond_byline("person")).order_by("side")
    rows = Agreement.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    found = list(rows.prefetch_related(Prefetch("signatures", signatures)).order_by("-number")[:MOST])
    told, is_replaced = [], False
    for row in found:
        signed = tuple((one, viewpoint.byline_for(one.person)) for one in row.signatures.all())
        one = Version(
            row, signed, *_state(row, len(signed), is_latest=row is found[0], is_replaced=is_replaced, now=now)
        )
        told.append(one)
        is_replaced = is_replaced or one.is_signed
    return told


def _state(row: Agreement, signed: int, *, is_latest: bool, is_replaced: bool, now: datetime) -> tuple[str, str]:
    if row.ended_at is not None:
        return _("ended"), ""
    if is_replaced:
        return _("replaced by another"), ""
    if row.until < timezone.localdate(now):
        return _("over"), ""
    if signed == len(Side.values):
        return _("holds"), "good"
    return (_("waits for a signature"), "wait") if is_latest else (_("was not signed"), "")
