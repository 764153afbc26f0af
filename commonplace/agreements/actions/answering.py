"""Members answer a wording, say something about it, and whoever carries it says what became of an objection."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.agreements.actions.rights import NotTheirs, hold_open, require_member
from commonplace.agreements.models import Answer, Proposal, Remark, Says
from commonplace.communities import ledger
from commonplace.people.models import Person

MOST_REMARKS = 500


class NoReason(ValueError):
    """An objection has a reason: without one nobody can do anything about it."""


class OtherWords(ValueError):
    """It has got another wording since it was read."""


class TooManyRemarks(ValueError):
    """More is said about it than anybody can read."""


def answer(
    *, by: Person, proposal: Proposal, says: Says, words: str = "", on: int, at: datetime | None = None
) -> Answer:
    """Answer the wording of number `on`; once more is instead. Raises NotAMember, IsOver, OtherWords, NoReason."""
    now = at or timezone.now()
    require_member(by, proposal.community, at=now)
    if says == Says.NO and not words.strip() and proposal.rule.is_by_consent:
        raise NoReason(proposal.pk)
    with transaction.atomic():
        held = hold_open(proposal, at=now)
        latest = held.wordings.order_by("-number")[0]
        if latest.number != on:
            raise OtherWords(held.pk)
        said = {"says": says, "words": words.strip(), "at": now, "reply": "", "reply_by": None}
        made, is_first = Answer.objects.get_or_create(wording=latest, person=by, defaults=said)
        if not is_first and (made.says, made.words) != (says, said["words"]):
            Answer.objects.filter(pk=made.pk).update(**said)
            made.refresh_from_db()
        if is_first:
            ledger.record(verb="answered_proposal", person=by, community=held.community, at=now)
    return made


def reply_to(*, by: Person, proposal: Proposal, objection: int, words: str, at: datetime | None = None) -> None:
    """Say what became of an objection, by its key: where the words took it in, or why they did not.

    It goes on standing until whoever made it answers otherwise. Raises NotTheirs, IsOver, and LookupError where the
    latest wording has no such objection.
    """
    now = at or timezone.now()
    require_member(by, proposal.community, at=now)
    with transaction.atomic():
        held = hold_open(proposal, at=now)
        if held.carried_by_id != by.pk:
            raise NotTheirs(by.pk)
        latest = held.wordings.order_by("-number")[0]
        theirs = Answer.objects.filter(pk=objection, wording=latest, says=Says.NO)
        if not theirs.update(reply=words.strip(), reply_by=by):
            raise LookupError(objection)
        ledger.record(
            verb="answered_objection", person=by, community=held.community, at=now, what="proposal", what_id=held.pk
        )


def remark(
    *, by: Person, proposal: Proposal, words: str, idempotency_key: str | None = None, at: datetime | None = None
) -> Remark:
    """Say something about it; raises NotAMember, IsOver, TooManyRemarks."""
    now = at or timezone.now()
    require_member(by, proposal.community, at=now)
    with transaction.atomic():
        held = hold_open(proposal, at=now)
        if idempotency_key and (made := Remark.objects.filter(person=by, idempotency_key=idempotency_key).first()):
            return made
        if held.remarks.count() >= MOST_REMARKS:
            raise TooManyRemarks(held.pk)
        made = Remark.objects.create(proposal=held, person=by, words=words, at=now, idempotency_key=idempotency_key)
        ledger.record(
            verb="spoke_to_proposal", person=by, community=held.community, at=now, what="proposal", what_id=held.pk
        )
    return made
