"""The rows of this room."""

from commonplace.undertakings.models.benchmark import (
    Figure,
    Lesson,
    LessonYes,
    Measure,
    MutualBenchmark,
    Opening,
    Period,
    Showing,
)
from commonplace.undertakings.models.external_benchmark import ExternalBenchmark, Fit, OutsideSource, Yardstick
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
from commonplace.undertakings.models.learning_project import LearningProject, Milestone, ProjectNote
from commonplace.undertakings.models.participant import Participant
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
    "ExternalBenchmark",
    "FaqLine",
    "FaqSource",
    "Figure",
    "Fit",
    "Hand",
    "HelpDesk",
    "JointResponse",
    "LearningProject",
    "Lesson",
    "LessonYes",
    "Measure",
    "Milestone",
    "MinoritySigner",
    "MinorityView",
    "MutualBenchmark",
    "NothingNew",
    "Opening",
    "OutsideQuestion",
    "OutsideSource",
    "Participant",
    "Period",
    "ProjectNote",
    "ResponseText",
    "Scan",
    "ScanEntry",
    "ScanNote",
    "ScanSource",
    "ScanTurn",
    "Shift",
    "Showing",
    "SourceOffer",
    "Swap",
    "Undertaking",
    "Yardstick",
]
