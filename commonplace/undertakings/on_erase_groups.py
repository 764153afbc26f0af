"""Someone is erased: what they gave to a group goes with their part in it; words of theirs where they wish so."""

from __future__ import annotations

from datetime import datetime

from commonplace.people.models import Person
from commonplace.undertakings.actions.indexing import keep_in_index
from commonplace.undertakings.models import (
    ExternalBenchmark,
    Fit,
    LearningProject,
    Lesson,
    OutsideSource,
    ProjectNote,
    Yardstick,
)


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """With `withdraw`, let go of what they wrote in benchmarks and projects.

    Their numbers, offers and what they agreed to go with their part in the group, whatever they wish.
    """
    if not withdraw:
        return
    found: set[int] = set()
    for rows, column in (
        (Lesson.objects.filter(by=person), "benchmark_id"),
        (Fit.objects.filter(person=person), "benchmark_id"),
        (OutsideSource.objects.filter(by=person), "benchmark_id"),
        (Yardstick.objects.filter(by=person), "benchmark_id"),
        (ProjectNote.objects.filter(by=person), "project_id"),
    ):
        found.update(rows.values_list(column, flat=True))
        rows.delete()
    looked = ExternalBenchmark.objects.filter(undertaking__begun_by=person)
    findings = ExternalBenchmark.objects.filter(found_by=person)
    closed = LearningProject.objects.filter(closed_by=person)
    for whole in (looked, findings, closed):
        found.update(whole.values_list("pk", flat=True))
    findings.update(finding_source="", finding_html="")
    closed.update(became_source="", became_html="")
    LearningProject.objects.filter(undertaking__begun_by=person).update(product="", product_for="", product_address="")
    looked.update(practice_source="", practice_html="")
    keep_in_index(*sorted(found))
