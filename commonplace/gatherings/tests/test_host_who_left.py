"""A host who left: their gathering stays, stewards are asked who holds it, and nobody is named for what comes later."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.membership.actions.leaving import leave
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import share
from commonplace.gatherings.actions.changing import call_off, change
from commonplace.gatherings.actions.rights import NotTheirs, may_hold
from commonplace.gatherings.actions.serial import begin_series, make_dates_of_all
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.tests.conftest import plan
from commonplace.letters.models import Letter

pytestmark = pytest.mark.django_db
UNHELD = "A gathering that nobody here holds."


def needs(client: Client, who) -> bool:
    client.force_login(who)
    return UNHELD in client.get("/c/stick/").text


def test_stewards_are_asked_who_holds_it_and_who_left_can_do_nothing(
    client: Client, clinic: Gathering, stick, hal, ines, tomasz
) -> None:
    answer(gathering=clinic, says="yes", person=tomasz)
    assert not needs(client, ines)
    leave(person=hal, community=stick)
    assert (needs(client, ines), needs(client, tomasz)) == (True, False)
    assert not may_hold(hal, clinic)
    with pytest.raises(NotTheirs):
        change(by=hal, gathering=clinic, plan=plan())
    # It takes place: whoever said yes keeps their seat, and a steward can change it, call it off or ask somebody.
    assert clinic.answers.coming().count() == 1
    share(by=ines, gathering=clinic, person=tomasz, part="leads through it")
    assert not needs(client, ines)
    assert may_hold(tomasz, clinic)
    call_off(by=ines, gathering=clinic, why="Hal has left.")
    assert [letter.to for letter in Letter.objects.all()] == ["tomasz@example.org"]


def test_afterwards_stewards_are_asked_until_somebody_says_who_was_there(
    client: Client, clinic: Gathering, stick, hal, ines
) -> None:
    leave(person=hal, community=stick)
    at = timezone.now() - timedelta(hours=3)
    Gathering.objects.filter(pk=clinic.pk).update(starts_at=at, ends_at=at + timedelta(hours=1))
    assert needs(client, ines)
    client.post(f"/c/stick/gatherings/{clinic.pk}/attendance", {"others": "2"})
    assert not needs(client, ines)


def test_what_moved_in_and_what_is_far_away_or_off_waits_for_nobody(
    client: Client, clinic: Gathering, stick, hal, ines
) -> None:
    leave(person=hal, community=stick)
    for changed in (
        {"convener": None, "origin": "ics:1"},
        {"starts_at": timezone.now() + timedelta(days=40), "ends_at": timezone.now() + timedelta(days=41)},
        {"state": "cancelled"},
    ):
        before = {name: getattr(clinic, name) for name in changed}
        Gathering.objects.filter(pk=clinic.pk).update(**changed)
        assert not needs(client, ines), changed
        Gathering.objects.filter(pk=clinic.pk).update(**before)
    Gathering.objects.filter(pk=clinic.pk).update(convener=None)
    assert needs(client, ines)  # whoever called it was erased


def test_a_series_goes_on_without_naming_who_left(stick, hal, table, tomasz, leila) -> None:
    first = begin_series(by=hal, space=table, plan=plan(hosts=[(tomasz, ""), (leila, "")]), rule="FREQ=WEEKLY")
    leave(person=tomasz, community=stick)
    assert make_dates_of_all(now=timezone.now() + timedelta(days=8)) >= 1
    latest = Gathering.objects.filter(series=first.series).order_by("-starts_at").first()
    assert [host.person for host in latest.hosts.all()] == [leila]
