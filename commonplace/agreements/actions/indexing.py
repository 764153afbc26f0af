"""What search is told about proposals: what changes, why, and their latest words."""

from collections.abc import Iterator, Sequence

from django.db.models import OuterRef, QuerySet, Subquery

from commonplace.agreements.models import Proposal, Wording
from commonplace.agreements.models.proposal import KIND
from commonplace.search import index


def keep_in_index(*keys: int) -> None:
    """Have search find these proposals as they are now."""
    index.keep(entries_of(keys))


def to_be_found() -> QuerySet[Proposal]:
    """Every proposal, with its latest words."""
    latest = Wording.objects.filter(proposal=OuterRef("pk")).order_by("-number").values("words")[:1]
    return Proposal.objects.annotate(said=Subquery(latest))


def entries_of(ids: Sequence[int]) -> Iterator[index.Entry]:
    """These as search should know them, for building the index anew."""
    return (_entry(one) for one in to_be_found().filter(pk__in=ids).order_by("pk"))


def _entry(one: Proposal) -> index.Entry:
    words = "" if one.is_of_the_way else getattr(one, "said", "")
    return index.Entry(
        kind=KIND,
        object_id=one.pk,
        community_id=one.community_id,
        person_id=one.by_id,
        title=one.title,
        body="\n".join(filter(None, (one.why, words))),
        happened_at=one.at,
        is_opening=True,
    )
