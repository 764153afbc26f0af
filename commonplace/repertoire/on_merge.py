"""What becomes of what is kept when two persons turn out to be one, or two topics one word."""

from commonplace.communities.models import Topic
from commonplace.people.models import Person
from commonplace.people.way_back import WayBack
from commonplace.repertoire.actions.indexing import keep_collections, keep_in_index
from commonplace.repertoire.models import Collection, Resource
from commonplace.store.locks import lock


def keep_still(kept: Person, other: Person, way_back: WayBack | None = None) -> None:
    """Nobody changes meanwhile what either of the two keeps."""
    lock(Resource.objects.filter(kept_by__in=(kept, other)))
    lock(Collection.objects.filter(kept_by__in=(kept, other)))


def index_after(kept: Person, other: Person, way_back: WayBack | None = None) -> None:
    """Have search know what they keep by the one who stays, or by each of the two again."""
    both = (kept, other)
    keep_in_index(*Resource.objects.filter(kept_by__in=both).order_by("pk").values_list("pk", flat=True))
    keep_collections(*Collection.objects.filter(kept_by__in=both).order_by("pk").values_list("pk", flat=True))


def refiled(topic: Topic) -> None:
    """Have search know what is kept under a topic by its present names."""
    keep_in_index(*Resource.objects.filter(topics=topic).order_by("pk").values_list("pk", flat=True))
