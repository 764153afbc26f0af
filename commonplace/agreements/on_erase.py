"""Someone is erased: what they proposed and said stays nameless, or without their words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, override

from commonplace.agreements.actions.indexing import keep_in_index
from commonplace.agreements.models import Agreement, Answer, Decision, Outcome, Proposal, Remark, Wording
from commonplace.people.models import Person
from commonplace.store.locks import lock


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Clear what the index knows by their name; with `withdraw`, the words that they wrote too.

    Words that were adopted are the charter's by then. A proposal without words cannot be decided: it is withdrawn.
    """
    theirs = list(lock(Proposal.objects.filter(by=person)))
    if withdraw:
        _withdraw(person, theirs, now)
    # In the index stands who proposed.
    Proposal.objects.filter(by=person).update(by=None)
    keep_in_index(*(one.pk for one in theirs))


def _withdraw(person: Person, theirs: list[Proposal], now: datetime) -> None:
    Answer.objects.filter(person=person).update(words="")
    Answer.objects.filter(reply_by=person).update(reply="")
    Remark.objects.filter(person=person).update(words="")
    Agreement.objects.filter(ended_by=person).update(ended_why="")
    # What both sides signed is theirs together, as adopted words are the charter's.
    laid = Agreement.objects.filter(by=person)
    signed = list(laid.signed().values_list("pk", flat=True))
    laid.exclude(pk__in=signed).update(gives="", will_not_ask="", shows="")
    worded = Wording.objects.filter(by=person)
    going = Proposal.objects.undecided().filter(pk__in=worded.values("proposal")) | Proposal.objects.undecided().filter(
        by=person
    )
    Decision.objects.bulk_create(
        [Decision(proposal=one, outcome=Outcome.WITHDRAWN, at=now) for one in going.distinct()]
    )
    worded.update(summary="")
    worded.exclude(proposal__decision__outcome=Outcome.ADOPTED).update(words="")
    for one in Proposal.objects.filter(by=person).select_related("community"):
        with override(one.community.language):
            title = gettext("A proposal whose words were withdrawn")
        Proposal.objects.filter(pk=one.pk).update(title=title, why="")
