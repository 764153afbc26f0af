"""What is a person’s in value: that they answered a pulse while it is open, and what they did as a steward."""

from commonplace.people.mine import Erasing, Mine
from commonplace.value.models import (
    Entered,
    Expectation,
    Indicator,
    Pulse,
    PulseLetter,
    PulseTaken,
    Sense,
    Series,
    Touch,
)

NAMELESS = Erasing.NAMELESS

LISTS = (
    Mine(
        "pulses_answered",
        PulseTaken,
        "person",
        Erasing.GOES,
        ("pulse__indicator__community__slug", "pulse__question"),
        order=385,
    ),
    Mine(
        "pulses_asked_by_letter",
        PulseLetter,
        "person",
        Erasing.GOES,
        ("pulse__indicator__community__slug", "pulse__question", "at"),
        order=385,
    ),
    Mine("indicators", Indicator, "by", NAMELESS, ("community__slug", "name", "question", "cycle", "at"), order=386),
    Mine(
        "units_of_indicators",
        Series,
        "by",
        NAMELESS,
        ("indicator__community__slug", "indicator__name", "unit", "note", "at"),
        order=387,
    ),
    Mine(
        "numbers_entered",
        Entered,
        "by",
        NAMELESS,
        (
            "series__indicator__community__slug",
            "series__indicator__name",
            "since",
            "until",
            "amount",
            "told_by",
            "why",
            "at",
        ),
        order=388,
    ),
    Mine(
        "pulses_asked",
        Pulse,
        "by",
        NAMELESS,
        ("indicator__community__slug", "question", "at", "ends_at", "closed_at"),
        order=389,
    ),
    Mine(
        "expectations_written",
        Expectation,
        "by",
        NAMELESS,
        ("indicator__community__slug", "indicator__name", "words", "agreed_with", "agreed_on", "at"),
        order=390,
    ),
    Mine(
        "steps_said_to_touch",
        Touch,
        "by",
        NAMELESS,
        ("indicator__community__slug", "indicator__name", "at"),
        order=392,
    ),
    Mine("sense_written", Sense, "by", NAMELESS, ("community__slug", "on", "seen", "at"), order=391),
)
