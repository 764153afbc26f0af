"""The rows of this room."""

from commonplace.undertakings.models.joint_response import (
    DraftComment,
    Endorsement,
    JointResponse,
    MinoritySigner,
    MinorityView,
    ResponseText,
)
from commonplace.undertakings.models.undertaking import Hand, Undertaking

__all__ = [
    "DraftComment",
    "Endorsement",
    "Hand",
    "JointResponse",
    "MinoritySigner",
    "MinorityView",
    "ResponseText",
    "Undertaking",
]
