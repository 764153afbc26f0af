"""What search is told about undertakings: what they are called and what for, and the words of a response."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import OuterRef, QuerySet, Subquery

from commonplace.search import index
from commonplace.undertakings.actions.words_left import words_left
from commonplace.undertakings.models import Asked, FaqLine, ResponseText, ScanNote, Undertaking

KIND = "undertaking"
MOST_ASKED = 200  # of the questions of a desk and the notes of a scan, the latest


def keep_in_index(*keys: int) -> None:
    """Have search find these undertakings as they are now."""
    index.keep(entries_of(keys))


def to_be_found() -> QuerySet[Undertaking]:
    """Every undertaking, with the latest words of what it says together."""
    latest = ResponseText.objects.filter(response=OuterRef("pk")).order_by("-number").values("source")[:1]
    return Undertaking.objects.annotate(said=Subquery(latest))


def entries_of(ids: Sequence[int]) -> Iterator[index.Entry]:
    """These as search should know them, for building the index anew."""
    asked, left = _said_at(ids), words_left(ids)
    return (
        _entry(one, [*asked.get(one.pk, ()), *left.get(one.pk, ())])
        for one in to_be_found().filter(pk__in=ids).order_by("pk")
    )


def _said_at(ids: Sequence[int]) -> Mapping[int, list[str]]:
    """What is asked again and again at each of these desks or was lately, and what was passed on at each scan."""
    said: dict[int, list[str]] = {}
    for desk, *words in FaqLine.objects.filter(desk__in=ids).order_by("pk").values_list("desk", "question", "source"):
        said.setdefault(desk, []).extend(words)
    lately = Asked.objects.filter(desk__in=ids).order_by("-at", "-pk").values_list("desk", "title", "source")
    for desk, *words in lately[: MOST_ASKED * max(1, len(ids))]:
        said.setdefault(desk, []).extend(words)
    passed_on = ScanNote.objects.filter(turn__scan__in=ids).order_by("-at", "-pk")
    for scan, *words in passed_on.values_list("turn__scan", "title", "why")[: MOST_ASKED * max(1, len(ids))]:
        said.setdefault(scan, []).extend(words)
    return said


def _entry(one: Undertaking, asked: Sequence[str]) -> index.Entry:
    return index.Entry(
        kind=KIND,
        object_id=one.pk,
        community_id=one.community_id,
        space_id=one.space_id,
        person_id=one.begun_by_id,
        title=one.title,
        body="\n".join(filter(None, (one.purpose, getattr(one, "said", ""), *asked))),
        happened_at=one.begun_at,
        is_opening=True,
    )
