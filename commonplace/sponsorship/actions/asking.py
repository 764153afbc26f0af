"""A community asks its sponsor for something, a sponsor answers, and the community tells what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.sponsorship.actions.indexing import keep_in_index
from commonplace.sponsorship.actions.telling import ask_by_letter
from commonplace.sponsorship.models import Request, Says, Turn
from commonplace.sponsorship.models.requests import ANSWERS, KIND
from commonplace.sponsorship.who import require_sponsor, require_steward
from commonplace.store.locks import lock

MOST_OPEN = 12
MOST_TURNS = 60


class TooMany(ValueError):
    """More is asked at once than anybody answers, or more was said than anybody reads."""


class IsWithdrawn(ValueError):
    """It is asked no more."""


class SaidMeanwhile(ValueError):
    """Somebody answered it, or told what changed, since it was read; `turn` is what they said."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn.pk)
        self.turn = turn


class NotAnswered(ValueError):
    """Nothing changed by an answer that nobody gave."""


@dataclass(frozen=True)
class Asked:
    """What is asked, why, what it would change and by when; and where it began, if it began somewhere."""

    title: str
    why: str
    would_change: str = ""
    by_when: date | None = None
    obstacle_id: int | None = None
    proposal_id: int | None = None
    item_id: int | None = None


def ask(
    *, by: Person, community: Community, asked: Asked, idempotency_key: str | None = None, at: datetime | None = None
) -> Request:
    """Put it to the sponsors, each by a letter; where there is none yet it waits for the first.

    Raises NotASteward, TooMany.
    """
    now = at or timezone.now()
    require_steward(by, community, at=now)
    with transaction.atomic():
        ledger.changed([community.pk])
        if idempotency_key and (made := Request.objects.filter(by=by, idempotency_key=idempotency_key).first()):
            return made
        if Request.objects.waiting().filter(community=community).count() >= MOST_OPEN:
            raise TooMany(community.pk)
        made = Request.objects.create(
            community=community,
            title=asked.title,
            why=asked.why,
            would_change=asked.would_change,
            by_when=asked.by_when,
            by=by,
            at=now,
            obstacle_id=asked.obstacle_id,
            proposal_id=asked.proposal_id,
            item_id=asked.item_id,
            idempotency_key=idempotency_key,
        )
        ledger.record(verb="asked_sponsor", person=by, community=community, at=now, what=KIND, what_id=made.pk)
        keep_in_index(made.pk)
        ask_by_letter(made, at=now)
    return made


def withdraw(*, by: Person, request: Request, why: str = "", at: datetime | None = None) -> None:
    """Ask it no more; it stays to be read, with what was answered. Raises NotASteward, IsWithdrawn."""
    now = at or timezone.now()
    require_steward(by, request.community, at=now)
    with transaction.atomic():
        _held(request)
        Request.objects.filter(pk=request.pk).update(withdrawn_at=now, withdrawn_why=why, withdrawn_by=by)
        ledger.record(
            verb="withdrew_request", person=by, community=request.community, at=now, what=KIND, what_id=request.pk
        )


def ask_again(*, by: Person, request: Request, at: datetime | None = None) -> None:
    """Take back that it was withdrawn; raises NotASteward."""
    now = at or timezone.now()
    require_steward(by, request.community, at=now)
    with transaction.atomic():
        ledger.changed([request.community_id])
        found = Request.objects.filter(pk=request.pk).exclude(withdrawn_at=None)
        if found.update(withdrawn_at=None, withdrawn_why="", withdrawn_by=None):
            ledger.record(
                verb="asked_sponsor", person=by, community=request.community, at=now, what=KIND, what_id=request.pk
            )


def answer(*, by: Person, request: Request, says: str, words: str, on: int, at: datetime | None = None) -> Turn:
    """Answer as a sponsor, having read `on` turns before; an answer is followed by another and never overwritten.

    Raises NotASponsor, IsWithdrawn, SaidMeanwhile, TooMany; ValueError where it says what is no answer.
    """
    now = at or timezone.now()
    require_sponsor(by, request.community)
    if says not in ANSWERS:
        raise ValueError(says)
    with transaction.atomic():
        return _say(request, Says(says), words, by=by, on=on, at=now)


def tell_change(*, by: Person, request: Request, words: str, on: int, at: datetime | None = None) -> Turn:
    """Tell what changed since a sponsor answered, or that nothing did.

    Raises NotASteward, IsWithdrawn, NotAnswered, SaidMeanwhile, TooMany.
    """
    now = at or timezone.now()
    require_steward(by, request.community, at=now)
    with transaction.atomic():
        if not Turn.objects.filter(request=request.pk).exists():
            raise NotAnswered(request.pk)
        return _say(request, Says.CHANGED, words, by=by, on=on, at=now)


def _say(request: Request, says: Says, words: str, *, by: Person, on: int, at: datetime) -> Turn:
    _held(request)
    said = list(Turn.objects.filter(request=request.pk).order_by("number").select_related("by"))
    if said and (last := said[-1]).says == says and last.by_id == by.pk and last.words == words:
        return last  # sent twice
    if len(said) != on and said:
        raise SaidMeanwhile(said[-1])
    if len(said) >= MOST_TURNS:
        raise TooMany(request.pk)
    verb = "told_change" if says == Says.CHANGED else "answered_request"
    ledger.record(verb=verb, person=by, community=request.community, at=at, what=KIND, what_id=request.pk)
    return Turn.objects.create(request=request, number=len(said) + 1, says=says, words=words, by=by, at=at)


def _held(request: Request) -> None:
    # The community first, as everywhere.
    ledger.changed([request.community_id])
    if not lock(Request.objects.standing().filter(pk=request.pk)):
        raise IsWithdrawn(request.pk)
