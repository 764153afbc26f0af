"""What search is told of benchmarks and projects: what they were told to say, and never a number nor who gave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commonplace.undertakings.models import ExternalBenchmark, Fit, LearningProject, Lesson, ProjectNote


def words_left(ids: Sequence[int]) -> Mapping[int, list[str]]:
    """What these have told to whoever reads them, by their keys.

    Of a benchmark its lessons once they are told; of one with somebody outside the practice, what members say would
    fit, and the finding; of a project what was learned on the way, the product, and what became of the question.
    """
    said: dict[int, list[str]] = {}
    lessons = Lesson.objects.filter(benchmark__in=ids, told_at__isnull=False)
    looked = ExternalBenchmark.objects.filter(pk__in=ids)
    projects = LearningProject.objects.filter(pk__in=ids)
    for rows in (
        lessons.order_by("pk").values_list("benchmark", "source"),
        looked.order_by("pk").values_list("pk", "whose", "practice_source", "finding_source"),
        Fit.objects.filter(benchmark__in=ids).order_by("pk").values_list("benchmark", "words"),
        projects.order_by("pk").values_list("pk", "product", "product_for", "became_source"),
        ProjectNote.objects.filter(project__in=ids).order_by("pk").values_list("project", "words"),
    ):
        for pk, *words in rows:
            said.setdefault(pk, []).extend(words)
    return said
