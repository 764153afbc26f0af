"""A steward proposes an introduction, or puts it aside; each of the two is asked by a letter of their own."""

from __future__ import annotations

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

__all__ = ["IsTakenUp", "NotASteward", "NotNow", "propose", "put_aside"]


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
        people = [one.person_id for one in sides]
        # Whoever was asked about somebody else since this was found is not asked about two at once.
        asked = Introduction.objects.open_at(now).filter(community=community, sides__person__in=people)
        is_wanted = len(sides) == 2 and willing(community, people) == set(people) and not asked.exists()
        if not is_wanted or any(community.pk in quiet_for(one.person, now=now) for one in sides):
            raise NotNow(introduction.pk)
        taken = Introduction.objects.proposed().filter(pk=introduction.pk)
        taken.update(asked_at=now, by=by, words=words)
        ledger.record(verb="proposed_introduction", person=by, community=community, at=now)
        introduction.refresh_from_db()
        for one in sides:
            ask_by_letter(introduction, one, at=now)


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
