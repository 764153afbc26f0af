"""A steward proposes an introduction, or puts it aside; each of the two is asked by a letter of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.quiet import quiet_for
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.weaving.actions.telling import ask_by_letter
from commonplace.weaving.models import Introduction, Side
from commonplace.weaving.queries.introductions import willing

__all__ = ["IsTakenUp", "NotASteward", "NotNow", "ask_them", "may_be_asked", "propose", "put_aside"]


class IsTakenUp(ValueError):
    """A steward proposed it already, put it aside, or it was found anew."""


class NotNow(ValueError):
    """One of the two is not to be asked, whichever it is."""


def propose(*, by: Person, introduction: Introduction, words: str = "", at: datetime | None = None) -> None:
    """Ask each of the two whether they would like to be introduced. Raises NotASteward, IsTakenUp, NotNow.

    The deed says that a steward did it, and neither of whom nor what came of it.
    """
    now = at or timezone.now()
    community = introduction.community
    require_steward(by, community, at=now)
    with transaction.atomic():
        _held(by, introduction)
        sides = list(Side.objects.filter(introduction=introduction.pk).select_related("person").order_by("pk"))
        if not may_be_asked(introduction, sides, now=now):
            raise NotNow(introduction.pk)
        taken = Introduction.objects.proposed().filter(pk=introduction.pk)
        taken.update(proposed_at=now, asked_at=now, by=by, words=words)
        ledger.record(verb="proposed_introduction", person=by, community=community, at=now)
        introduction.refresh_from_db()
        ask_them(introduction, sides, at=now)


def may_be_asked(introduction: Introduction, sides: Sequence[Side], *, now: datetime) -> bool:
    """Whether both are here, may be proposed, have no quiet now, and are not asked about somebody else already."""
    community, people = introduction.community, [one.person_id for one in sides]
    asked = Introduction.objects.open_at(now).filter(community=community, sides__person__in=people)
    if len(sides) != 2 or willing(community, people) != set(people) or asked.exists():
        return False
    return not any(community.pk in quiet_for(one.person, now=now) for one in sides)


def ask_them(introduction: Introduction, sides: Sequence[Side], *, at: datetime) -> None:
    """Each by a letter of their own."""
    for one in sides:
        ask_by_letter(introduction, one, at=at)


def put_aside(*, by: Person, introduction: Introduction, at: datetime | None = None) -> None:
    """Leave it for a year. Off the ledger: it would tell of the two. Raises NotASteward, IsTakenUp."""
    now = at or timezone.now()
    require_steward(by, introduction.community, at=now)
    with transaction.atomic():
        _held(by, introduction)
        Introduction.objects.filter(pk=introduction.pk).update(put_aside_at=now)


def _held(by: Person, introduction: Introduction) -> None:
    """Kept to this transaction, the community first."""
    lock(Community.objects.filter(pk=introduction.community_id))
    found = Introduction.objects.tended_by(by).proposed().filter(pk=introduction.pk)
    if not lock(Introduction.objects.filter(pk=introduction.pk)) or not found.exists():
        raise IsTakenUp(introduction.pk)
