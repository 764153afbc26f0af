"""'How far is that true?', answered by a link in a letter, without signing in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

from commonplace.lib.direction import isolated
from commonplace.people.answers_by_link import AnswerByLink, Question
from commonplace.people.models import Person
from commonplace.ui.addresses import address
from commonplace.value.actions.asking_by_letter import KIND
from commonplace.value.actions.pulses import HasAnswered, IsOver, NotAsked, answer
from commonplace.value.forms.numbers import PulseForm
from commonplace.value.models import PulseTaken
from commonplace.value.questions import asked_of


def ask(person: Person, pk: int, choice: str, now: datetime) -> Question | None:
    """The sentence."""
    pulse = asked_of(person, pk, now)
    if pulse is None:
        return None
    is_said = PulseTaken.objects.filter(pulse=pulse, person=person).exists()
    return Question(
        _("How far is this true?"),
        _("“%(question)s” Who answers and what is said stand apart, and neither is kept once it is over.")
        % {"question": isolated(pulse.question)},
        _("Say it"),
        address("indicator", pulse.indicator.community.slug, pulse.indicator_id),
        _said() if is_said else "",
    )


def give(person: Person, pk: int, choice: str, now: datetime, *, number: int) -> str | None:
    """Say it."""
    pulse = asked_of(person, pk, now)
    if pulse is None:
        return None
    try:
        answer(by=person, pulse=pulse, number=number, at=now)
    except HasAnswered:
        return _said()
    except (IsOver, NotAsked):
        return None
    return _("Thank you. What came of it stands there after the last day.")


def _said() -> str:
    return _("You have answered. It cannot be found again, so it cannot be changed.")


def form(person: Person, pk: int, choice: str, data: QueryDict | None) -> PulseForm:
    """How far."""
    return PulseForm(data)


BY_LINK = AnswerByLink(KIND, ask, give, lives=timedelta(days=60), form=form)
