"""Whoever said that they would help is not forgotten: a line for those who start it, and for nobody else."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.inbox import may_wait, needs_from, waiting_for
from commonplace.communities.models import Community, Membership
from commonplace.launch.actions import interviewing, obstacles, starting
from commonplace.launch.actions.gathering_issues import gather, name_issue
from commonplace.launch.actions.interviewing import Said, write_down
from commonplace.launch.inbox_lines import CODE
from commonplace.launch.models import Interview, Launch
from commonplace.people.models import Person

SAID = Said(agreed=True, hard="Alarms at four.", name="Berit Nilsen", would="yes")


@pytest.fixture
def berit(launch: Launch, hal: Person, now: datetime) -> Interview:
    long_ago = now - timedelta(days=15)
    return write_down(by=hal, launch=launch, said=replace(SAID, on=long_ago.date()), at=long_ago)


def waits(person: Person, community: Community, now: datetime) -> list[Any]:
    standings = list(Membership.objects.filter(person=person, community=community).select_related("community"))
    return [one for one in waiting_for(person, standings, now=now) if one.code == CODE]


def test_those_who_start_it_are_told_without_a_name(
    berit: Interview, stick: Community, ines: Person, hal: Person, tomasz: Person, now: datetime
) -> None:
    stick.refresh_from_db()
    for person in (ines, hal):
        found = waits(person, stick, now)
        standing = Membership.objects.select_related("community").get(person=person, community=stick)
        (need,) = needs_from(found, {stick.pk: standing}, person)
        assert need.url == "/c/stick/launch/#willing"
        assert "Berit" not in need.title + need.why
        assert person.pk in may_wait(stick, now=now)
    assert waits(tomasz, stick, now) == []
    assert tomasz.pk not in may_wait(stick, now=now)


@pytest.mark.parametrize("what", ["answered", "erased", "begun", "lately", "no", "promised"])
def test_it_waits_no_more(berit: Interview, stick: Community, ines: Person, hal: Person, now: datetime, what) -> None:
    if what == "answered":
        interviewing.answer_today(by=ines, interview=berit, at=now)
    elif what == "erased":
        interviewing.erase_mine(interview=berit)
    elif what == "begun":
        start = starting.choose(by=hal, launch=berit.launch, how="gathering", at=now)
        starting.say_begun(by=ines, start=start, at=now)
    else:
        on = {"lately": now.date() - timedelta(days=13), "promised": None}.get(what, berit.on)
        Interview.objects.filter(pk=berit.pk).update(on=on, would="no" if what == "no" else "yes")
    stick.refresh_from_db()
    assert waits(ines, stick, now) == []
    assert ines.pk in may_wait(stick, now=now)  # a steward, always
    assert (hal.pk in may_wait(stick, now=now)) is False


def test_programs_read_issues_and_obstacles_and_nobodys_words(
    client: Client, launch: Launch, berit: Interview, hal: Person, tomasz: Person
) -> None:
    issue = name_issue(by=hal, launch=launch, name="Deciding alone")
    gather(by=hal, issue=issue, voices={berit.pk: True})
    obstacles.note(by=hal, launch=launch, strand="integrate", words="Sunday work is not paid")
    client.force_login(hal)
    (one,) = client.get("/api/v1/communities/stick/launch-issues").json()["items"]
    assert (one["name"], one["people"], one["awake"]) == ("Deciding alone", 1, 1)
    answer = client.get("/api/v1/communities/stick/launch-obstacles")
    (other,) = answer.json()["items"]
    assert (other["words"], other["status"]) == ("Sunday work is not paid", "open")
    assert "Alarms at four" not in answer.content.decode()
    client.force_login(tomasz)
    for name in ("launch-issues", "launch-obstacles"):
        assert client.get(f"/api/v1/communities/stick/{name}").json()["items"] == []
    client.logout()
    assert client.get("/api/v1/communities/stick/launch-issues").json()["items"] == []


def test_the_day_counts_from_the_last_word(launch: Launch, hal: Person, stick: Community, now: datetime) -> None:
    long_ago = now - timedelta(days=40)
    one = write_down(by=hal, launch=launch, said=replace(SAID, on=long_ago.date()), at=long_ago)
    stick.refresh_from_db()
    interviewing.answer_today(by=hal, interview=one, at=now - timedelta(days=10))
    assert waits(hal, stick, now) == []
    interviewing.answer_today(by=hal, interview=one, at=now - timedelta(days=14))
    assert [one.about_id for one in waits(hal, stick, now)] == [launch.pk]
    assert timezone.is_aware(waits(hal, stick, now)[0].happened_at)
