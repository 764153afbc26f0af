"""A gathering that left nothing asks its host and stewards, after two days and for two weeks, or until one ends it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.inbox import Need, needs_from, waiting_for
from commonplace.communities.models import Membership
from commonplace.communities.tendings import Bed, with_rows
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.talking import begin_to_talk
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.runs.actions import stepping
from commonplace.runs.actions.harvesting import post_harvest
from commonplace.runs.models import NothingToKeep, Run
from commonplace.runs.queries.unharvested import FROM, UNTIL, unharvested
from commonplace.runs.tendings import no_harvest
from commonplace.runs.tests.test_pages import as_, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(clinic, hal, now) -> Gathering:
    """The clinic ended three days ago, and Hal said who was there."""
    begun = now - timedelta(days=3, hours=1)
    Gathering.objects.filter(pk=clinic.pk).update(
        starts_at=begun, ends_at=begun + timedelta(hours=1), attendance_at=begun + timedelta(hours=2)
    )
    clinic.refresh_from_db()
    return clinic


def waiting(person: Person, now: datetime, code: str) -> list[Need]:
    here = list(Membership.objects.filter(person=person).select_related("community"))
    found = [one for one in waiting_for(person, here, now=now) if one.code == code]
    return needs_from(found, {one.community_id: one for one in here}, person)


def found(now: datetime) -> list[Gathering]:
    return list(unharvested(now - UNTIL, now - FROM))


def test_it_asks_after_two_days_and_for_two_weeks(over, now) -> None:
    asked = [bool(found(now + timedelta(days=days))) for days in (-3, -1.1, -0.9, 0, 12.9, 13.1, 400)]
    assert asked == [False, False, True, True, True, False, False]


def cancelled(gathering: Gathering, hal: Person) -> None:
    Gathering.objects.filter(pk=gathering.pk).update(state="cancelled")


def imported(gathering: Gathering, hal: Person) -> None:
    Gathering.objects.filter(pk=gathering.pk).update(origin="calendar:7")


def without_anybody(gathering: Gathering, hal: Person) -> None:
    Gathering.objects.filter(pk=gathering.pk).update(attendance_at=None)


def held_closer(gathering: Gathering, hal: Person) -> None:
    Gathering.objects.filter(pk=gathering.pk).update(confidence="chatham")


def talked_about(gathering: Gathering, hal: Person) -> None:
    begin_to_talk(by=hal, gathering=gathering, text="This is what we take from it.")


def nothing(gathering: Gathering, hal: Person) -> None:
    as_(hal).post(at(gathering, "nothing"))


@pytest.mark.parametrize("what", [cancelled, imported, without_anybody, held_closer, talked_about, nothing])
def test_what_has_nothing_to_harvest_or_is_harvested_asks_nobody(over, hal, now, what) -> None:
    assert found(now) == [over]
    what(over, hal)
    assert found(now) == []


def test_a_run_asks_until_its_harvest_is_posted(clinic, hal, now) -> None:
    run = stepping.start(gathering=clinic, by=hal)
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal)
    ended = now - timedelta(days=3)
    Gathering.objects.filter(pk=clinic.pk).update(starts_at=ended - timedelta(hours=1), ends_at=ended)
    assert found(now) == [clinic]
    run.gathering.refresh_from_db()
    post_harvest(run=Run.objects.get(pk=run.pk), by=hal, text="Three valves.")
    assert found(now) == []


def test_its_host_reads_it_on_today_and_ends_it_there_in_one_press(over, hal, tomasz, now) -> None:
    (need,) = waiting(hal, now, "harvest_missing")
    assert waiting(tomasz, now, "harvest_missing") == []
    assert as_(tomasz).post(need.press_url).status_code == 403
    answered = as_(hal).post(need.press_url, {"next": "/c/stick/"})
    assert (answered.status_code, answered["Location"]) == (302, "/c/stick/")
    assert NothingToKeep.objects.get().by == hal
    assert waiting(hal, now, "harvest_missing") == []


def test_today_shows_the_button(over, hal) -> None:
    assert f'action="{at(over, "nothing")}"' in as_(hal).get("/").text


def test_the_letter_ends_it_in_one_press_without_signing_in(over, hal, now) -> None:
    (need,) = waiting(hal, now, "harvest_missing")
    assert "Nothing to keep" in Client().get(need.letter_url).text
    assert not NothingToKeep.objects.exists()
    Client().post(need.letter_url)
    assert waiting(hal, now, "harvest_missing") == []


def test_stewards_find_it_among_what_to_tend(over, stick, ines, now) -> None:
    seen = Viewpoint(ines, stick, Membership.objects.get(person=ines, community=stick))
    (one,) = no_harvest(with_rows(Bed(stick, seen, now)))
    assert one.press_url == at(over, "nothing")
    shown = as_(ines).get("/c/stick/cultivate/").text
    assert one.title in shown
    assert f'action="{one.press_url}"' in shown


def test_who_was_asked_or_comes_finds_the_way_to_the_table_while_it_goes_on(run, hal, tomasz, leila, amara) -> None:
    answer(gathering=run.gathering, person=tomasz, says="yes")
    answer(gathering=run.gathering, person=amara, says="no")
    now = run.started_at + timedelta(minutes=5)
    assert [one.url for one in waiting(tomasz, now, "run_live")] == [at(run)]
    assert [waiting(one, now, "run_live") for one in (leila, amara)] == [[], []]
    assert waiting(tomasz, now + timedelta(hours=12), "run_live") == []
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal)
    assert waiting(tomasz, now, "run_live") == []
