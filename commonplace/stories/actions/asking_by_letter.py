"""The letter that asks, weeks later, what difference it made: in the morning, and one a month at most for anybody.

It is written with the mark that says so in one transaction, a person at a time: a worker who is killed leaves both or
neither. Whoever stopped letters that ask what came of gatherings gets none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from commonplace.people.answers_by_link import answer_address
from commonplace.people.models import Person
from commonplace.runs.letters_that_ask import AskingLetter, is_morning
from commonplace.runs.models import NotAsked
from commonplace.store.locks import lock
from commonplace.stories.models import FollowUp
from commonplace.stories.queries.following_up import about, due, to_ask

KIND: Final = "story_follow_up"
MOST: Final = 2  # things in a letter
PACE = timedelta(days=28)


def ask_what_difference(*, now: datetime) -> int:
    """Ask everyone whose day has come; how many letters were written."""
    people = Person.objects.filter(pk__in=due(now).values("person")).exclude(pk__in=NotAsked.objects.values("person"))
    return sum(_ask(one, now) for one in people.order_by("pk"))


def _ask(person: Person, now: datetime) -> bool:
    if not is_morning(person, now):
        return False
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        if FollowUp.objects.filter(person=person, asked_at__gt=now - PACE).exists():
            return False
        asked = list(to_ask(person, due(now).filter(person=person), now=now)[:MOST])
        if not asked:
            return False
        letter = LETTER.write(person, asked, now=now)
        FollowUp.objects.filter(pk__in=[one.pk for one in asked]).update(asked_at=now)
    return letter is not None


def _line(person: Person, one: FollowUp, at: datetime) -> dict[str, Any]:
    ways = [
        (word, answer_address(KIND, person, one.pk, choice=choice, at=at)) for choice, word in FollowUp.Came.choices
    ]
    return {"before": about(one, person, in_letter=True), "ways": ways}


def _still(person: Person, keys: Sequence[int], now: datetime) -> Sequence[FollowUp]:
    return list(to_ask(person, FollowUp.objects.filter(pk__in=keys, answered_at=None), now=now))


LETTER: Final = AskingLetter(
    kind=KIND, template=f"stories/letters/{KIND}", still=_still, line=_line, good_for=timedelta(days=14)
)
