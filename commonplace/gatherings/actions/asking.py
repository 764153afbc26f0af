"""Asking people by name: members of the community, and guests from outside to this one gathering."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.viewpoint import standing_of
from commonplace.gatherings.actions.answering import held_still, take_back
from commonplace.gatherings.actions.polling import held_open
from commonplace.gatherings.actions.rights import require_hand
from commonplace.gatherings.actions.telling import KIND, News, tell
from commonplace.gatherings.models import Answer, Gathering, Host, Invited
from commonplace.letters.models import Letter
from commonplace.lib.addresses import one_address
from commonplace.people.models import Person
from commonplace.people.proof import Unproven, is_unproven
from commonplace.store.locks import lock

__all__ = ["TooManyAsked", "Unproven", "ask", "invite_guest", "let_go", "share", "uninvite"]

AT_ONCE = 60
A_DAY = 200
GUESTS_A_DAY = 40
# So often a guest is let go and asked anew; nobody's mailbox is filled that way.
ANEW_A_DAY = 3


class TooManyAsked(ValueError):
    """More in a day than one person asks by name."""


def ask(*, by: Person, gathering: Gathering, people: Iterable[int], at: datetime | None = None) -> int:
    """Ask members by name to come, each once, by a letter that they can answer; how many were asked. While the date is
    open they are asked when they can.

    Only those who may see the gathering, and have not answered it. Raises NotTheirs, IsOff, IsOver, Unproven and
    TooManyAsked.
    """
    at = at or timezone.now()
    require_hand(by, gathering)
    if is_unproven(by):
        raise Unproven(by.pk)
    wanted = sorted(set(people) - {by.pk})
    if len(wanted) > AT_ONCE:
        raise TooManyAsked(len(wanted))
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        is_open = gathering.is_open_dated
        standing = held_open(gathering, at=at)[0] if is_open else held_still(gathering, at=at)
        asked_today = Answer.objects.filter(asked_by=by, asked_at__gt=at - timedelta(days=1)).count()
        if asked_today + len(wanted) > A_DAY:
            raise TooManyAsked(by.pk)
        known = standing.answers.filter(person__in=wanted).values("person")
        here = Person.objects.filter(
            access.is_here_and_reads(standing.space), pk__in=wanted, claimed_at__isnull=False
        ).exclude(pk__in=known)
        asked = [
            Answer.objects.create(gathering=standing, person=person, asked_by=by, asked_at=at, at=at)
            for person in here.order_by("pk")
        ]
        for answer in asked:
            tell(News.WHEN if is_open else News.ASKED, answer, standing, key="ASKED", by=by, at=at)
    return len(asked)


def invite_guest(
    *, by: Person, gathering: Gathering, address: str, name: str = "", language: str = "", at: datetime | None = None
) -> Invited:
    """Ask somebody from outside to this gathering alone, by a letter whose link opens it and nothing else.

    Asking the same address again is asking once; one that was let go is asked anew. Raises NotTheirs, IsOff, IsOver,
    Unproven and TooManyAsked.
    """
    at = at or timezone.now()
    require_hand(by, gathering)
    if is_unproven(by):
        raise Unproven(by.pk)
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        standing = held_still(gathering, at=at)
        there = standing.invited.filter(address=one_address(address)).first()
        if there is not None and there.withdrawn_at is None:
            return there
        if Invited.objects.filter(by=by, at__gt=at - timedelta(days=1)).count() >= GUESTS_A_DAY:
            raise TooManyAsked(by.pk)
        if there is not None:
            _require_room_to_ask_anew(there.address, standing, at=at)
            # A row of its own, with a link of its own: what was let go opens nothing again.
            there.delete()
        guest = Invited.objects.create(
            gathering=standing, by=by, name=name, address=one_address(address), language=language, at=at
        )
        answer = Answer.objects.create(gathering=standing, guest=guest, asked_by=by, asked_at=at, at=at)
        tell(News.ASKED, answer, standing, key="ASKED", by=by, at=at)
    return guest


def _require_room_to_ask_anew(address: str, gathering: Gathering, *, at: datetime) -> None:
    """Raise TooManyAsked where a guest has had as many letters that ask them as one should."""
    asked = Letter.objects.filter(kind=KIND, to=address, about__startswith=f"{News.ASKED.name} {gathering.pk} ")
    if asked.filter(created_at__gt=at - timedelta(days=1)).count() >= ANEW_A_DAY:
        raise TooManyAsked(gathering.pk)


def uninvite(*, by: Person, guest: Invited, at: datetime | None = None) -> None:
    """Let a guest from outside go: their link opens nothing, and their seat is free. Raises NotTheirs."""
    at = at or timezone.now()
    require_hand(by, guest.gathering)
    with transaction.atomic():
        Invited.objects.filter(pk=guest.pk, withdrawn_at=None).update(withdrawn_at=at)
        answer = Answer.objects.filter(guest=guest).select_related("gathering__community", "gathering__space").first()
        if answer is not None:
            take_back(answer=answer, at=at)


def share(*, by: Person, gathering: Gathering, person: Person, part: str = "") -> Host:
    """Hold it together with somebody who may see it. Raises NotTheirs, also where they may not."""
    require_hand(by, gathering)
    standing = standing_of(person, gathering.community)
    if standing is None or not Gathering.objects.visible_to(person).filter(pk=gathering.pk).exists():
        raise Unfit(person.pk)
    with transaction.atomic():
        host, _new = Host.objects.update_or_create(gathering=gathering, person=person, defaults={"part": part})
    return host


def let_go(*, by: Person, host: Host) -> None:
    """Have somebody hold it no more; raises NotTheirs."""
    require_hand(by, host.gathering)
    Host.objects.filter(pk=host.pk).delete()


class Unfit(ValueError):
    """Whoever holds a gathering can see it."""
