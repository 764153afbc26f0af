"""The one letter that asks what came of what somebody tried, in the morning where they are.

It is written with the mark that says so in one transaction, a person at a time: a worker who is killed leaves both or
neither. Whoever stopped letters that ask what came of gatherings gets none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonplace.letters.compose import compose
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.lib.direction import isolated
from commonplace.lib.names import holds_address
from commonplace.people.actions.writing import write_to
from commonplace.people.answers_by_link import answer_address
from commonplace.people.farewells import ways_out
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.repertoire.actions.trying import take_in_settled
from commonplace.repertoire.models import Trial
from commonplace.repertoire.queries.trials import OF_TRIAL, due, to_ask
from commonplace.runs.actions.asking_by_letter import MORNING, OF_ASKING, stop_address
from commonplace.runs.models import NotAsked
from commonplace.runs.queries.asked import wall_of
from commonplace.store.locks import lock

MOST: Final = 4  # things in a letter; the next ones come with the next morning
KIND: Final = "tried"
GOOD_FOR = timedelta(days=7)


def ask_what_came(*, now: datetime) -> int:
    """Ask everyone whose day has come; how many letters were written."""
    take_in_settled(now=now)
    people = Person.objects.filter(pk__in=due(now).values("person")).exclude(pk__in=NotAsked.objects.values("person"))
    return sum(_ask(one, now) for one in people.order_by("pk"))


def _ask(person: Person, now: datetime) -> bool:
    wall = wall_of(person, now)
    if wall.hour < MORNING:
        return False
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        key = f"tried:{person.pk}:{wall.date()}"
        trials = list(to_ask(person, due(now).filter(person=person, ask_on__lte=wall.date()), now=now)[:MOST])
        if not trials or Letter.objects.filter(key=key).exists():
            return False
        letter = write_to(
            person,
            template=f"repertoire/letters/{KIND}",
            context=_told(person, trials, now),
            kind=KIND,
            key=key,
            about=f"{person.pk} {' '.join(str(one.pk) for one in trials)}",
            useful_until=now + GOOD_FOR,
            headers=ways_out(stop_address(person), OF_ASKING, person.pk),
        )
        Trial.objects.filter(pk__in=[one.pk for one in trials]).update(asked_at=now)
    return letter is not None


def _told(person: Person, trials: Sequence[Trial], now: datetime) -> dict[str, Any]:
    with in_language_of(person):
        asked = [
            {
                "before": sentence(one),
                "ways": [
                    (word, answer_address(OF_TRIAL, person, one.pk, choice=choice, at=now))
                    for choice, word in Trial.Came.choices
                ],
            }
            for one in trials
        ]
    return {"asked": asked, "stop": stop_address(person)}


def sentence(trial: Trial) -> str:
    """What was to be tried, in the reader's language, by the name that a letter may carry."""
    title = isolated(name) if (name := named(trial)) else ""
    if trial.is_asked:
        if title:
            return _("Six weeks ago an answer settled your question “%(title)s”.") % {"title": title}
        return _("Six weeks ago an answer settled a question of yours.")
    if title and trial.resource_id is not None:
        return _("Six weeks ago you said that you would try “%(title)s”.") % {"title": title}
    if title:
        return _("Six weeks ago you said that you would try an answer in “%(title)s”.") % {"title": title}
    return _("Six weeks ago you said that you would try something.")


def named(trial: Trial) -> str:
    """What it is called; nothing where letters carry no words of its space, or it would carry an address."""
    if trial.resource is not None:
        space, title = trial.resource.space, trial.resource.title
    else:
        assert trial.post is not None  # of one or the other
        space, title = trial.post.conversation.space, trial.post.conversation.title
    return title if space.sends_words and not holds_address(title) else ""


def may_go(letter: Letter) -> bool:
    """Whether there still is something to ask; what was answered, hidden or taken back meanwhile is asked no more."""
    person_id, *pks = (int(one) for one in letter.about.split())
    person = Person.objects.filter(pk=person_id, is_active=True, claimed_at__isnull=False).first()
    if person is None or NotAsked.objects.filter(person=person).exists():
        return False
    trials = list(to_ask(person, Trial.objects.unsaid().filter(pk__in=pks), now=letter.dated_at))
    if not trials:
        return False
    with in_language_of(person):
        context = _told(person, trials, letter.dated_at)
        words = compose(f"repertoire/letters/{KIND}", context, get_language() or settings.LANGUAGE_CODE)
    letter.subject, letter.text, letter.html = words
    return True


LAST_LOOK = LastLook(KIND, may_go)
