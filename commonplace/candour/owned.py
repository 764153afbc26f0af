"""Why nothing of this room goes along when a community moves to another house."""

from commonplace.candour.models import (
    Alias,
    CandourKey,
    CandourPause,
    Draw,
    SpentToken,
    WaitingAppeal,
    WaitingSettlement,
    WaitingWithdrawal,
    WaitingWord,
)
from commonplace.communities.owned import stays

LISTS = (
    *stays("opens a door of this house for two months, and no longer", CandourKey, Draw, SpentToken),
    *stays("waits for the hour, and is written here", WaitingWord, WaitingSettlement, WaitingAppeal, WaitingWithdrawal),
    *stays("another house takes candid words or takes none, as its stewards say", CandourPause),
    *stays("whoever holds its other half speaks in this house; the sign goes along with the words", Alias),
)
