"""What comes of a round: what was decided is kept beside it, and a comment that names somebody is taken away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.stewards import require_steward
from commonplace.fitness.models import Comment, Decision, Round, Talk
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped


class IsStillOpen(ValueError):
    """Nothing came of a round yet."""


class IsElsewhere(ValueError):
    """That gathering does not talk about this round."""


@transaction.atomic
def talk(*, by: Person, closed: Round, item: str, gathering: Gathering, at: datetime | None = None) -> Talk:
    """Keep beside a round which gathering talks about one of its items, once.

    Raises NotASteward, IsStillOpen, IsElsewhere.
    """
    now = at or timezone.now()
    require_steward(by, closed.community, at=now)
    if closed.closed_at is None:
        raise IsStillOpen(closed.pk)
    if gathering.community_id != closed.community_id:
        raise IsElsewhere(gathering.pk)
    said = {"by": by, "at": now}
    made, is_new = Talk.objects.get_or_create(round=closed, item=item, gathering=gathering, defaults=said)
    if is_new:
        ledger.record(verb="talks_of_round", person=by, community=closed.community, at=now)
    return made


@transaction.atomic
def decide(
    *, by: Person, closed: Round, words: str, gathering: Gathering | None = None, at: datetime | None = None
) -> Decision:
    """Keep beside a round what was decided, and at which gathering that talked about it, once however often it is sent.

    Raises NotASteward, IsStillOpen, IsElsewhere.
    """
    now = at or timezone.now()
    require_steward(by, closed.community, at=now)
    if closed.closed_at is None:
        raise IsStillOpen(closed.pk)
    if gathering is not None and not Talk.objects.filter(round=closed, gathering=gathering).exists():
        raise IsElsewhere(gathering.pk)
    lock(Round.objects.filter(pk=closed.pk))
    said = {"at": now, "gathering": gathering}
    made, is_new = Decision.objects.get_or_create(round=closed, by=by, words=words, defaults=said)
    if is_new:
        ledger.record(verb="decided_on_round", person=by, community=closed.community, at=now)
    return made


@transaction.atomic
def take_away(*, by: Person, comment: Comment, at: datetime | None = None) -> None:
    """Take a comment off for good, where it names or hurts somebody; raises NotASteward."""
    now = at or timezone.now()
    community = comment.round.community
    require_steward(by, community, at=now)
    Comment.objects.filter(pk=comment.pk).delete()
    ledger.record(verb="took_comment_away", person=by, community=community, at=now)
    to_be_wiped(now=now)
