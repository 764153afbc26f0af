"""What a community owns of weaving: nothing; it is between people."""

from commonplace.communities.owned import stays
from commonplace.weaving.models import (
    AtCoffee,
    Coffee,
    CoffeeDraw,
    CoffeeSeat,
    ContactNote,
    Introduction,
    Side,
    Unintroduced,
)

LISTS = (
    *stays("was asked of two people for themselves, who did not ask to be known elsewhere", Introduction, Side),
    *stays("is what somebody wants in this house, and says anew in another", Unintroduced, AtCoffee),
    *stays("is for those alone who were drawn", CoffeeDraw, Coffee, CoffeeSeat),
    *stays("was noted where whoever it is about can read and erase it", ContactNote),
)
