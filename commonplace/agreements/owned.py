"""What a community owns of what it agreed on."""

from typing import Any

from commonplace.agreements.models import Answer, Decision, NormsYes, Proposal, Reached, Remark, Wording
from commonplace.agreements.models.proposal import KIND
from commonplace.communities.charter.ways import read_way
from commonplace.communities.owned import Owned


def _way(said: Any) -> None:
    read_way(said)


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
    Owned("answers_to_proposals", Answer, "wording__proposal__community"),
    Owned("remarks", Remark, "proposal__community", ("idempotency_key",)),
    Owned("norms_said_yes_to", NormsYes, "community"),
    Owned("milestones_told", Reached, "community"),
    Owned("decisions", Decision, "proposal__community"),
)
