"""What becomes of undertakings when two persons turn out to be one."""

from commonplace.people.models import Person
from commonplace.people.way_back import WayBack
from commonplace.store.locks import lock
from commonplace.undertakings.actions.indexing import keep_in_index
from commonplace.undertakings.models import Undertaking


def keep_still(kept: Person, other: Person, way_back: WayBack | None = None) -> None:
    """Nobody changes meanwhile what either of the two has begun."""
    lock(Undertaking.objects.filter(begun_by__in=(kept, other)))


def index_after(kept: Person, other: Person, way_back: WayBack | None = None) -> None:
    """Have search know what they began by the one who stays, or by each of the two again."""
    keep_in_index(*Undertaking.objects.filter(begun_by__in=(kept, other)).order_by("pk").values_list("pk", flat=True))
