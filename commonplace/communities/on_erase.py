"""Someone is erased: their standings go, and no community is left that nobody tends while others are in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import batched

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities import ledger
from commonplace.communities.joining.actions.inviting import LAST_LOOK
from commonplace.communities.membership.actions.counting import recount_people
from commonplace.communities.models import Community, Deed, Flag, Invitation, Membership
from commonplace.communities.standing import Standing
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import CannotGoYet
from commonplace.people.models import Person
from commonplace.store.locks import lock


class LastStewardAmongOthers(CannotGoYet):
    """Nobody else tends these communities, and others are in them: another steward first."""

    said = _("Others would stay behind with nobody who tends the place.")

    def __init__(self, communities: Sequence[Community]) -> None:
        super().__init__(", ".join(one.slug for one in communities))
        self.communities = communities


def left_untended_by(person: Person, *, now: datetime | None = None) -> list[Community]:
    """Communities that only they tend and in which others are who can sign in."""
    current = Membership.objects.current(now or timezone.now())
    others = current.filter(person__claimed_at__isnull=False, person__is_active=True).exclude(person=person)
    tended = current.filter(person=person, standing=Standing.STEWARD).values("community")
    shared = others.filter(standing=Standing.STEWARD).values("community")
    found = Community.objects.filter(pk__in=tended).filter(pk__in=others.values("community"))
    return list(found.exclude(pk__in=shared).order_by("name", "pk"))


def tended_still(person: Person, now: datetime) -> None:
    """Raise LastStewardAmongOthers where they cannot go yet."""
    if untended := left_untended_by(person, now=now):
        raise LastStewardAmongOthers(untended)


def let_go(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Take their standings away and count anew; with `withdraw`, what they told stewards goes too.

    Raises LastStewardAmongOthers.
    """
    concerned = _concerned(person)
    lock(Community.objects.filter(pk__in=concerned).only("pk"))
    tended_still(person, now)
    _forget_who_was_invited(person, addresses)
    invited = Invitation.objects.filter(by=person).values_list("pk", flat=True)
    for some in batched(map(str, invited), 500, strict=False):
        Letter.objects.filter(kind=LAST_LOOK.kind, about__in=some, sent_at=None).delete()
    if withdraw:
        Flag.objects.filter(by=person).update(why="")
    Membership.objects.filter(person=person).delete()
    recount_people(concerned, now=now)
    ledger.changed(concerned)


def _forget_who_was_invited(person: Person, addresses: frozenset[str]) -> None:
    """What others invited stays theirs; the name and the address on it are nobody's any more."""
    sent = Invitation.objects.annotate(reader=Lower("address")).filter(reader__in=sorted(addresses)).values("pk")
    Invitation.objects.filter(Q(taken_by=person) | Q(pk__in=sent)).update(name="", address="")


def _concerned(person: Person) -> list[int]:
    found = Q(pk__in=Membership.objects.filter(person=person).values("community_id"))
    found |= Q(pk__in=Deed.objects.filter(Q(person=person) | Q(towards=person)).values("community_id"))
    found |= Q(founded_by=person)
    return list(Community.objects.filter(found).values_list("pk", flat=True))
