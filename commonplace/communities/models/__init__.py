"""Rows of a community: itself, its spaces, who belongs, its charter, its topics, what is held, and the ledger."""

from commonplace.communities.models.charter import CharterRevision
from commonplace.communities.models.community import Community, Space
from commonplace.communities.models.deed import Deed, LedgerMark, Numbering
from commonplace.communities.models.lead import Lead
from commonplace.communities.models.look import Look, Looked
from commonplace.communities.models.membership import (
    Greeting,
    GroupLink,
    Invitation,
    JoinRequest,
    Membership,
    Role,
    RoleBrief,
)
from commonplace.communities.models.moderation import Flag, Hold
from commonplace.communities.models.reason import SavedReason
from commonplace.communities.models.seat import SpaceSeat
from commonplace.communities.models.topic import Topic, TopicMerger

__all__ = [
    "CharterRevision",
    "Community",
    "Deed",
    "Flag",
    "Greeting",
    "GroupLink",
    "Hold",
    "Invitation",
    "JoinRequest",
    "Lead",
    "LedgerMark",
    "Look",
    "Looked",
    "Membership",
    "Numbering",
    "Role",
    "RoleBrief",
    "SavedReason",
    "Space",
    "SpaceSeat",
    "Topic",
    "TopicMerger",
]
