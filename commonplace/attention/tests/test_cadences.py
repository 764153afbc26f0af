"""How often someone hears from a community: what they chose, what is usual, and quiet for a while."""

from datetime import timedelta

from commonplace.attention.actions.choosing import be_quiet, choose_cadence
from commonplace.attention.cadences import cadences_of, hearing
from commonplace.attention.models import Cadence


def _heard_by(cadence, now):
    return set(hearing(cadence, now=now).values_list("person__name", flat=True))


def test_a_member_who_chose_nothing_hears_once_a_week(stick, hal, now):
    assert cadences_of(hal.pk, [stick.pk])[stick.pk].cadence == Cadence.WEEKLY
    assert hal.name in _heard_by(Cadence.WEEKLY, now)


def test_what_was_chosen_last_holds(stick, hal, tomasz, now):
    choose_cadence(person=hal, community=stick, cadence=Cadence.DAILY)
    choose_cadence(person=hal, community=stick, cadence=Cadence.AT_ONCE)
    assert _heard_by(Cadence.AT_ONCE, now) == {hal.name}
    assert _heard_by(Cadence.DAILY, now) == set()
    assert cadences_of(hal.pk, [stick.pk])[stick.pk].cadence == Cadence.AT_ONCE


def test_in_peace_until_a_moment_and_no_longer(stick, hal, now):
    choose_cadence(person=hal, community=stick, cadence=Cadence.DAILY)
    be_quiet(person=hal, community=stick, until=now + timedelta(days=3))
    assert _heard_by(Cadence.DAILY, now) == set()
    assert _heard_by(Cadence.DAILY, now + timedelta(days=3)) == {hal.name}


def test_whoever_is_in_no_community_hears_from_none(stick, stranger, now):
    assert stranger.name not in _heard_by(Cadence.WEEKLY, now)
