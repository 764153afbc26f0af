"""All that the page of an external benchmark shows; what was told in confidence to its group alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.undertakings.models import ExternalBenchmark, Fit, OutsideSource, Yardstick
from commonplace.undertakings.queries.benchmark import Group


@dataclass(frozen=True)
class Beside:
    """Theirs and ours in one line; what the viewer may not read is not in it at all."""

    pk: int
    name: str
    theirs: str
    ours: str
    source: OutsideSource | None
    is_confidential: bool
    is_kept_back: bool


@dataclass(frozen=True)
class Fitting:
    """What somebody thinks would fit."""

    fit: Fit
    byline: Byline
    is_own: bool


def beside(benchmark: ExternalBenchmark, group: Group) -> Sequence[Beside]:
    """The lines of theirs and ours, in the order in which they came; one query."""
    found = Yardstick.objects.filter(benchmark=benchmark).select_related("source").order_by("pk")
    return [_line(one, kept_back=one.is_confidential and group.own is None) for one in found]


def _line(one: Yardstick, *, kept_back: bool) -> Beside:
    if kept_back:
        return Beside(one.pk, one.name, "", "", None, is_confidential=True, is_kept_back=True)
    return Beside(one.pk, one.name, one.theirs, one.ours, one.source, one.is_confidential, is_kept_back=False)


def fits_of(benchmark: ExternalBenchmark, viewpoint: Viewpoint) -> Sequence[Fitting]:
    """What members think would fit, in the order in which they said it; one query, and none for who is outside."""
    if not viewpoint.is_member:
        return []
    person = viewpoint.person
    found = Fit.objects.filter(benchmark=benchmark).select_related("person").defer(*beyond_byline("person"))
    return [
        Fitting(one, viewpoint.byline_for(one.person), person is not None and one.person_id == person.pk)
        for one in found.order_by("at", "pk")
    ]
