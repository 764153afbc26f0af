"""The rows of this room."""

from commonplace.agreements.models.milestones import Reached
from commonplace.agreements.models.norms import NormsYes
from commonplace.agreements.models.proposal import (
    Answer,
    Decision,
    Outcome,
    Proposal,
    ProposalQuerySet,
    Remark,
    Says,
    Wording,
)

__all__ = [
    "Answer",
    "Decision",
    "NormsYes",
    "Outcome",
    "Proposal",
    "ProposalQuerySet",
    "Reached",
    "Remark",
    "Says",
    "Wording",
]
