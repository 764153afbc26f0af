"""Days that come to every community some time: what all readings say then, and that they say it at once."""

from datetime import UTC, datetime, timedelta
from time import process_time

import numpy as np
import pytest

from commonplace.communities.ledger import Line, record_all
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Space
from commonplace.communities.viewpoint import look
from commonplace.cultivation.models import Network, Stood, ToldQuarter
from commonplace.cultivation.movement.keeping import keep_weeks
from commonplace.cultivation.movement.quarters import quarter_of
from commonplace.cultivation.movement.reading import movement_of
from commonplace.cultivation.network import shape, ties, weeks
from commonplace.cultivation.network.keeping import keep_network
from commonplace.cultivation.network.own import own_ties
from commonplace.cultivation.network.reading import read as network
from commonplace.cultivation.participation import Deeds, Ring, days_since_epoch
from commonplace.cultivation.reading import read
from commonplace.cultivation.signs import reading as signs
from commonplace.cultivation.signs.found import signs as found
from commonplace.cultivation.signs.life import Life
from commonplace.people.actions.erasing import erase
from commonplace.people.merging import merge
from commonplace.people.models import Person

NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
NOBODY = ties.Together(*(np.array([], dtype=np.int64),) * 3, np.array([], dtype=np.float64))
A_DAY = 200_000


@pytest.fixture
def many(stick: Community) -> list[Person]:
    """Thirty who came a year ago."""
    then = NOW - timedelta(days=365)
    Community.objects.filter(pk=stick.pk).update(founded_at=then)
    people = [Person.objects.create(name=f"Person {at}", joined_at=then, claimed_at=then) for at in range(30)]
    for person in people:
        admit(person=person, community=stick, at=then)
    return people


def answers(stick: Community, table: Space, *rows: tuple[Person, Person, datetime]) -> None:
    record_all(
        Line(verb="replied", person=by, community=stick, space=table, what="conversation", what_id=1, towards=to,
             happened_at=at)
        for by, to, at in rows
    )  # fmt: skip


@pytest.mark.django_db
def test_deeds_of_1970_and_of_2100_are_neither_ties_nor_signs_nor_places(stick, table, many) -> None:
    far = [datetime(year, 1, 1, tzinfo=UTC) for year in (1970, 2100)]
    answers(stick, table, *((many[0], many[1], at) for at in far))
    keep_weeks(now=NOW)
    assert len(network(stick, now=NOW).network.ties) == 0
    assert read(stick, now=NOW).participation.places[many[0].pk].ring is Ring.PERIPHERAL
    assert set(Stood.objects.filter(person=many[0]).values_list("place", flat=True)) == {"peripheral"}
    # The one of 1970 is a deed by its own word, so what was given ended long ago, and is said to have.
    (sign,) = (one for one in signs.read(stick, now=NOW).found if one.code == "dying_core")
    assert sign.since.year == 1970


def test_a_day_of_very_many_deeds_is_read_like_any_other() -> None:
    """`bench/readings.py --day` has the million."""
    lots = np.random.default_rng(1)
    person, other = lots.integers(0, 300, A_DAY), lots.integers(0, 300, A_DAY)
    day = np.full(A_DAY, 364)
    done = ties.Towards(person, other, day, np.full(A_DAY, 4.0))
    began = process_time()
    (week,) = (weeks.counted(*one) for one in weeks.by_week(done, NOBODY, [366]))
    told = ties.read(done, NOBODY, np.arange(300), on=366)
    assert (week.tied, week.cut_people, week.ties) == (300, 0, len(told.ties))
    seen = np.ones(A_DAY, dtype=np.bool_)
    on = datetime(1971, 1, 2, tzinfo=UTC).date()
    assert days_since_epoch(on) == 366
    nothing = np.full(A_DAY, -1)
    life = Life(on, Deeds(person, day, other, seen, ~seen, seen), on - timedelta(days=365), nothing, nothing)
    assert [one.code for one in found(life) if one.code != "unanswered_wave"] == []
    assert process_time() - began < 5


@pytest.mark.django_db
def test_one_who_has_a_tie_to_everyone_holds_them_all(stick, table, many, ines) -> None:
    answers(stick, table, *((many[0], one, NOW - timedelta(days=2)) for one in many[1:]))
    keep_network(community=stick, now=NOW)
    kept = Network.objects.get(community=stick)
    assert list(kept.knots.filter(kind="cut").values_list("person", "parted")) == [(many[0].pk, 28)]
    # That is one person: no number of it is told to everyone.
    assert kept.whole["cut_people"] is None


def test_one_of_a_thousand_ties_is_found_in_an_instant() -> None:
    star = ties.Pairs(np.zeros(1000, dtype=np.int64), np.arange(1, 1001), np.ones(1000))
    graph = shape.graph_of(star, 1001)
    assert shape.cut_people(graph) == {0: 999}
    told = shape.reach(graph)
    assert told is not None
    assert told.share == 1.0


@pytest.mark.django_db
def test_of_two_nothing_is_told_that_one_could_turn_round(client, stick, table, hal, ines, now) -> None:
    answers(stick, table, (hal, ines, now - timedelta(days=1)), (ines, hal, now))
    keep_weeks(now=now)
    kept = keep_network(community=stick, now=now)
    assert (kept.told_at, kept.whole) == (None, {})
    assert not ToldQuarter.objects.exclude(flows=[]).exists()
    client.force_login(hal)
    for page in ("", "network/", "inward/"):
        assert client.get(f"/c/stick/cultivate/{page}").status_code == 200


@pytest.mark.django_db
def test_who_became_one_after_the_week_was_read_and_who_was_erased_are_where_they_stand_now(
    stick, table, many, client
) -> None:
    for one, other in zip(many[:15], many[15:], strict=True):
        answers(stick, table, (one, other, NOW - timedelta(days=30)))
    keep_weeks(now=NOW)
    keep_network(community=stick, now=NOW)
    told = Network.objects.get(community=stick).whole
    before = movement_of(stick, quarter_of(NOW.date()).before)
    merge(kept=many[0], other=many[1], why="the same")
    erase(person=many[2], withdraw=False, at=NOW)
    later = NOW + timedelta(weeks=1)
    keep_weeks(now=later)
    keep_network(community=stick, now=later)
    # Both are too few to be told of: what everyone reads stays, and nothing of one who is gone is left.
    assert Network.objects.get(community=stick).whole == told
    assert movement_of(stick, quarter_of(NOW.date()).before) == before
    assert not Stood.objects.filter(person__in=[many[1].pk, many[2].pk]).exists()
    reading = network(stick, now=later)
    assert {many[1].pk, many[2].pk}.isdisjoint(reading.network.people.tolist())
    assert int(reading.network.degree[reading.network.people.tolist().index(many[0].pk)]) == 2


@pytest.mark.django_db
def test_ten_years_that_move_in_on_a_tuesday_are_read_as_history_and_a_page_meanwhile_shows_what_was_told(
    client, stick, table, many
) -> None:
    keep_weeks(now=NOW)
    quarter = quarter_of(NOW.date()).before
    before = movement_of(stick, quarter)
    monthly = [NOW - timedelta(days=days) for days in range(40, 3650, 30)]
    half = len(monthly) // 2
    answers(stick, table, *((one, many[0], at) for at in monthly[:half] for one in many[1:8]))
    client.force_login(many[9])
    page = f"/c/stick/cultivate/movement/?quarter={quarter}"
    # The archive is half in: what was told stands until the weeks are read again.
    assert movement_of(stick, quarter) == before
    assert client.get(page).status_code == 200
    keep_weeks(now=NOW)
    answers(stick, table, *((one, many[0], at) for at in monthly[half:] for one in many[1:8]))
    keep_weeks(now=NOW)
    assert movement_of(stick, quarter).flows != before.flows
    # Each was seen every month, and stands where that puts them, at the end of each week of the year they were here.
    assert set(Stood.objects.filter(person=many[1]).values_list("place", flat=True)) == {"active", "occasional"}
    assert not found_since_tuesday(stick)


def found_since_tuesday(stick: Community) -> list[str]:
    """Signs that would take the day of moving in for a day on which much was done."""
    return [one.code for one in signs.read(stick, now=NOW).found if one.code in {"overload", "unanswered_wave"}]


@pytest.mark.django_db
def test_own_ties_of_one_with_very_many_are_read_in_three_queries(
    stick, table, many, django_assert_max_num_queries
) -> None:
    answers(stick, table, *((many[0], one, NOW) for one in many[1:]))
    viewpoint = look(many[0], stick.slug)
    with django_assert_max_num_queries(3):
        assert len(own_ties(viewpoint, many[0], now=NOW)) == 29
