"""What a community owns of its undertakings."""

from typing import Any

from django.db.models import QuerySet

from commonplace.communities.owned import Owned, stays
from commonplace.undertakings.models import (
    Asked,
    DeskAnswer,
    DraftComment,
    Endorsement,
    ExternalBenchmark,
    FaqLine,
    FaqSource,
    Figure,
    Fit,
    Hand,
    HelpDesk,
    JointResponse,
    LearningProject,
    Lesson,
    LessonYes,
    Measure,
    Milestone,
    MinoritySigner,
    MinorityView,
    MutualBenchmark,
    NothingNew,
    Opening,
    OutsideQuestion,
    OutsideSource,
    Participant,
    Period,
    ProjectNote,
    ResponseText,
    Scan,
    ScanEntry,
    ScanNote,
    ScanSource,
    ScanTurn,
    Shift,
    Showing,
    SourceOffer,
    Swap,
    Undertaking,
    Yardstick,
)

PATHS = (
    "undertakings",
    "joint-responses",
    "help-desks",
    "scans",
    "mutual-benchmarks",
    "external-benchmarks",
    "learning-projects",
)
# How far this house has read a feed.
_READING = ("next_at", "read_at", "etag", "modified", "digest", "listed", "trouble", "failures", "failing_since")
_KEYS = ("idempotency_key",)


def _not_confidential(measures: QuerySet[Any]) -> QuerySet[Any]:
    return measures.filter(is_confidential=False)


def _told(lessons: QuerySet[Any]) -> QuerySet[Any]:
    return lessons.exclude(told_at=None)


LISTS = (
    Owned("undertakings", Undertaking, "community", _KEYS, "undertaking", paths=PATHS),
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
    Owned("scans", Scan, "undertaking__community"),
    Owned("scan_sources", ScanSource, "scan__undertaking__community", (*_KEYS, *_READING)),
    Owned("scan_turns", ScanTurn, "scan__undertaking__community", ("reminded_at",)),
    Owned("scan_notes", ScanNote, "turn__scan__undertaking__community", (*_KEYS, "entry")),
    Owned("scan_nothing_new", NothingNew, "turn__scan__undertaking__community"),
    Owned("mutual_benchmarks", MutualBenchmark, "undertaking__community"),
    Owned("benchmark_lessons", Lesson, "benchmark__undertaking__community", rows=_told),
    Owned("external_benchmarks", ExternalBenchmark, "undertaking__community"),
    Owned("external_sources", OutsideSource, "benchmark__undertaking__community"),
    Owned("external_measures", Yardstick, "benchmark__undertaking__community", rows=_not_confidential),
    Owned("external_fits", Fit, "benchmark__undertaking__community"),
    Owned("learning_projects", LearningProject, "undertaking__community"),
    Owned("milestones", Milestone, "project__undertaking__community", ("told_for",)),
    Owned("project_notes", ProjectNote, "project__undertaking__community"),
    *stays("somebody outside, by their address", OutsideQuestion),
    *stays(
        "a group of a benchmark, and what it alone reads",
        Participant,
        Period,
        Measure,
        Figure,
        Opening,
        Showing,
        LessonYes,
    ),
    *stays("what feeds brought lately, and what waits for an answer", ScanEntry, SourceOffer),
)
