"""What a community owns of its cultivation."""

from commonplace.communities.owned import Owned, stays
from commonplace.cultivation.models import (
    Beat,
    Drawable,
    Network,
    NetworkDot,
    NetworkKnot,
    NotNow,
    SaidSign,
    Stood,
    Tended,
    ToldQuarter,
    ToldShape,
    WeekByMail,
    WeeksRead,
)

LISTS = (
    Owned("not_now", NotNow, "community"),
    Owned("tended", Tended, "community"),
    Owned("drawable", Drawable, "community"),
    *stays("what somebody wishes for themselves, of the house that writes to them", WeekByMail),
    *stays("counted anew from the deeds", Beat),
    *stays("read anew from the deeds, each week", Network, NetworkDot, NetworkKnot),
    *stays("read anew from the deeds", SaidSign, Stood, ToldQuarter, ToldShape, WeeksRead),
)
