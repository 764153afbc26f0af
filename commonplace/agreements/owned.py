"""What a community owns of what it agreed on."""

from typing import Any

from django.db.models import QuerySet

from commonplace.agreements.models import (
    Agreement,
    Answer,
    Decision,
    Nomination,
    NormsYes,
    Proposal,
    Reached,
    Remark,
    Signature,
    Wording,
)
from commonplace.agreements.models.proposal import KIND
from commonplace.communities.charter.ways import read_way
from commonplace.communities.owned import Owned, stays


def _way(said: Any) -> None:
    read_way(said)


def _with_words(answers: QuerySet[Any]) -> QuerySet[Any]:
    """Without words nobody is told what somebody answered; how many did stands with the decision."""
    return answers.exclude(words="")


LISTS = (
    Owned(
        "proposals",
        Proposal,
        "community",
        ("idempotency_key",),
        kind=KIND,
        paths=("proposals/",),
        fits=(("way", _way),),
    ),
    Owned("wordings", Wording, "proposal__community"),
    Owned("answers_to_proposals", Answer, "wording__proposal__community", rows=_with_words),
    Owned("remarks", Remark, "proposal__community", ("idempotency_key",)),
    Owned("milestones_told", Reached, "community"),
    Owned("nominations", Nomination, "proposal__community"),
    Owned("agreements", Agreement, "community"),
    Owned("signatures", Signature, "agreement__community"),
    Owned("decisions", Decision, "proposal__community"),
    *stays("that somebody said yes is told to nobody but them", NormsYes),
)
