"""Drawing: by members, once a month, the same answer to the same request, and no moment kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import models

from commonplace.candour.actions.drawing import AnotherKey, DrewAlready, NotForYou, draw
from commonplace.candour.models import CandourKey, Draw, SpentToken
from commonplace.candour.months import after
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Deed, Membership
from commonplace.communities.standing import Standing
from commonplace.lib.blind_signatures import UnfitMessage, verify
from commonplace.people.models import Person


def test_what_a_member_draws_verifies_and_was_not_seen(browser, hal: Person, key: CandourKey, now: datetime) -> None:
    hals = browser(hal)
    signatures = hals.draw(now=now)
    assert all(verify(hals.public, *pair) for pair in zip(hals.prepared, signatures, strict=True))
    sent = b"".join(hals.asked())
    assert not any(one[:16] in sent for one in (*hals.prepared, *signatures))


def test_what_is_kept_is_that_somebody_drew_and_no_moment(browser, hal: Person, key: CandourKey, now: datetime) -> None:
    deeds = Deed.objects.count()
    browser(hal).draw(now=now)
    drawn = Draw.objects.get()
    assert (drawn.key, drawn.person) == (key, hal)
    assert Deed.objects.count() == deeds
    for model in (CandourKey, Draw, SpentToken):
        assert not [one for one in model._meta.get_fields() if isinstance(one, models.DateTimeField | models.TimeField)]


def test_the_rows_come_in_no_order(key: CandourKey, others_drew) -> None:
    others_drew(40)
    by_person = list(Draw.objects.order_by("person").values_list("pk", flat=True))
    assert by_person != sorted(by_person)
    assert by_person != sorted(by_person, reverse=True)


def test_the_same_request_gets_the_same_answer_and_another_gets_none(browser, hal, now: datetime) -> None:
    hals = browser(hal)
    assert hals.draw(now=now) == hals.draw(now=now)
    with pytest.raises(DrewAlready):
        browser(hal).draw(now=now)
    assert Draw.objects.count() == 1


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.ALUMNUS])
def test_neither_guests_nor_who_was_here_once_draw(browser, leila: Person, candid, now, standing: Standing) -> None:
    Membership.objects.filter(person=leila, community=candid).update(
        standing=standing, until=now + timedelta(days=9) if standing == Standing.GUEST else None
    )
    with pytest.raises(NotForYou):
        browser(leila).draw(now=now)
    assert not Draw.objects.exists()


def test_a_stranger_draws_nothing(browser, stranger: Person, now: datetime) -> None:
    with pytest.raises(NotForYou):
        browser(stranger).draw(now=now)


def test_nobody_draws_where_it_is_switched_off(browser, hal: Person, key: CandourKey, now: datetime) -> None:
    hals = browser(hal)
    key.community.modules = []
    with pytest.raises(NotForYou):
        hals.draw(now=now)


def test_nobody_draws_under_another_key_than_this_month_s(browser, hal, candid, key: CandourKey, now) -> None:
    others = [one.fingerprint for one in CandourKey.objects.exclude(pk=key.pk)]
    for fingerprint in (*others, "0" * 64):
        with pytest.raises(AnotherKey):
            browser(hal).draw(now=now, fingerprint=fingerprint)
    with pytest.raises(AnotherKey):
        browser(hal).draw(now=datetime.combine(after(key.month), datetime.min.time(), UTC))
    assert not Draw.objects.exists()


def test_all_draw_as_many_and_what_does_not_fit_leaves_no_trace(browser, hal, candid, key, now) -> None:
    asked = browser(hal).asked()
    for unfit in (asked[:-1], [*asked, asked[0]], [], [*asked[:-1], b""], [*asked[:-1], b"\xff" * 256]):
        with pytest.raises(UnfitMessage):
            draw(by=hal, community=candid, fingerprint=key.fingerprint, blinded=unfit, now=now)
    assert not Draw.objects.exists()


def test_whoever_comes_in_draws_at_once(browser, candid: Community, stranger: Person, now: datetime) -> None:
    admit(person=stranger, community=candid)
    assert browser(stranger).draw(now=now)
