"""Beats are kept by week: each deed once, in its own week, however often and from however many sides it is read."""

from datetime import UTC, date, datetime

import pytest

from commonplace.communities import ledger
from commonplace.communities.models import Community, Deed
from commonplace.communities.readers import catch_up
from commonplace.cultivation.beats import beats_of
from commonplace.cultivation.models import Beat
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 6, 30, 12, tzinfo=UTC)
MONDAY = date(2026, 6, 29)


def welcome(by: Person, community: Community, at: datetime) -> Deed:
    return ledger.record(verb="welcomed", person=by, community=community, at=at)


def test_each_deed_is_taken_in_once(ines: Person, stick: Community) -> None:
    welcome(ines, stick, TUESDAY)
    catch_up("beats")
    assert catch_up("beats") == 0
    assert beats_of(stick, on=MONDAY, weeks=12) == {MONDAY: {"welcomed": 1}}


def test_a_backdated_deed_finds_its_own_week(ines: Person, stick: Community) -> None:
    welcome(ines, stick, TUESDAY)
    catch_up("beats")
    welcome(ines, stick, datetime(2026, 6, 28, 23, 59, tzinfo=UTC))
    catch_up("beats")
    assert beats_of(stick, on=MONDAY, weeks=12) == {MONDAY: {"welcomed": 1}, date(2026, 6, 22): {"welcomed": 1}}


def test_what_was_taken_back_is_subtracted_from_its_week(ines: Person, stick: Community) -> None:
    deed = welcome(ines, stick, TUESDAY)
    catch_up("beats")
    ledger.reverse_deeds(Deed.objects.filter(pk=deed.pk))
    catch_up("beats")
    assert beats_of(stick, on=MONDAY, weeks=12) == {MONDAY: {"welcomed": 0}}


def test_beats_equal_a_recount_of_the_ledger(ines: Person, rosa: Person, stick: Community) -> None:
    for day in range(1, 28):
        welcome(ines if day % 2 else rosa, stick, datetime(2026, 6, day, tzinfo=UTC))
    catch_up("beats")
    assert sum(Beat.objects.filter(verb="welcomed").values_list("deeds", flat=True)) == 27


def test_the_sequence_follows_commit_and_leaves_no_gap(ines: Person, stick: Community) -> None:
    before = ledger.number()
    welcome(ines, stick, TUESDAY)
    welcome(ines, stick, TUESDAY)
    assert ledger.number() == 2
    sequences = list(Deed.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, before + 3))
