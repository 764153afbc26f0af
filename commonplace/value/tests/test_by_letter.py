"""A pulse by letter: once, to whoever did not answer, answered without signing in."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.letters.models import Letter
from commonplace.people.models import Person
from commonplace.value.actions.asking_by_letter import LAST_LOOK, ask_by_letter
from commonplace.value.actions.pulses import answer, ask
from commonplace.value.models import Indicator, Pulse, PulseAnswer

# Somewhere it is past seven, and nobody here lives elsewhere.
NOON = timezone.now().replace(hour=12)


@pytest.fixture
def asked(worth: Indicator, ines: Person, crowd: list[Person]) -> Pulse:
    until = (timezone.now() + timedelta(days=20)).date()
    return ask(by=ines, indicator=worth, until=until, at=NOON - timedelta(days=3))


def test_whoever_has_not_answered_gets_one_letter_and_answers_by_its_link(
    asked: Pulse, crowd: list[Person], client: Client
) -> None:
    answer(by=crowd[0], pulse=asked, number=5)
    assert ask_by_letter(now=NOON) == 6
    assert ask_by_letter(now=NOON + timedelta(days=1)) == 0
    letter = Letter.objects.get(key=f"pulse:{asked.pk}:{crowd[1].pk}")
    assert "The hour was worth it." in letter.text
    assert LAST_LOOK.may_go(letter)
    link = re.search(r"https?://[^/]+(/\S+)", letter.text)[1]
    assert "How far is this true?" in client.get(link).text
    assert client.post(link, {}).status_code == 422
    assert "Thank you." in client.post(link, {"number": "3"}, follow=True).text
    assert "cannot be changed" in client.post(link, {"number": "1"}, follow=True).text
    assert sorted(PulseAnswer.objects.values_list("number", flat=True)) == [3, 5]
    assert not LAST_LOOK.may_go(letter)


def test_nobody_is_written_to_in_the_first_two_days_or_at_night(asked: Pulse) -> None:
    assert ask_by_letter(now=NOON - timedelta(days=2)) == 0
    assert ask_by_letter(now=NOON.replace(hour=3)) == 0
