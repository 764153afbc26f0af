"""Taking part in a benchmark or a learning project: asked for, let in by those inside, and left again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import access
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.undertakings.actions import beginning, comparing
from commonplace.undertakings.actions.beginning import TooMany, Unfit
from commonplace.undertakings.actions.deeds import record, take_back
from commonplace.undertakings.actions.group import in_group, require_in_group
from commonplace.undertakings.actions.rights import held_still, may_carry
from commonplace.undertakings.actions.telling import News, tell, tell_all
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Participant, Undertaking

MOST = 40
# Whoever is inside reads what nobody else does, and so lets others in.
GATED = (Kind.MUTUAL, Kind.EXTERNAL)


def take_part(
    *, person: Person, undertaking: Undertaking, speaks_for: str = "", at: datetime | None = None
) -> Participant:
    """Take part, or ask to where a group lets people in; said again it corrects for whom one speaks.

    Where nobody is inside any more, whoever carries it may be the first. Raises IsOver, Unfit and TooMany.
    """
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_still(undertaking)
        if not Person.objects.filter(access.is_here_and_reads(undertaking.space), pk=person.pk).exists():
            raise Unfit(person.pk)
        row = Participant.objects.filter(undertaking=standing, person=person).first()
        if row is not None:
            Participant.objects.filter(pk=row.pk).update(speaks_for=speaks_for)
            return row
        if standing.participants.count() >= MOST:
            raise TooMany(undertaking.pk)
        inside = Participant.objects.still_here(standing)
        is_free = standing.kind not in GATED or (may_carry(person, standing) and not inside.exists())
        row = Participant.objects.create(
            undertaking=standing,
            person=person,
            speaks_for=speaks_for,
            asked_at=at,
            let_in_at=at if is_free else None,
        )
        if is_free:
            _came_in(row, standing, at=at)
        else:
            to = inside.values_list("person", flat=True)
            tell_all(News.ASKS_IN, undertaking, to=to, by=person, key=f"ASKS_IN:{row.pk}", at=at)
    return row


def _came_in(row: Participant, undertaking: Undertaking, *, at: datetime) -> None:
    record("took_part_in_undertaking", by=row.person, undertaking=undertaking, at=at)
    beginning.changed(undertaking, at=at)


def let_in(*, by: Person, undertaking: Undertaking, row: Participant, at: datetime | None = None) -> None:
    """Let somebody in who asked; twice is once. Raises NotInGroup and IsOver."""
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_still(undertaking)
        require_in_group(by, standing)
        if Participant.objects.filter(pk=row.pk, undertaking=standing, let_in_at=None).update(let_in_at=at):
            _came_in(row, standing, at=at)
            tell(News.LET_IN, undertaking, row.person, key=f"LET_IN:{row.pk}", at=at, by=by)


def turn_away(*, by: Person, undertaking: Undertaking, row: Participant) -> None:
    """Leave somebody outside who asked. Raises NotInGroup."""
    require_in_group(by, undertaking)
    Participant.objects.filter(pk=row.pk, undertaking=undertaking, let_in_at=None).delete()


def leave(*, person: Person, undertaking: Undertaking, at: datetime | None = None) -> None:
    """Take part no more: one's numbers and offers go along, and what one agreed to tell stays told."""
    at = at or timezone.now()
    with transaction.atomic():
        (standing,) = lock(Undertaking.objects.filter(pk=undertaking.pk))
        standing.community, standing.space = undertaking.community, undertaking.space
        was_inside = in_group(person, standing) is not None
        Participant.objects.filter(undertaking=undertaking, person=person).delete()
        if was_inside:
            take_back("took_part_in_undertaking", by=person, undertaking=undertaking, at=at)
            if standing.kind == Kind.MUTUAL and not standing.is_over:
                comparing.settle(standing, at=at)
