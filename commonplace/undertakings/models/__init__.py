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
from commonplace.undertakings.models.scan import (
    NothingNew,
    Scan,
    ScanEntry,
    ScanNote,
    ScanSource,
    ScanTurn,
    SourceOffer,
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
    "NothingNew",
    "OutsideQuestion",
    "ResponseText",
    "Scan",
    "ScanEntry",
    "ScanNote",
    "ScanSource",
    "ScanTurn",
    "Shift",
    "SourceOffer",
    "Swap",
    "Undertaking",
]
