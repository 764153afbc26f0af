"""Being at a gathering is taking part, holding one tends; in confidence no deed tells which it was."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Community, Space
from commonplace.communities.readers import read_on
from commonplace.cultivation import pictures, rhythm
from commonplace.cultivation.reading import Readings, read
from commonplace.gatherings.actions.attending import confirm_attendance
from commonplace.gatherings.actions.convening import convene
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.people.models import Person

ON = date(2026, 6, 30)
END = rhythm.hours_since_epoch(ON)
# The latest Sunday, late: its week is all but over.
TODAY = datetime.now(UTC).replace(hour=23, minute=0, second=0, microsecond=0)
NOW = TODAY - timedelta(days=TODAY.isoweekday())
DAYS = st.integers(min_value=1, max_value=83)
CONFIDENCES = st.sampled_from(["ordinary", "chatham", "sealed"])
WHO = st.sets(st.integers(min_value=0, max_value=3))
quick = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def hours(*before_end: float) -> rhythm.Floats:
    return np.array([END - one for one in before_end], dtype=np.float64)


def reading(*met: float, beats: dict[date, dict[str, int]] | None = None) -> rhythm.Rhythm:
    nothing = np.array([], dtype=np.int64)
    talk = rhythm.Talk(nothing, nothing, nothing, hours(), np.array([], dtype=np.bool_))
    return rhythm.read(talk, beats or {}, on=ON, met=hours(*met))


def test_a_week_in_which_people_met_was_not_silent() -> None:
    beats = {date(2026, 6, 22): {"attended": 3, "hosted": 1}, date(2026, 6, 15): {"said_yes": 4}}
    assert reading(beats=beats).silent_weeks == 11
    assert [week.came for week in reading(beats=beats).weeks][-3:] == [0, 4, 0]


def test_a_silence_ends_with_a_gathering_and_many_people_at_it_are_one_sign_of_life() -> None:
    # Four gatherings, ten days apart, a dozen people at each: the usual pause is ten days and not none.
    met = [24.0 * days for days in (5, 15, 25, 35) for _person in range(12)]
    assert (reading(*met).silence_days, reading(*met).usual_silence_days) == (5, 10)
    assert reading().silence_days is None


def test_the_row_of_gatherings_is_there_where_people_met() -> None:
    beats = {date(2026, 6, 22): {"attended": 9, "hosted": 7, "opened": 4}}
    named = {lane.name: [beat.radius for beat in lane.beats] for lane in pictures.beats(reading(beats=beats))}
    assert named["At gatherings"] == [0] * 10 + [9, 0]
    assert named["Conversations"][-2] == 4.5
    assert "At gatherings" not in [lane.name for lane in pictures.beats(reading())]


def gathered(by: Person, space: Space, days_ago: float, **changed: object) -> Gathering:
    """One that began so many days before NOW, at three in the afternoon (UTC)."""
    wall = (NOW - timedelta(days=days_ago)).replace(hour=15, tzinfo=None)
    said = plan(wall=wall, zone="UTC", **changed)
    return convene(by=by, space=space, plan=said, at=NOW - timedelta(days=days_ago + 1))


def came(gathering: Gathering, by: Person, people: Sequence[Person]) -> None:
    confirm_attendance(by=by, gathering=gathering, came={one.pk: "here" for one in people}, at=gathering.ends_at)


def read_here(community: Community) -> Readings:
    read_on()
    return read(community, now=NOW)


@pytest.mark.django_db
@given(st.lists(st.tuples(DAYS, CONFIDENCES, WHO, WHO), min_size=1, max_size=4))
@quick
def test_whoever_was_there_is_seen_in_those_weeks_however_it_was_corrected(
    stick: Community, table: Space, hal: Person, tomasz: Person, leila: Person, rosa: Person, told
) -> None:
    people = [hal, tomasz, leila, rosa]
    with transaction.atomic():
        said: dict[int, list[int]] = {one.pk: [] for one in people}
        for days_ago, confidence, first, then in told:
            one = gathered(hal, table, days_ago, confidence=confidence)
            for chosen in (first, then):
                came(one, hal, [people[at] for at in sorted(chosen)])
            for at in then:
                said[people[at].pk].append(days_ago)
        found = read_here(stick)
        for one in people:
            place = found.participation.places[one.pk]
            theirs = said[one.pk]
            convened = len(told) if one == hal else 0
            # In confidence the deed stands under its Monday, which is in the same week or in none that is read.
            assert place.deeds == len(theirs) + convened
            assert place.tended == (one == hal)
            if one != hal:
                assert place.weeks_seen == len({days // 7 for days in theirs})
        weeks = {monday_ago(days) for days, _confidence, _first, then in told if then}
        assert sum(bool(week.came) for week in found.rhythm.weeks) == len(weeks)
        assert sum(week.came for week in found.rhythm.weeks) == sum(len(then) for *_, then in told)
        transaction.set_rollback(True)


def monday_ago(days: int) -> int:
    """Which week it is in, counted back from that of NOW, which is a Sunday."""
    return days // 7


def told_of(community: Community) -> tuple[object, ...]:
    """All that deeds and readings tell of who took part; in no order, and without when it was written."""
    deeds = deeds_in_force().filter(community=community, verb__in=rhythm.MET)
    columns = ("verb", "person_id", "space_id", "what", "what_id", "part_id", "towards_id", "happened_at", "origin")
    found = read_here(community)
    return sorted(map(str, deeds.values_list(*columns))), found.participation, found.rhythm


@pytest.mark.django_db
@given(st.sets(st.integers(0, 2)), st.sets(st.integers(0, 2)), st.sampled_from(["chatham", "sealed"]), DAYS)
@quick
def test_of_two_in_confidence_in_one_week_nothing_tells_who_was_at_which(
    stick: Community, table: Space, hal: Person, tomasz: Person, leila: Person, rosa: Person, one, other, word, days
) -> None:
    people, worlds = [tomasz, leila, rosa], []
    sunday = days - days % 7
    for first, second in ((one, other), (other, one), (one | other, one & other)):
        with transaction.atomic():
            held = [gathered(hal, table, ago, confidence=word) for ago in (sunday + 2, sunday + 4)]
            for gathering, chosen in zip(held, (first, second), strict=True):
                came(gathering, hal, [people[at] for at in sorted(chosen)])
            worlds.append(told_of(stick))
            transaction.set_rollback(True)
    assert worlds[0] == worlds[1] == worlds[2]


@pytest.mark.django_db
def test_the_week_of_a_sealed_gathering_is_no_silence_until_it_is_over(
    stick: Community, table: Space, hal: Person, tomasz: Person
) -> None:
    sealed = gathered(hal, table, 1, confidence="sealed")
    came(sealed, hal, [tomasz])
    assert read_here(stick).rhythm.silence_days == 0
    later = read(stick, now=NOW + timedelta(days=10)).rhythm
    assert later.silence_days == pytest.approx(10, abs=0.1)


@pytest.mark.django_db
def test_those_who_met_long_ago_had_a_pace_as_well(stick: Community, table: Space, hal: Person, tomasz: Person) -> None:
    for days_ago in (400, 414):
        came(gathered(hal, table, days_ago), hal, [tomasz, hal])
    rhythm_now = read_here(stick).rhythm
    assert rhythm_now.usual_silence_days == 14
    assert rhythm_now.silence_days is not None
    assert int(rhythm_now.silence_days) == 400


@pytest.mark.django_db
def test_the_page_says_how_many_were_at_gatherings(
    client: Client, stick: Community, table: Space, hal: Person, ines: Person, tomasz: Person, now: datetime
) -> None:
    wall = (now - timedelta(days=8)).replace(tzinfo=None)
    held = convene(by=hal, space=table, plan=plan(wall=wall, zone="UTC"), at=now - timedelta(days=9))
    came(held, hal, [hal, tomasz])
    read_on()
    client.force_login(ines)
    page = " ".join(client.get("/c/stick/cultivate/").content.decode().split())
    assert '<th scope="col" class="n">At gatherings</th>' in page
    assert "<span>At gatherings</span>" in page
