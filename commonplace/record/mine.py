"""What is a person's in this room: their record and to whom they handed it, first steps, who was at their side."""

from commonplace.people.mine import Erasing, Mine
from commonplace.record.models import (
    Buddy,
    BuddyWilling,
    Handed,
    Line,
    Signed,
    StepDone,
    WelcomePath,
    WelcomeSetAside,
    YearlyLetter,
)

LISTS = (
    Mine(
        "record",
        Line,
        "person",
        Erasing.GOES,
        ("kind", "community__slug", "words", "happened_on", "added_at", "shown_at"),
        order=380,
    ),
    Mine("record_handed", Handed, "person", Erasing.GOES, ("note", "made_at", "ends_on"), order=381),
    Mine(
        "record_signed",
        Signed,
        "person",
        Erasing.GOES,
        ("uid", "note", "made_at", "ends_on", "taken_back_at"),
        order=382,
    ),
    Mine("yearly_letter", YearlyLetter, "person", Erasing.GOES, ("asked_at", "next_on"), order=383),
    Mine("first_steps_done", StepDone, "person", Erasing.GOES, ("community__slug", "words", "at"), order=384),
    Mine("first_steps_set_aside", WelcomeSetAside, "person", Erasing.GOES, ("community__slug", "at"), order=385),
    Mine("first_steps_written", WelcomePath, "by", Erasing.NAMELESS, ("community__slug", "steps", "at"), order=386),
    Mine("would_be_a_buddy", BuddyWilling, "person", Erasing.GOES, ("community__slug", "since"), order=387),
    Mine(
        "buddy_of_mine",
        Buddy,
        "newcomer",
        Erasing.GOES,
        ("community__slug", "since", "ended_at", "helped"),
        order=388,
    ),
    Mine("buddy_of_newcomers", Buddy, "buddy", Erasing.GOES, ("community__slug", "since", "ended_at"), order=389),
)
