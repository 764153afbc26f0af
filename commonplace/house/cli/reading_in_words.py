"""Readings as a few lines for a terminal; docs/readings.md defines every number."""

from collections.abc import Iterator

from commonplace.cultivation.participation import MEMBER_RINGS, Participation, Ring
from commonplace.cultivation.rhythm import Rhythm

UNKNOWN = "no evidence yet"
CALLED = {Ring.TRANSACTIONAL: "around the edge"}


def participation_in_words(reading: Participation) -> Iterator[str]:
    """How many people stand in each ring, how many moved in a quarter, and how many carry half of the care."""
    for ring, number in reading.counts.items():
        aside = f", {reading.newcomers} of them newcomers" if ring is Ring.PERIPHERAL and reading.newcomers else ""
        yield f"  {CALLED.get(ring, ring.value):<16}{number:>6}{aside}"
    yield f"  {'alumni':<16}{reading.alumni:>6}"
    closer = {ring: len(reading.came_closer(ring)) for ring in MEMBER_RINGS}
    back = {ring: len(reading.stepped_back(ring)) for ring in MEMBER_RINGS}
    yield f"Came closer in a quarter: {_moved(closer, 'to')}."
    yield f"Stepped back in a quarter: {_moved(back, 'from')}."
    if reading.core_absence_factor:
        yield f"Half of the care in ninety days was done by: {_people(reading.core_absence_factor)}."


def rhythm_in_words(reading: Rhythm) -> Iterator[str]:
    """What was written in twelve weeks, how answers came, and what waits."""
    opened = sum(week.conversations for week in reading.weeks)
    replied = sum(week.replies for week in reading.weeks)
    lines = {
        "conversations": f"{opened} in twelve weeks",
        "replies": f"{replied} in twelve weeks",
        "silent weeks": str(reading.silent_weeks),
        "overloaded": ", ".join(f"the week of {monday}" for monday in reading.overloaded) or "no week",
        "answered": f"{reading.answered} of {reading.opened}" if reading.opened else UNKNOWN,
        "first reply": f"{_span(reading.hours_to_first_reply)} (median)",
        "usual wait": _span(reading.usual_wait_hours),
        "at gatherings": f"{_people(sum(week.came for week in reading.weeks))} in twelve weeks, each time counted",
        "last word": f"{_days(reading.silence_days)} ago" if reading.silence_days is not None else UNKNOWN,
        "usual silence": _days(reading.usual_silence_days),
        "waiting": f"{len(reading.waiting)} opened in twelve weeks",
        "awaited": _people(len(reading.awaited)),
    }
    if reading.hours_to_first_reply is None:
        lines["first reply"] = UNKNOWN
    for name, said in lines.items():
        yield f"  {name:<16}{said}"


def _moved(numbers: dict[Ring, int], way: str) -> str:
    return ", ".join(f"{number} {way} {ring.value}" for ring, number in numbers.items() if number) or "nobody"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _span(hours: float | None) -> str:
    if hours is None:
        return UNKNOWN
    return f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.1f} days"


def _days(days: float | None) -> str:
    return UNKNOWN if days is None else f"{days:.1f} days"
