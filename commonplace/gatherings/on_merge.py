"""What becomes of gatherings when two persons turn out to be one."""

from django.db.models import Q

from commonplace.gatherings.actions.indexing import keep_in_index
from commonplace.gatherings.models import Answer, Gathering
from commonplace.people.models import Person
from commonplace.people.way_back import WayBack
from commonplace.store.locks import lock


def keep_still(kept: Person, other: Person, way_back: WayBack | None = None) -> None:
    """Nobody answers meanwhile what either of the two has answered or convened."""
    both = (kept, other)
    answered = Answer.objects.filter(person__in=both).values("gathering")
    lock(Gathering.objects.filter(Q(convener__in=both) | Q(pk__in=answered)).only("pk"))


def index_after(kept: Person, other: Person, way_back: WayBack | None = None) -> None:
    """Have search know what they convened by the one who stays, or by each of the two again."""
    keep_in_index(Gathering.objects.filter(convener__in=(kept, other)))
