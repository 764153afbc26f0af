"""What a community owns of this room: the first steps that its stewards wrote, and nothing of anybody's record."""

from commonplace.communities.owned import Owned, stays
from commonplace.record.models import (
    Buddy,
    BuddyWilling,
    Handed,
    HandedLine,
    Line,
    Signed,
    SigningKey,
    StepDone,
    WelcomePath,
    WelcomeSetAside,
    YearlyLetter,
)
from commonplace.record.steps import fit

LISTS = (
    Owned("first_steps", WelcomePath, "community", fits=(("steps", fit),)),
    *stays("is a person’s own, who takes it along themselves", Line, Handed, HandedLine, Signed, YearlyLetter),
    *stays("signs for this house, and for no other", SigningKey),
    *stays("is about one’s first days in this house", StepDone, WelcomeSetAside),
    *stays("is between two people, or what somebody agreed to here", Buddy, BuddyWilling),
)
