"""The letter that asks, weeks later, what difference it made: in the morning, and one a month at most for anybody.

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

from commonplace.letters.compose import compose
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.people.actions.writing import write_to
from commonplace.people.answers_by_link import answer_address
from commonplace.people.farewells import ways_out
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.runs.actions.asking_by_letter import MORNING, OF_ASKING, stop_address
from commonplace.runs.models import NotAsked
from commonplace.runs.queries.asked import wall_of
from commonplace.store.locks import lock
from commonplace.stories.models import FollowUp
from commonplace.stories.queries.following_up import about, due, to_ask

KIND: Final = "story_follow_up"
MOST: Final = 2  # things in a letter
PACE = timedelta(days=28)
GOOD_FOR = timedelta(days=14)


def ask_what_difference(*, now: datetime) -> int:
    """Ask everyone whose day has come; how many letters were written."""
    people = Person.objects.filter(pk__in=due(now).values("person")).exclude(pk__in=NotAsked.objects.values("person"))
    return sum(_ask(one, now) for one in people.order_by("pk"))


def _ask(person: Person, now: datetime) -> bool:
    if wall_of(person, now).hour < MORNING:
        return False
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        if FollowUp.objects.filter(person=person, asked_at__gt=now - PACE).exists():
            return False
        asked = list(to_ask(person, due(now).filter(person=person), now=now)[:MOST])
        if not asked:
            return False
        letter = write_to(
            person,
            template=f"stories/letters/{KIND}",
            context=_told(person, asked, now),
            kind=KIND,
            key=f"{KIND}:{person.pk}:{wall_of(person, now).date()}",
            about=f"{person.pk} {' '.join(str(one.pk) for one in asked)}",
            useful_until=now + GOOD_FOR,
            headers=ways_out(stop_address(person), OF_ASKING, person.pk),
        )
        FollowUp.objects.filter(pk__in=[one.pk for one in asked]).update(asked_at=now)
    return letter is not None


def _told(person: Person, asked: Sequence[FollowUp], now: datetime) -> dict[str, Any]:
    with in_language_of(person):
        rows = [
            {
                "before": about(one, person, in_letter=True),
                "ways": [
                    (word, answer_address(KIND, person, one.pk, choice=choice, at=now))
                    for choice, word in FollowUp.Came.choices
                ],
            }
            for one in asked
        ]
    return {"asked": rows, "stop": stop_address(person)}


def may_go(letter: Letter) -> bool:
    """Whether there still is something to ask."""
    person_id, *pks = (int(one) for one in letter.about.split())
    person = Person.objects.filter(pk=person_id, is_active=True, claimed_at__isnull=False).first()
    if person is None or NotAsked.objects.filter(person=person).exists():
        return False
    asked = list(to_ask(person, FollowUp.objects.filter(pk__in=pks, answered_at=None), now=letter.dated_at))
    if not asked:
        return False
    with in_language_of(person):
        context = _told(person, asked, letter.dated_at)
        words = compose(f"stories/letters/{KIND}", context, get_language() or settings.LANGUAGE_CODE)
    letter.subject, letter.text, letter.html = words
    return True


LAST_LOOK = LastLook(KIND, may_go)
