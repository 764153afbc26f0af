"""What is a person's in fitness rounds: that they had a sheet while a round is open, and what they did as a steward."""

from commonplace.fitness.models import Decision, HadSheet, Round, Talk
from commonplace.people.mine import Erasing, Mine

LISTS = (
    Mine(
        "fitness_sheets_had",
        HadSheet,
        "person",
        Erasing.GOES,
        ("round__community__slug", "round__number", "by_letter"),
        order=374,
    ),
    Mine(
        "fitness_rounds_opened",
        Round,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "number", "instrument", "at", "ends_at", "closed_at"),
        order=375,
    ),
    Mine(
        "fitness_talks",
        Talk,
        "by",
        Erasing.NAMELESS,
        ("round__community__slug", "round__number", "item", "gathering__title", "at"),
        order=377,
    ),
    Mine(
        "fitness_decisions",
        Decision,
        "by",
        Erasing.NAMELESS,
        ("round__community__slug", "round__number", "at", "words"),
        order=376,
    ),
)
