"""What is a person's in gatherings: those they convened or hold, what they answered, and when they are reminded."""

from __future__ import annotations

from commonplace.communities.mine import Named, titled
from commonplace.gatherings.models import (
    Answer,
    Gathering,
    Host,
    Invited,
    OutsideCalendar,
    OutsideInMine,
    Poll,
    PollVote,
    Reminding,
    Series,
)
from commonplace.people.mine import Erasing, Mine

_SAID = (
    *("title", "purpose", "wall_on", "wall_time", "zone", "minutes", "place", "link", "telephone", "capacity"),
    *("prepare", "confidence", "made_at"),
)


def gathering_titled(path: str) -> Named:
    """What the gathering at a path is called, where they may still see it."""
    return titled(lambda person: Gathering.objects.visible_to(person), path, as_="gathering_title")


LISTS = (
    Mine(
        "gatherings_convened",
        Gathering,
        "convener",
        Erasing.NAMELESS,
        ("community__slug", *_SAID, "starts_at", "state", "why"),
        order=300,
    ),
    Mine("series_convened", Series, "convener", Erasing.NAMELESS, ("community__slug", *_SAID, "rule"), order=310),
    Mine(
        "gatherings_held",
        Host,
        "person",
        Erasing.GOES,
        ("gathering__community__slug", "gathering_id", "part"),
        named=gathering_titled("gathering"),
        order=320,
    ),
    Mine(
        "gatherings_answered",
        Answer,
        "person",
        Erasing.GOES,
        ("gathering__community__slug", "gathering_id", "gathering__starts_at", "says", "words", "at", "came"),
        named=gathering_titled("gathering"),
        order=330,
    ),
    Mine(
        "guests_asked",
        Invited,
        "by",
        Erasing.NAMELESS,
        ("gathering_id", "name", "address", "at"),
        order=340,
    ),
    Mine("reminders", Reminding, "person", Erasing.GOES, ("lead",), order=350),
    Mine(
        "times_that_would_do",
        PollVote,
        "person",
        Erasing.GOES,
        ("time__starts_at", "can", "at"),
        order=360,
    ),
    Mine("outside_dates_in_my_calendar", OutsideInMine, "person", Erasing.GOES, ("community__slug", "at"), order=370),
    Mine(
        "calendars_of_others",
        OutsideCalendar,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "name", "made_at"),
        order=380,
    ),
    Mine("polls_asked", Poll, "by", Erasing.NAMELESS, why="told with the gathering that it is about"),
    Mine("asked_others_to_come", Answer, "asked_by", Erasing.NAMELESS, why="the answer is whoever gave it"),
)
