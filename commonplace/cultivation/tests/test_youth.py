"""A young community: what is known is said, what is not is "no evidence yet", and from when on there will be some."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from django.test import Client

from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Space
from commonplace.cultivation.rhythm import Rhythm, Talk, read
from commonplace.cultivation.youth import youth
from commonplace.people.models import Person

ON = date(2026, 6, 30)  # a Tuesday
MONDAY = date(2026, 6, 29)
NONE = np.array([], dtype=np.int64)
NOTHING_SAID = Talk(NONE, NONE, NONE, NONE.astype(np.float64), NONE.astype(np.bool_))


def founded(on: date, *, began: date | None = None) -> Community:
    """A community founded on this day, and the day of the earliest letter of its archive."""
    at, began_at = (day and datetime.combine(day, time(9), tzinfo=UTC) for day in (on, began))
    return Community(founded_at=at, began_at=began_at)


def rhythm(*weeks_ago: int) -> Rhythm:
    """Something was written in each of these weeks."""
    return read(NOTHING_SAID, {MONDAY - timedelta(weeks=back): {"opened": 1} for back in weeks_ago}, on=ON)


def test_a_day_after_the_founding_every_reading_lies_ahead() -> None:
    young = youth(rhythm(0), founded(MONDAY))
    assert (young.since, young.silent_weeks, young.is_from_archive) == (MONDAY, None, False)
    assert young.rings_from == MONDAY + timedelta(weeks=6)
    assert young.years_from == MONDAY + timedelta(weeks=8)
    assert young.rhythm_from == MONDAY + timedelta(weeks=12)


def test_only_weeks_since_the_beginning_can_be_silent() -> None:
    assert youth(rhythm(0, 4), founded(MONDAY - timedelta(weeks=4))).silent_weeks == 3


def test_an_archive_makes_a_community_old() -> None:
    old = youth(rhythm(0, 30), founded(MONDAY))
    assert (old.rings_from, old.years_from, old.rhythm_from) == (None, None, None)
    assert len(old.weeks) == 12


def test_the_first_letter_of_an_archive_is_its_day_and_not_its_monday() -> None:
    first = MONDAY - timedelta(days=17)  # a Friday
    young = youth(rhythm(0, 3), founded(MONDAY, began=first))
    assert (young.since, young.is_from_archive, len(young.weeks)) == (first, True, 4)


def test_an_archive_older_than_the_long_picture_is_as_old_as_its_first_letter() -> None:
    first = date(2001, 11, 3)
    assert youth(rhythm(0, 30), founded(MONDAY, began=first)).since == first


@pytest.mark.django_db
def test_the_page_of_a_young_community_shows_no_empty_picture(client: Client, ines: Person) -> None:
    found(by=ines, name="The New Bench", slug="bench", domain="Joints", visibility=Visibility.LISTED)
    client.force_login(ines)
    page = client.get("/c/bench/cultivate/").content.decode()
    assert page.count("no evidence yet") == 4
    assert 'class="chart rings"' not in page
    assert 'class="chart years"' not in page
    assert "nobody wrote" not in page
    assert "Your place" not in page


@pytest.mark.django_db
def test_the_page_of_an_older_community_shows_its_pictures(
    client: Client, stick: Community, table: Space, ines: Person, member: Callable[..., Person]
) -> None:
    for number in range(9):
        member(f"M{number} Member")
    client.force_login(ines)
    page = client.get("/c/stick/cultivate/").content.decode()
    assert 'class="chart rings"' in page
    assert 'class="chart years"' in page
