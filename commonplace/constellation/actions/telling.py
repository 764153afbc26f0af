"""Stewards say line by line what the host is told; an operator says who looks for the host."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.constellation.models import HostEye, Line, Told
from commonplace.constellation.queries.host import may_be_known
from commonplace.people.models import Person
from commonplace.store.locks import lock

__all__ = ["NotASteward", "NotAnOperator", "NotInTheCharter", "end_looking", "let_look", "tell"]


class NotInTheCharter(ValueError):
    """A private community tells its host that it exists only if its charter says so."""


class NotAnOperator(ValueError):
    """Only whoever operates the house says who looks for its host."""


def tell(
    *, by: Person, community: Community, lines: Collection[str], readiness: str = "", at: datetime | None = None
) -> bool:
    """Tell the host these lines from now on, and no other; whether anything changed. What ended stays on record.

    Readiness without words is not told. Raises NotASteward, NotInTheCharter, ValueError for what is no line.
    """
    now, wanted = at or timezone.now(), {Line(one): "" for one in lines}
    if Line.READINESS in wanted:
        wanted[Line.READINESS] = readiness
        if not readiness:
            del wanted[Line.READINESS]
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        require_steward(by, community, at=now)
        if Line.EXISTS in wanted and not may_be_known(community):
            raise NotInTheCharter(community.pk)
        standing = {one.line: one for one in Told.objects.in_force().filter(community=community)}
        ended = [one.pk for one in standing.values() if wanted.get(Line(one.line)) != one.words]
        begun = [one for one in wanted if one not in standing or standing[one].pk in ended]
        if not ended and not begun:
            return False
        Told.objects.filter(pk__in=ended).update(ended_at=now, ended_by=by)
        Told.objects.bulk_create(Told(community=community, line=one, words=wanted[one], by=by, at=now) for one in begun)
        ledger.record(verb="told_host", person=by, community=community, at=now, what="community", what_id=community.pk)
    return True


def let_look(*, by: Person | None, person: Person, at: datetime | None = None) -> HostEye:
    """Name somebody who looks for the host; twice is once. Nobody names them where it is said on the machine itself.

    Raises NotAnOperator.
    """
    if by is not None and not by.is_operator:
        raise NotAnOperator(by.pk)
    eye, _is_new = HostEye.objects.get_or_create(person=person, defaults={"by": by, "at": at or timezone.now()})
    return eye


def end_looking(*, by: Person, eye: HostEye) -> None:
    """They look no more: by an operator's word, or their own. Raises NotAnOperator."""
    if not by.is_operator and by.pk != eye.person_id:
        raise NotAnOperator(by.pk)
    HostEye.objects.filter(pk=eye.pk).delete()
