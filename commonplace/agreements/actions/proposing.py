"""A member proposes other words, gives them another wording, lets them go, or carries on what somebody left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.agreements.actions.indexing import keep_in_index
from commonplace.agreements.actions.rights import NotTheirs, hold_open, require_member
from commonplace.agreements.models import Decision, Outcome, Proposal, Wording
from commonplace.agreements.models.proposal import HEADINGS
from commonplace.agreements.queries.passages import standing_words
from commonplace.communities import ledger
from commonplace.communities.charter.queries import current_charter
from commonplace.communities.charter.ways import MOST_DAYS, WAY, read_way, way_of
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.lib.days import end_in_utc
from commonplace.people.models import Person

# So many of one member's are under way at once, so that the others can read them.
MOST_OPEN, MOST_WORDINGS = 3, 20
# For how long at least another wording is looked at.
AGAIN = timedelta(days=5)


class StewardsChangeIt(ValueError):
    """The community has not chosen that its members change the charter."""


class NothingChanges(ValueError):
    """These are the words that stand."""


class TooMany(ValueError):
    """More of them are under way, or it has more wordings, than anybody can read."""


class OutsideTheWindow(ValueError):
    """It would be talked about for less than the charter says, or for longer than anybody remembers."""


class ReadAnother(ValueError):
    """The charter, or the proposal, has got other words since it was read."""


class IsCarried(ValueError):
    """Somebody carries it."""


@dataclass(frozen=True)
class Terms:
    """What is proposed: other words for a passage, what changes in a line, why, and until when it is talked about."""

    passage: str
    title: str
    words: str
    why: str
    ends_at: datetime


def propose(
    *, by: Person, community: Community, terms: Terms, idempotency_key: str | None = None, at: datetime | None = None
) -> Proposal:
    """Put other words to all members.

    Raises NotAMember, StewardsChangeIt, NothingChanges, TooMany, OutsideTheWindow; LookupError where the charter has no
    such passage, and ValueError where the words for how it is changed are none.
    """
    now = at or timezone.now()
    require_member(by, community, at=now)
    if terms.passage not in HEADINGS:
        raise LookupError(terms.passage)
    words = _checked(terms.passage, terms.words)
    with transaction.atomic():
        ledger.changed([community.pk])
        if idempotency_key and (made := Proposal.objects.filter(by=by, idempotency_key=idempotency_key).first()):
            return made
        current = current_charter(community)
        way, stands = way_of(current), standing_words(current, terms.passage)
        if way.is_by_stewards:
            raise StewardsChangeIt(community.pk)
        if words == stands:
            raise NothingChanges(terms.passage)
        if not timedelta(days=way.days) <= terms.ends_at - now <= timedelta(days=MOST_DAYS + 1):
            raise OutsideTheWindow(way.days)
        if Proposal.objects.undecided().filter(community=community, carried_by=by).count() >= MOST_OPEN:
            raise TooMany(by.pk)
        proposal = Proposal.objects.create(
            community=community,
            passage=terms.passage,
            by=by,
            carried_by=by,
            title=terms.title,
            why=terms.why,
            way=way.written,
            at=now,
            ends_at=terms.ends_at,
            idempotency_key=idempotency_key,
        )
        Wording.objects.create(proposal=proposal, number=1, words=words, stood=stands, by=by, at=now)
        ledger.record(verb="proposed", person=by, community=community, at=now, what="proposal", what_id=proposal.pk)
        keep_in_index(proposal.pk)
    return proposal


def _checked(passage: str, words: str) -> str:
    return read_way(words).written if passage == WAY else words.strip()


def revise(
    *, by: Person, proposal: Proposal, words: str, summary: str, on: int, stood: str, at: datetime | None = None
) -> Wording:
    """Give it another wording on the one of number `on`, read beside the charter's `stood`; all are asked again.

    Answers to the wording before stay with that. Raises NotTheirs, IsOver, ReadAnother, NothingChanges, TooMany.
    """
    now = at or timezone.now()
    with transaction.atomic():
        held = hold_open(proposal, at=now)
        _require_carrier(by, held, at=now)
        if held.is_of_a_steward:
            raise NothingChanges(held.pk)
        words, latest = _checked(held.passage, words), held.wordings.order_by("-number")[0]
        stands = standing_words(current_charter(held.community), held.passage)
        if latest.number != on or stands != stood:
            raise ReadAnother(held.pk)
        if words == stands or (words, stands) == (latest.words, latest.stood):
            raise NothingChanges(held.pk)
        if latest.number >= MOST_WORDINGS:
            raise TooMany(held.pk)
        made = Wording.objects.create(
            proposal=held, number=latest.number + 1, words=words, stood=stands, summary=summary, by=by, at=now
        )
        held.overtaken_at, held.ends_at = None, max(held.ends_at, end_in_utc((now + AGAIN).astimezone(UTC).date()))
        held.save(update_fields=["overtaken_at", "ends_at"])
        ledger.record(verb="reworded", person=by, community=held.community, at=now, what="proposal", what_id=held.pk)
        keep_in_index(held.pk)
    return made


def withdraw(*, by: Person, proposal: Proposal, at: datetime | None = None) -> None:
    """Let it go; it stays to be read. Raises NotTheirs, IsOver."""
    now = at or timezone.now()
    with transaction.atomic():
        held = hold_open(proposal, at=now)
        _require_carrier(by, held, at=now)
        Decision.objects.create(proposal=held, outcome=Outcome.WITHDRAWN, at=now)
        ledger.record(
            verb="withdrew_proposal", person=by, community=held.community, at=now, what="proposal", what_id=held.pk
        )


def take_on(*, by: Person, proposal: Proposal, at: datetime | None = None) -> None:
    """Carry on what whoever carried it left behind; raises NotAMember, IsCarried, IsOver."""
    now = at or timezone.now()
    require_member(by, proposal.community, at=now)
    with transaction.atomic():
        held = hold_open(proposal, at=now)
        if held.carried_by_id != by.pk and is_carried(held):
            raise IsCarried(held.pk)
        Proposal.objects.filter(pk=held.pk).update(carried_by=by)
        ledger.record(
            verb="took_proposal_on", person=by, community=held.community, at=now, what="proposal", what_id=held.pk
        )


def is_carried(proposal: Proposal) -> bool:
    """Whether its carrier is still a member."""
    return (
        proposal.carried_by_id is not None
        and Membership.objects.filter(
            community=proposal.community_id, person=proposal.carried_by_id, standing__in=LASTING
        ).exists()
    )


def _require_carrier(by: Person, held: Proposal, *, at: datetime) -> None:
    require_member(by, held.community, at=at)
    if held.carried_by_id != by.pk:
        raise NotTheirs(by.pk)
