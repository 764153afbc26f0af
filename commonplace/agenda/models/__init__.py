"""What stands on the agenda, and what members said would help them this season."""

from commonplace.agenda.models.items import Item, ItemQuerySet, Kind, Review, ReviewQuerySet, Taken, Weight
from commonplace.agenda.models.needs import Asking, AskingQuerySet, NeedAnswer, NeedTold, NeedWords, Want, Wanted

__all__ = [
    "Asking",
    "AskingQuerySet",
    "Item",
    "ItemQuerySet",
    "Kind",
    "NeedAnswer",
    "NeedTold",
    "NeedWords",
    "Review",
    "ReviewQuerySet",
    "Taken",
    "Want",
    "Wanted",
    "Weight",
]
