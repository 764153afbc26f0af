"""What search is told about agendas: what each thing is, why it matters, and what came of it."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from commonplace.agenda.models import Item
from commonplace.search import index

KIND = "agenda_item"


def keep_in_index(*keys: int) -> None:
    """Have search find these as they are now."""
    index.keep(entries_of(keys))


def to_be_found() -> QuerySet[Item]:
    """Every one."""
    return Item.objects.all()


def entries_of(ids: Sequence[int]) -> Iterator[index.Entry]:
    """These as search should know them, for building the index anew."""
    return (
        index.Entry(
            kind=KIND,
            object_id=one.pk,
            community_id=one.community_id,
            space_id=one.space_id,
            person_id=one.by_id,
            title=one.title,
            body="\n".join(filter(None, (one.why, one.came_of))),
            happened_at=one.at,
            is_opening=True,
        )
        for one in to_be_found().filter(pk__in=ids).order_by("pk")
    )
