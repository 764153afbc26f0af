"""What search is told about gatherings; never who comes."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

from commonplace.gatherings.models import Gathering
from commonplace.search import index

KIND = "gathering"


def keep_in_index(gatherings: Iterable[Gathering]) -> None:
    """Have search find these gatherings as they are now."""
    index.keep(_entry(one) for one in gatherings)


def to_be_found() -> QuerySet[Gathering]:
    """Every gathering."""
    return Gathering.objects.all()


def entries_of(ids: Sequence[int]) -> Iterator[index.Entry]:
    """These as search should know them, for building the index anew."""
    return (_entry(one) for one in to_be_found().filter(pk__in=ids))


def _entry(one: Gathering) -> index.Entry:
    return index.Entry(
        kind=KIND,
        object_id=one.pk,
        community_id=one.community_id,
        space_id=one.space_id,
        # Who convened is told on its page by the rules for names; to look for everything that someone holds is not
        # offered for what is held in confidence.
        person_id=None if one.names_are_kept else one.convener_id,
        title=one.title,
        body="\n".join(filter(None, (one.purpose, one.prepare, one.place))),
        happened_at=one.starts_at,
        is_opening=True,
    )
