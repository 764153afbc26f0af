"""Whether what the worker does is done, and what is kept is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef

from commonplace.communities.models import Community
from commonplace.house import counts as kept_counts
from commonplace.house.findings import Finding, fine, note, wrong
from commonplace.search.findable import FINDABLE
from commonplace.search.models import Progress, SearchEntry, Version
from commonplace.search.words import VERSION
from commonplace.store.models import DueWork

ASLEEP_AFTER = timedelta(minutes=10)


def worker(now: datetime) -> Iterator[Finding]:
    """The worker moves the search's mark with every round: an old mark is a sleeping worker."""
    seen = Progress.objects.aggregate(at=Max("until"))["at"]
    if seen is None:
        yield note("No worker has run yet. Say: bin/commonplace worker")
    elif now - seen > ASLEEP_AFTER:
        yield wrong(f"The worker was last seen on {seen:%Y-%m-%d %H:%M} UTC; no letter goes out without it.")
    else:
        yield fine("The worker is awake.")


def search(now: datetime) -> Iterator[Finding]:
    behind = False
    for findable in FINDABLE:
        # Persons and communities are taken in by the worker, a moment later.
        if findable.in_spaces:
            indexed = SearchEntry.objects.filter(kind=findable.kind, object_id=OuterRef("pk"))
            if missing := findable.rows().filter(~Exists(indexed)).count():
                behind = True
                yield wrong(f"{missing} {findable.many} cannot be found by searching: the index is behind.")
    late = {one.kind for one in FINDABLE} - set(
        Version.objects.filter(number=VERSION, is_done=True).values_list("kind", flat=True)
    )
    if late and SearchEntry.objects.exists():
        yield note("Search is being made anew by the worker, for words are cut better than before.")
    if not behind:
        yield fine("Everything that is written can be found.")


def counts(now: datetime) -> Iterator[Finding]:
    is_well = True
    for kept, number in kept_counts.off(now=now):
        if number:
            is_well = False
            yield wrong(
                f"Counted anew, {kept.words} are other in {number} places. Say: bin/commonplace doctor --repair"
            )
    if is_well:
        yield fine("What is kept is what one would count.")


def life(now: datetime) -> Iterator[Finding]:
    if not Community.objects.exists():
        yield note("Nobody lives here yet. Say: bin/commonplace found")


def due(now: datetime) -> Iterator[Finding]:
    """What the worker could not do the last time it was due."""
    for one in DueWork.objects.exclude(last_error="").order_by("code"):
        yield wrong(f"The worker could not {one.code}: {one.last_error}")
