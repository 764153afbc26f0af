"""What search is told about requests: what is asked, why, and what it would change."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from commonplace.search import index
from commonplace.sponsorship.models import Request
from commonplace.sponsorship.models.requests import KIND


def keep_in_index(*keys: int) -> None:
    """Have search find these requests as they are now."""
    index.keep(entries_of(keys))


def to_be_found() -> QuerySet[Request]:
    """Every request."""
    return Request.objects.all()


def entries_of(ids: Sequence[int]) -> Iterator[index.Entry]:
    """These as search should know them, for building the index anew."""
    return (_entry(one) for one in Request.objects.filter(pk__in=ids).order_by("pk"))


def _entry(one: Request) -> index.Entry:
    return index.Entry(
        kind=KIND,
        object_id=one.pk,
        community_id=one.community_id,
        person_id=one.by_id,
        title=one.title,
        body="\n".join(filter(None, (one.why, one.would_change))),
        happened_at=one.at,
        is_opening=True,
    )
