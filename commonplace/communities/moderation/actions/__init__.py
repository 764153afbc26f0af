"""Its changes: one thing at a time, and several of one sitting."""

from commonplace.communities.moderation.actions.holding import (
    AlreadyAppealed,
    AlreadyHeld,
    AlreadyLooked,
    AlreadyReleased,
    NoSuchThing,
    NotAMember,
    NotTheAuthor,
    TooManyFlags,
    appeal,
    flag,
    hide,
    hold,
    release,
    settle_flag,
)
from commonplace.communities.moderation.actions.several import hold_several, let_stay, release_several
from commonplace.communities.stewards import NotASteward

__all__ = [
    "AlreadyAppealed",
    "AlreadyHeld",
    "AlreadyLooked",
    "AlreadyReleased",
    "NoSuchThing",
    "NotAMember",
    "NotASteward",
    "NotTheAuthor",
    "TooManyFlags",
    "appeal",
    "flag",
    "hide",
    "hold",
    "hold_several",
    "let_stay",
    "release",
    "release_several",
    "settle_flag",
]
