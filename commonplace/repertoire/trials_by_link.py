"""What the link in the letter asks and does: what came of what somebody tried."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from commonplace.people.answers_by_link import AnswerByLink, Question, answer_token
from commonplace.people.models import Person
from commonplace.repertoire.actions.asking_by_letter import sentence
from commonplace.repertoire.actions.trying import say_what_came
from commonplace.repertoire.forms.trying import AnswerTrialForm, KeptTrialForm, TrialForm
from commonplace.repertoire.models import Told, Trial
from commonplace.repertoire.queries.trials import OF_TRIAL, own_trial
from commonplace.ui.addresses import address

WAYS = dict(Trial.Came.choices)


def ask(person: Person, pk: int, choice: str, now: datetime) -> Question | None:
    """What came of it."""
    trial = own_trial(person, pk)
    if trial is None or choice not in WAYS:
        return None
    return Question(
        _("What came of it?"),
        sentence(trial),
        str(WAYS[choice]),
        page_of(trial),
        said_back(trial) if trial.came == choice else "",
        others=[
            (str(word), answer_token(OF_TRIAL, person, pk, choice=other, at=now))
            for other, word in WAYS.items()
            if other != choice
        ],
    )


def page_of(trial: Trial) -> str:
    """Where the thing stands."""
    slug = trial.community.slug
    if trial.resource_id is not None:
        return f"{address('resource', slug, trial.resource_id)}#uses"
    assert trial.post is not None  # of one or the other
    number = trial.post.number
    return f"{address('conversation', slug, trial.post.conversation_id)}?from={number}#p{number}"


def said_back(trial: Trial) -> str:
    """What somebody has said came of it."""
    return {
        Trial.Came.HELPED: _("You said that it helped."),
        Trial.Came.NOTHING: _("You said that nothing came of it. That is worth knowing, too."),
        Trial.Came.HARM: _("You said that it did harm. Thank you for saying so."),
        Trial.Came.NOT_YET: _("You have not tried it yet. Nobody asks you again."),
    }[Trial.Came(trial.came)]


def give(person: Person, pk: int, choice: str, now: datetime, *, words: str = "", told: str = "") -> str | None:
    """Say it."""
    trial = own_trial(person, pk)
    if trial is None or choice not in WAYS:
        return None
    said = say_what_came(by=person, trial=trial, came=choice, words=words, told=told or Told.STEWARD, at=now)
    return said_back(said)


def form(person: Person, pk: int, choice: str, data: QueryDict | None) -> TrialForm:
    """A few words, and who may be told; nothing to tell of what was not tried."""
    trial = own_trial(person, pk)
    words = trial.words if trial is not None else ""
    if trial is None or choice == Trial.Came.NOT_YET:
        return TrialForm(data, initial={"words": words})
    if trial.resource_id is not None:
        told = trial.use.told if trial.use is not None else Told.STEWARD
        return KeptTrialForm(data, initial={"words": words, "told": told})
    return AnswerTrialForm(data, initial={"words": words, "told": trial.outcome_id is not None})


ANSWER = AnswerByLink(OF_TRIAL, ask, give, form=form)
