"""The readings as pictures: what is drawn can be told apart, and compared where it looks comparable."""

from datetime import date, timedelta

import numpy as np
import pytest

from commonplace.cultivation import pictures
from commonplace.cultivation.rhythm import Talk, Week, read
from commonplace.ui.charts import BEAT_RADIUS

MONDAY = date(2026, 8, 31)
NOTHING = np.array([], dtype=np.int64)
NOTHING_SAID = Talk(NOTHING, NOTHING, NOTHING, NOTHING.astype(np.float64), NOTHING.astype(np.bool_))


def test_no_date_stands_where_this_weeks_words_need_the_room() -> None:
    weeks = [Week(MONDAY + timedelta(weeks=at), {"opened": at}) for at in range(12)]
    marks = [bar.mark for bar in pictures.pulse(weeks)]
    assert [at for at, mark in enumerate(marks) if mark] == [0, 4, 11]


def test_one_scale_holds_for_all_lanes() -> None:
    on = MONDAY + timedelta(weeks=11)
    beats = {on: {"opened": 4, "replied": 16, "joined": 1}}
    lanes = pictures.beats(read(NOTHING_SAID, beats, on=on))
    assert [lane.beats[-1].radius for lane in lanes] == pytest.approx([BEAT_RADIUS / 2, BEAT_RADIUS, 2.25, 0])
