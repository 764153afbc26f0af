"""What a community owns of its undertakings."""

from commonplace.communities.owned import Owned, stays
from commonplace.undertakings.models import (
    Asked,
    DeskAnswer,
    DraftComment,
    Endorsement,
    FaqLine,
    FaqSource,
    Hand,
    HelpDesk,
    JointResponse,
    MinoritySigner,
    MinorityView,
    OutsideQuestion,
    ResponseText,
    Shift,
    Swap,
    Undertaking,
)

PATHS = ("undertakings", "joint-responses", "help-desks")
_KEYS = ("idempotency_key",)
LISTS = (
    Owned("undertakings", Undertaking, "community", _KEYS, "undertaking", "asked", paths=PATHS),
    Owned("hands", Hand, "undertaking__community"),
    Owned("help_desks", HelpDesk, "undertaking__community"),
    Owned("desk_weeks", Shift, "desk__undertaking__community"),
    Owned("desk_swaps", Swap, "given__desk__undertaking__community"),
    Owned("desk_questions", Asked, "desk__undertaking__community", (*_KEYS, "outside"), "asked"),
    Owned("desk_answers", DeskAnswer, "asked__desk__undertaking__community", _KEYS),
    Owned("desk_faq", FaqLine, "desk__undertaking__community", _KEYS),
    Owned("desk_faq_sources", FaqSource, "line__desk__undertaking__community"),
    Owned("joint_responses", JointResponse, "undertaking__community"),
    Owned("response_texts", ResponseText, "response__undertaking__community", html=("parts",)),
    Owned("response_comments", DraftComment, "text__response__undertaking__community", _KEYS),
    Owned("endorsements", Endorsement, "response__undertaking__community"),
    Owned("minority_views", MinorityView, "response__undertaking__community", _KEYS),
    Owned("minority_signers", MinoritySigner, "view__response__undertaking__community"),
    *stays("somebody outside, by their address", OutsideQuestion),
)
