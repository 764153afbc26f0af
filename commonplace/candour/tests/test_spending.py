"""A token is taken in the month after it was drawn, only where enough drew, and shows nobody in particular."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from commonplace.candour.actions.keeping import keep_keys
from commonplace.candour.actions.spending import NotTaken, shown
from commonplace.candour.queries import ENOUGH, drew
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.people.models import Person


def test_it_is_good_in_no_other_month(candid: Community, token, others_drew, now: datetime, later: datetime) -> None:
    others_drew()
    for moment in (now, later + timedelta(days=31)):
        with pytest.raises(NotTaken):
            shown(community=candid, prepared=token[0], signature=token[1], now=moment)


def test_it_is_good_only_where_enough_drew(candid: Community, key, token, others_drew, later: datetime) -> None:
    others_drew(ENOUGH - 2)
    assert drew(key) == ENOUGH - 1
    with pytest.raises(NotTaken):
        shown(community=candid, prepared=token[0], signature=token[1], now=later)
    others_drew(1)
    assert shown(community=candid, prepared=token[0], signature=token[1], now=later)


def test_what_nobody_signed_is_no_token(candid: Community, token, others_drew, later: datetime) -> None:
    others_drew()
    prepared, signature = token
    for forged in ((prepared + b"!", signature), (prepared, bytes(256)), (prepared, b""), (b"", signature)):
        with pytest.raises(NotTaken):
            shown(community=candid, prepared=forged[0], signature=forged[1], now=later)


def test_it_is_good_in_no_other_community(candid, token, others_drew, hal: Person, later: datetime) -> None:
    others_drew()
    other = Community.objects.create(slug="weir", name="Weir", modules=candid.modules)
    keep_keys(now=later - timedelta(days=20))
    with pytest.raises(NotTaken):
        shown(community=other, prepared=token[0], signature=token[1], now=later)


def test_whoever_is_shut_out_keeps_what_they_drew(candid, token, others_drew, hal: Person, later: datetime) -> None:
    others_drew()
    Membership.objects.filter(person=hal).update(standing=Standing.ALUMNUS)
    assert shown(community=candid, prepared=token[0], signature=token[1], now=later)
