"""Who may know: clues that are worked out by hand, learnt at once and in any order, weighed, and spread over people."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.routing.ranking import WEIGHTS, ranked
from commonplace.lib.routing.spread import FIVE, Week
from commonplace.lib.routing.traces import CLUES, Heard, Traces
from commonplace.lib.routing.words import Documents, Words

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def on(day: float) -> datetime:
    return BEGAN + timedelta(days=day)


def clue(traces: Traces, name: str, at: datetime, **asked: object) -> dict[object, float]:
    weighed = traces.weigh(at, **asked)
    return dict(zip(weighed.people, weighed.clues[:, CLUES.index(name)].tolist(), strict=True))


def asked_and_answered(traces: Traces, thread: str, by: str, at: datetime, topics: tuple[str, ...] = ()) -> None:
    traces.hear(Heard("asker", at, thread, topics, opens=True))
    traces.hear(Heard(by, at, thread, topics, answers=True))


def test_an_answer_counts_half_after_its_half_life():
    traces = Traces()
    asked_and_answered(traces, "one", "rosa", on(0))

    later = clue(traces, "answers, 20 days", on(20))

    assert later["rosa"] == np.log1p(0.5)
    assert later["asker"] == 0


def test_an_answer_counts_half_after_so_many_questions():
    traces = Traces()
    asked_and_answered(traces, "one", "rosa", on(0))
    for number in range(5):
        traces.hear(Heard("asker", on(1), f"other {number}", opens=True))

    assert np.isclose(clue(traces, "answers, 5 questions", on(1))["rosa"], np.log1p(0.5))


def test_answering_oneself_is_no_answer():
    traces = Traces()
    traces.hear(Heard("asker", on(0), "one", opens=True))
    traces.hear(Heard("asker", on(1), "one", answers=True))

    assert clue(traces, "never answered", on(2)) == {"asker": 1.0}


def test_a_new_post_is_learnt_at_once():
    traces = Traces()
    asked_and_answered(traces, "one", "rosa", on(0), ("valves",))
    before = clue(traces, "topic", on(1), topics=["valves"])["rosa"]
    asked_and_answered(traces, "two", "rosa", on(1), ("valves",))

    assert (before, clue(traces, "topic", on(1), topics=["valves"])["rosa"]) == (np.log1p(1), np.log1p(2))


@given(st.lists(st.integers(0, 400), min_size=1, max_size=8))
def test_posts_that_come_late_count_as_if_they_had_come_in_time(days: list[int]):
    in_time, late = Traces(), Traces()
    for day in sorted(days):
        in_time.hear(Heard("rosa", on(day), "talk", opens=True))
    for day in sorted(days, reverse=True):
        late.hear(Heard("rosa", on(day), "talk", opens=True))

    for name in ("posts, 3 days", "posts, 45 days", "last seen", "new", "hour"):
        assert np.isclose(clue(in_time, name, on(401))["rosa"], clue(late, name, on(401))["rosa"])


def test_whoever_answered_what_is_most_alike_is_nearest():
    traces, words = Traces(), Words()
    for thread, by, said in (("leak", "rosa", "a leak in the old main"), ("tax", "hal", "tax on second homes")):
        asked_and_answered(traces, thread, by, on(0))
        words.hear("asker", thread, said.split(), opens=True)

    near = words.near("where does the main leak".split())

    assert clue(traces, "near", on(1), near=near) == {"asker": 0.0, "rosa": 1.0, "hal": near.get("tax", 0.0)}


def test_a_rarer_word_tells_more():
    documents = Documents()
    documents.add("rosa", ["pipe", "pipe", "valve"])
    documents.add("hal", ["pipe", "loggers", "pipe"])
    documents.add("leila", ["pipe", "pipe", "pipe"])

    found = documents.scores(["valve", "pipe"])

    assert max(found, key=found.__getitem__) == "rosa"
    assert documents.scores(["unheard"]) == {}


def test_whoever_answers_now_comes_before_whoever_answered_long_ago():
    traces = Traces()
    asked_and_answered(traces, "old", "hal", on(0))
    asked_and_answered(traces, "new", "rosa", on(300))

    assert ranked(traces.weigh(on(301)), but="asker") == ["rosa", "hal"]


def test_every_clue_has_a_frozen_weight():
    assert set(WEIGHTS) == set(CLUES)


def test_more_people_than_there_was_room_for():
    traces = Traces()
    for number in range(100):
        traces.hear(Heard(number, on(number), number, opens=True))

    assert clue(traces, "last seen", on(200))[99] == np.log(0.02 + 101)


@given(st.lists(st.permutations(list("abcdefghijkl")), min_size=2, max_size=30))
def test_nobody_is_among_more_than_half_of_a_weeks_fives(rankings: list[list[str]]):
    week, times = Week(), Counter()
    for order in rankings:
        five = week.five(order, is_new=lambda _one: False)
        week.note(five)
        times.update(five)
        assert len(five) <= FIVE

    assert max(times.values()) <= max(1, len(rankings) // 2)


def test_the_fifth_seat_is_for_somebody_new():
    week = Week()

    assert week.five(list("abcdefg"), is_new="g".__contains__) == ["a", "b", "c", "d", "g"]
    assert week.five(list("abcdefg"), is_new="b".__contains__) == ["a", "b", "c", "d", "e"]
    assert week.five(list("abc"), is_new="z".__contains__, full={"b"}) == ["a", "c"]
