"""Keys: made ahead, able to sign for a month, gone after two."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from commonplace.candour.actions.keeping import GRACE, keep_keys, make
from commonplace.candour.actions.writing import write_what_waits
from commonplace.candour.models import CandourKey, Draw
from commonplace.candour.months import after, before, month_of
from commonplace.candour.queries import keys_of
from commonplace.candour.tests.saying import OPENING, SAY, Speaker, Tokens
from commonplace.communities.doors import Visibility
from commonplace.communities.models import Community
from commonplace.conversations.models import Conversation
from commonplace.lib.blind_signatures import fingerprint
from commonplace.people.models import Person
from commonplace.store.models import DueWork


@given(some.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_the_month_before_the_month_after_is_this_one(day: date) -> None:
    month = month_of(datetime(day.year, day.month, day.day, tzinfo=UTC))
    assert month == day.replace(day=1)
    assert before(after(month)) == after(before(month)) == month
    assert before(month) < month < after(month)
    assert after(month) - month <= timedelta(days=31)


def test_a_month_is_the_same_for_all_wherever_they_are() -> None:
    east = timezone(timedelta(hours=14))
    assert month_of(datetime(2026, 12, 1, 13, 59, tzinfo=east)) == date(2026, 11, 1)
    assert month_of(datetime(2026, 12, 1, 14, 0, tzinfo=east)) == date(2026, 12, 1)


def test_there_is_a_key_for_this_month_and_for_the_next(candid: Community, key: CandourKey, now: datetime) -> None:
    months = set(CandourKey.objects.filter(community=candid).values_list("month", flat=True))
    assert months == {month_of(now), after(month_of(now))}
    assert key.fingerprint == fingerprint(b64decode(key.public))
    assert key.spoken.replace(" ", "") == key.fingerprint


def test_a_key_that_is_there_stays(key: CandourKey, candid: Community, now: datetime) -> None:
    keep_keys(now=now)
    make(community=candid, month=key.month)
    assert keys_of(candid, now=now).drawn == key
    assert CandourKey.objects.get(pk=key.pk).fingerprint == key.fingerprint


def test_after_its_month_a_key_signs_no_more_and_after_two_nothing_of_it_is_left(
    candid: Community, key: CandourKey, hal: Person, now: datetime
) -> None:
    Draw.objects.create(key=key, person=hal, asked="0" * 64)
    assert CandourKey.objects.get(pk=key.pk).private
    next_month = datetime.combine(after(key.month), datetime.min.time(), UTC)

    keep_keys(now=next_month)
    assert CandourKey.objects.get(pk=key.pk).private == ""
    assert keys_of(candid, now=next_month).spent == key
    # What was forgotten is to be gone from the bytes of the database, too.
    assert DueWork.objects.filter(code="wipe", done_at=None).exists()

    keep_keys(now=datetime.combine(after(after(key.month)), datetime.min.time(), UTC))
    assert not CandourKey.objects.filter(pk=key.pk).exists()
    assert not Draw.objects.filter(person=hal).exists()


def test_what_was_said_in_the_last_hour_of_a_month_is_written_before_its_key_goes(
    candid: Community, tokens: Tokens, speaker: Speaker, now: datetime
) -> None:
    key = keys_of(candid, now=now).spent
    assert key is not None
    Client().post(SAY, speaker.request(tokens[0], **OPENING))
    over = datetime.combine(after(after(key.month)), datetime.min.time(), UTC)
    keep_keys(now=over)
    assert CandourKey.objects.filter(pk=key.pk).exists()
    write_what_waits(now=over)
    assert Conversation.objects.get().posts.count() == 1
    keep_keys(now=over)
    assert not CandourKey.objects.filter(pk=key.pk).exists()


def test_what_cannot_be_written_keeps_its_key_a_day_and_no_longer(
    candid: Community, tokens: Tokens, speaker: Speaker, now: datetime
) -> None:
    key = keys_of(candid, now=now).spent
    assert key is not None
    Client().post(SAY, speaker.request(tokens[0], **OPENING))
    over = datetime.combine(after(after(key.month)), datetime.min.time(), UTC)
    keep_keys(now=over + GRACE)
    assert not CandourKey.objects.filter(pk=key.pk).exists()


@pytest.mark.parametrize("change", [{"modules": []}, {"visibility": Visibility.PRIVATE}])
def test_no_key_is_made_where_candour_is_not_offered(candid: Community, now: datetime, change: dict) -> None:
    Community.objects.filter(pk=candid.pk).update(**change)
    keep_keys(now=now)
    assert list(CandourKey.objects.all()) == []
