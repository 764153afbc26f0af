"""Lives worked by hand: a row is a person, how many weeks ago, what they did, and towards whom."""

from datetime import date, timedelta

import numpy as np

from commonplace.cultivation.participation import Deeds, days_since_epoch
from commonplace.cultivation.signs.life import Life

ON = date(2026, 6, 28)
Row = tuple[int, int, str, int]


def life(*rows: Row, years: float = 6, units: dict[int, int] | None = None) -> Life:
    """A life of so many years; `seen`, `reply` or `tend`."""
    ordered = sorted(rows, key=lambda row: -row[1])
    person = np.array([row[0] for row in ordered], dtype=np.int64)
    towards = np.array([row[3] for row in ordered], dtype=np.int64)
    deeds = Deeds(
        person=person,
        day=np.array([days_since_epoch(ON) - 7 * row[1] for row in ordered], dtype=np.int64),
        towards=towards,
        is_seen=np.ones(person.size, dtype=np.bool_),
        is_stewarding=np.array([row[2] == "tend" for row in ordered], dtype=np.bool_),
        is_reply=np.array([row[2] == "reply" for row in ordered], dtype=np.bool_),
    )
    unit = [
        np.array([(units or {}).get(int(one), -1) for one in column], dtype=np.int64) for column in (person, towards)
    ]
    return Life(ON, deeds, ON - timedelta(weeks=round(52 * years)), *unit)


def answers(people: range, weeks: range) -> list[Row]:
    """Each of them answers somebody in each of these weeks."""
    return [(person, week, "reply", 999) for person in people for week in weeks]
