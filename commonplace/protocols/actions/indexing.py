"""What search is told about a community's own protocols."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

from commonplace.protocols.models import Adaptation
from commonplace.protocols.models.adaptation import KIND
from commonplace.search import index


def keep_in_index(rows: Iterable[Adaptation]) -> None:
    """Have search find these as they are now, and those that were withdrawn no more."""
    rows = list(rows)
    index.drop(KIND, [row.pk for row in rows if row.withdrawn_at is not None])
    index.keep(_entry(row) for row in rows if row.withdrawn_at is None)


def to_be_found() -> QuerySet[Adaptation]:
    """Every one that stands."""
    return Adaptation.objects.filter(withdrawn_at__isnull=True)


def entries_of(ids: Sequence[int]) -> Iterator[index.Entry]:
    """These as search should know them, for building the index anew."""
    return (_entry(row) for row in to_be_found().filter(pk__in=ids))


def _entry(row: Adaptation) -> index.Entry:
    phases = row.as_protocol().phases
    return index.Entry(
        kind=KIND,
        object_id=row.pk,
        community_id=row.community_id,
        space_id=row.space_id,
        person_id=row.by_id,
        title=row.title,
        body="\n".join((row.line, *(f"{phase.title}: {phase.prompt}" for phase in phases))),
        happened_at=row.made_at,
        is_opening=True,
    )
