"""The rows of this room."""

from commonplace.undertakings.models.help_desk import (
    Asked,
    DeskAnswer,
    FaqLine,
    FaqSource,
    HelpDesk,
    OutsideQuestion,
    Shift,
    Swap,
)
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
    "Asked",
    "DeskAnswer",
    "DraftComment",
    "Endorsement",
    "FaqLine",
    "FaqSource",
    "Hand",
    "HelpDesk",
    "JointResponse",
    "MinoritySigner",
    "MinorityView",
    "OutsideQuestion",
    "ResponseText",
    "Shift",
    "Swap",
    "Undertaking",
]
