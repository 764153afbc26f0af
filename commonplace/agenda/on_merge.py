"""What becomes of the agenda when two persons turn out to be one."""

from commonplace.agenda.indexing import keep_in_index
from commonplace.agenda.models import Item
from commonplace.people.models import Person
from commonplace.people.way_back import WayBack
from commonplace.store.locks import lock


def keep_still(kept: Person, other: Person, way_back: WayBack | None = None) -> None:
    """Nobody changes meanwhile what either of the two put there."""
    lock(Item.objects.filter(by__in=(kept, other)))


def index_after(kept: Person, other: Person, way_back: WayBack | None = None) -> None:
    """Have search know what they put there by the one who stays, or by each of the two again."""
    keep_in_index(*Item.objects.filter(by__in=(kept, other)).order_by("pk").values_list("pk", flat=True))
