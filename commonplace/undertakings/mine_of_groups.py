"""What is a person's in benchmarks and learning projects; of numbers, their own alone."""

from __future__ import annotations

from commonplace.people.mine import Erasing, Mine
from commonplace.undertakings.mine import titled_as
from commonplace.undertakings.models import (
    ExternalBenchmark,
    Figure,
    Fit,
    LearningProject,
    Lesson,
    LessonYes,
    Opening,
    OutsideSource,
    Participant,
    ProjectNote,
    Showing,
    Yardstick,
)

LISTS = (
    Mine(
        "took_part",
        Participant,
        "person",
        Erasing.GOES,
        ("undertaking__community__slug", "undertaking_id", "speaks_for", "asked_at", "let_in_at"),
        named=titled_as("undertaking"),
        order=385,
    ),
    Mine(
        "numbers_given",
        Figure,
        "participant__person",
        Erasing.WITH_ITS_WHOLE,
        ("measure__benchmark_id", "measure__name", "measure__unit", "period__words", "amount", "note", "at"),
        named=titled_as("measure__benchmark__undertaking"),
        order=386,
    ),
    Mine(
        "would_show",
        Showing,
        "participant__person",
        Erasing.WITH_ITS_WHOLE,
        ("measure__benchmark_id", "measure__name", "words", "at"),
        named=titled_as("measure__benchmark__undertaking"),
        order=387,
    ),
    Mine(
        "lessons_worded",
        Lesson,
        "by",
        Erasing.NAMELESS,
        ("benchmark_id", "source", "at", "told_at"),
        named=titled_as("benchmark__undertaking"),
        order=388,
    ),
    Mine(
        "sources_named",
        OutsideSource,
        "by",
        Erasing.NAMELESS,
        ("benchmark_id", "what", "address", "on", "said_by", "trust", "trust_why", "at"),
        named=titled_as("benchmark__undertaking"),
        order=389,
    ),
    Mine(
        "put_beside",
        Yardstick,
        "by",
        Erasing.NAMELESS,
        ("benchmark_id", "name", "theirs", "ours", "at"),
        named=titled_as("benchmark__undertaking"),
        # What was told in confidence stays with its group.
        rows=lambda person: Yardstick.objects.filter(by=person, is_confidential=False),
        order=390,
    ),
    Mine(
        "said_what_fits",
        Fit,
        "person",
        Erasing.NAMELESS,
        ("benchmark_id", "how", "words", "at"),
        named=titled_as("benchmark__undertaking"),
        order=391,
    ),
    Mine(
        "learned_on_the_way",
        ProjectNote,
        "by",
        Erasing.NAMELESS,
        ("project_id", "words", "at"),
        named=titled_as("project__undertaking"),
        order=392,
    ),
    Mine("yes_to_lessons", LessonYes, "participant__person", Erasing.WITH_ITS_WHOLE, why="told with the lesson"),
    Mine("measures_opened", Opening, "by", Erasing.NAMELESS, why="an answer that opens others’ numbers, not words"),
    Mine("findings_kept", ExternalBenchmark, "found_by", Erasing.NAMELESS, why="a deed in the ledger tells it"),
    Mine("projects_closed", LearningProject, "closed_by", Erasing.NAMELESS, why="a deed in the ledger tells it"),
)
