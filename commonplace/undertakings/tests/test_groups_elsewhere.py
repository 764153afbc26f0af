"""What waits for people of a group, and what a community's letter tells of groups."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.digests import DIGEST_SECTIONS, Reader
from commonplace.communities.inbox import waiting_for
from commonplace.communities.models import Membership
from commonplace.undertakings.actions import comparing, lessons, looking_out, projects, taking_part
from commonplace.undertakings.models import Measure
from commonplace.undertakings.tests.test_comparing import give

pytestmark = pytest.mark.django_db
OURS = ("asks_in", "numbers_wait", "lesson_waits", "milestone_due")


def waits(person) -> list[str]:
    """What waits for somebody from groups, by its code."""
    standings = list(Membership.objects.current().filter(person=person).select_related("community"))
    found = waiting_for(person, standings, now=timezone.now() + timedelta(seconds=5))
    return sorted(one.code for one in found if one.code in OURS)


def test_numbers_wait_until_each_is_given_or_left_out(compared, hal, tomasz, rosa) -> None:
    assert waits(hal) == ["numbers_wait"]
    give(compared, hal, "3")
    assert waits(hal) == ["numbers_wait"]
    give(compared, hal, "3", None)
    assert waits(hal) == []
    assert waits(tomasz) == ["numbers_wait"]
    assert waits(rosa) == []
    comparing.remove(by=hal, undertaking=compared, row=Measure.objects.get(name="Night flow"), is_sure=True)
    comparing.remove(by=hal, undertaking=compared, row=Measure.objects.get(), is_sure=True)
    assert waits(tomasz) == []


def test_whoever_asks_waits_for_the_group_and_a_lesson_for_each_yes(compared, hal, tomasz, ines, rosa) -> None:
    for person in (hal, tomasz):
        give(compared, person, None, None)
    taking_part.take_part(person=ines, undertaking=compared)
    assert waits(tomasz) == ["asks_in"]
    assert waits(rosa) == []
    lesson = lessons.word_lesson(by=hal, undertaking=compared, text="Listen.")
    assert waits(tomasz) == ["asks_in", "lesson_waits"]
    assert waits(hal) == ["asks_in"]
    lessons.agree(by=tomasz, undertaking=compared, lesson=lesson, on=1)
    assert waits(tomasz) == ["asks_in"]


def test_a_milestone_waits_for_those_who_carry_it_from_its_day_on(project, hal, tomasz, now) -> None:
    taking_part.take_part(person=tomasz, undertaking=project)
    step = projects.add_milestone(by=hal, undertaking=project, words="A try", on=now.date())
    assert waits(hal) == []
    projects.remind_of_milestones(now=now)
    assert waits(hal) == ["milestone_due"]
    assert waits(tomasz) == []
    projects.give_up(by=hal, undertaking=project, milestone=step, why="It rained.")
    assert waits(hal) == []


def test_a_letter_tells_what_was_learned_found_and_made(compared, looked, project, hal, tomasz, leila, stick, now):
    section = DIGEST_SECTIONS["learned"]
    since = now - timedelta(days=1)

    def told() -> dict[str, str]:
        until = timezone.now()
        keys = [one.key for one in section.candidates(stick, since, until)]
        lines = section.lines(Reader.everyone_inside(stick), keys, until)
        return {line.title: line.text for line in lines.values()}

    assert told() == {}
    lesson = lessons.word_lesson(by=hal, undertaking=compared, text="Zqwords of it.")
    for person in (tomasz, leila):
        lessons.agree(by=person, undertaking=compared, lesson=lesson, on=1)
    looking_out.find(by=hal, undertaking=looked, text="In twos.")
    projects.keep_product(by=hal, undertaking=project, product=projects.Product("A card"))
    said = told()
    assert said["Our nights"] == "Those who compared themselves tell what they learned."
    assert "A utility in Lisbon" in said["How Lisbon listens"]
    assert said["Plastic by ear"] == "There is something that others can use."
    projects.close(by=hal, undertaking=project, became="It can.")
    assert told()["Plastic by ear"] == "What became of the question, and what can be used."
