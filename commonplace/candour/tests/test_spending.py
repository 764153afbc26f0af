"""Spending: in the month after, once, only where enough drew, and by nobody in particular."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from commonplace.candour.actions.keeping import keep_keys
from commonplace.candour.actions.spending import NotTaken, SpentAlready, spend
from commonplace.candour.models import CandourKey, SpentToken
from commonplace.candour.months import after
from commonplace.candour.queries import ENOUGH, drew
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.people.models import Person


@pytest.fixture
def later(key: CandourKey) -> datetime:
    """A moment in the month in which tokens of the key are good."""
    return datetime.combine(after(key.month), datetime.min.time(), UTC) + timedelta(days=3)


@pytest.fixture
def token(browser, hal: Person, now: datetime) -> tuple[bytes, bytes]:
    """A token that Hal drew."""
    hals = browser(hal)
    return hals.prepared[0], hals.draw(now=now)[0]


def test_a_token_is_good_once(candid: Community, key, token, others_drew, later: datetime) -> None:
    others_drew()
    spent = spend(community=candid, prepared=token[0], signature=token[1], now=later)
    assert {one.name for one in SpentToken._meta.get_fields()} == {"id", "key", "digest"}
    assert spent.key == key
    with pytest.raises(SpentAlready):
        spend(community=candid, prepared=token[0], signature=token[1], now=later)
    assert SpentToken.objects.count() == 1


def test_it_is_good_in_no_other_month(candid: Community, token, others_drew, now: datetime, later: datetime) -> None:
    others_drew()
    for moment in (now, later + timedelta(days=31)):
        with pytest.raises(NotTaken):
            spend(community=candid, prepared=token[0], signature=token[1], now=moment)


def test_it_is_good_only_where_enough_drew(candid: Community, key, token, others_drew, later: datetime) -> None:
    others_drew(ENOUGH - 2)
    assert drew(key) == ENOUGH - 1
    with pytest.raises(NotTaken):
        spend(community=candid, prepared=token[0], signature=token[1], now=later)
    others_drew(1)
    assert spend(community=candid, prepared=token[0], signature=token[1], now=later)


def test_what_nobody_signed_is_no_token(candid: Community, token, others_drew, later: datetime) -> None:
    others_drew()
    prepared, signature = token
    for forged in ((prepared + b"!", signature), (prepared, bytes(256)), (prepared, b""), (b"", signature)):
        with pytest.raises(NotTaken):
            spend(community=candid, prepared=forged[0], signature=forged[1], now=later)


def test_it_is_good_in_no_other_community(candid, token, others_drew, hal: Person, later: datetime) -> None:
    others_drew()
    other = Community.objects.create(slug="weir", name="Weir", modules=candid.modules)
    keep_keys(now=later - timedelta(days=20))
    with pytest.raises(NotTaken):
        spend(community=other, prepared=token[0], signature=token[1], now=later)


def test_whoever_is_shut_out_keeps_what_they_drew(candid, token, others_drew, hal: Person, later: datetime) -> None:
    others_drew()
    Membership.objects.filter(person=hal).update(standing=Standing.ALUMNUS)
    assert spend(community=candid, prepared=token[0], signature=token[1], now=later)


def test_nothing_is_spent_where_what_it_was_for_fails(candid, token, others_drew, later: datetime) -> None:
    others_drew()
    with transaction.atomic():
        spend(community=candid, prepared=token[0], signature=token[1], now=later)
        transaction.set_rollback(True)
    assert spend(community=candid, prepared=token[0], signature=token[1], now=later)
