"""The rows of this room."""

from commonplace.agreements.models.milestones import Reached
from commonplace.agreements.models.nomination import Nomination
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
from commonplace.agreements.models.sponsoring import Agreement, Side, Signature

__all__ = [
    "Agreement",
    "Answer",
    "Decision",
    "Nomination",
    "NormsYes",
    "Outcome",
    "Proposal",
    "ProposalQuerySet",
    "Reached",
    "Remark",
    "Says",
    "Side",
    "Signature",
    "Wording",
]
