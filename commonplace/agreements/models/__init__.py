"""The rows of this room."""

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

__all__ = ["Answer", "Decision", "Outcome", "Proposal", "ProposalQuerySet", "Remark", "Says", "Wording"]
