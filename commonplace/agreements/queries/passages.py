"""The words of the charter, passage by passage."""

from django.db.models import OuterRef, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform

from commonplace.communities.charter.ways import WAY, read_way, way_of
from commonplace.communities.models import CharterRevision

# The section of the charter to which one says yes.
NORMS = "norms"


def standing_words(revision: CharterRevision | None, passage: str) -> str:
    """The words of a passage as they stand; how it is changed has some in every charter."""
    if passage == WAY:
        return way_of(revision).written
    return str(revision.words.get(passage, "")) if revision else ""


def is_readable(passage: str, words: str) -> bool:
    """Whether these can stand there: how it is changed is written in a way of its own, which another house may not
    keep to.
    """
    if passage != WAY:
        return True
    try:
        read_way(words)
    except ValueError:
        return False
    return True


def told(passage: str, words: str) -> str:
    """The words of a passage as people read them."""
    return read_way(words).sentence if passage == WAY and is_readable(passage, words) else words


def norms_now(community: str) -> Subquery:
    """The norms that stand in the community at a lookup, for a query; null before its first charter."""
    latest = CharterRevision.objects.filter(community=OuterRef(community)).order_by("-number")
    return Subquery(latest.values(now=KeyTextTransform(NORMS, "words"))[:1], output_field=TextField())
