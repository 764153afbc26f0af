"""Letters that ask afterwards, in the morning where their reader is: what came of takeaways, and what should stay.

Each is written with the mark that says so in one transaction, a person at a time: a worker who is killed leaves both or
neither. Guests without an account are never written to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from commonplace.gatherings.actions.telling import carries_words
from commonplace.gatherings.models import Answer, Gathering
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.lib.direction import isolated
from commonplace.lib.names import holds_address
from commonplace.lib.text import excerpt
from commonplace.people.actions.writing import write_to
from commonplace.people.answers_by_link import answer_address
from commonplace.people.farewells import ways_out
from commonplace.people.models import Person
from commonplace.runs.letters_that_ask import OF_ASKING, AskingLetter, asked_person, is_morning, say_anew, stop_address
from commonplace.runs.models import Captured, NotAsked, Run, Side, WhatCame, Wish
from commonplace.runs.queries.asked import OF_RUN, OF_TAKEAWAY, WISHED_WITHIN, due, may_wish, wall_of
from commonplace.store.locks import lock
from commonplace.ui.addresses import address
from commonplace.ui.words import day

MOST: Final = 4  # takeaways in a letter; the next ones come with the next morning
WISHES: Final = "wishes"


def ask_what_came(*, now: datetime) -> int:
    """Ask everyone, whose day has come, what came of what they would try; how many letters were written."""
    people = Person.objects.filter(pk__in=due(now).values("by")).exclude(pk__in=NotAsked.objects.values("person"))
    return sum(_ask_what_came(one, now) for one in people.order_by("pk"))


def _ask_what_came(person: Person, now: datetime) -> bool:
    if not is_morning(person, now):
        return False
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        today = wall_of(person, now).date()
        lines = _seen(person, due(now).filter(by=person, ask_on__lte=today))
        if not lines or OF_TAKEAWAYS.is_written(person, now):
            return False
        letter = OF_TAKEAWAYS.write(person, lines, now=now)
        for one in lines:
            WhatCame.objects.update_or_create(captured=one, defaults={"asked_for": one.ask_on})
    return letter is not None


def _seen(person: Person, lines: Any) -> Sequence[Captured]:
    """Those of somebody's lines that they may still see, the oldest first, as many as one letter asks about."""
    theirs = Captured.objects.visible_to(person).filter(pk__in=lines.values("pk"))
    related = theirs.select_related("run__gathering__community", "run__gathering__space")
    return list(related.order_by("ask_on", "pk")[:MOST])


def _line(person: Person, one: Captured, at: datetime) -> dict[str, Any]:
    return {
        "when": day(wall_of(person, one.at).date(), now=at),
        "title": _title(one.run.gathering),
        "words": excerpt(one.words, 200) if _holds(one) else "",
        "ways": [
            (word, answer_address(OF_TAKEAWAY, person, one.pk, choice=choice, at=at)) for choice, word in WhatCame.WAYS
        ],
    }


def _title(gathering: Gathering) -> str:
    """What a letter may call it; nothing where letters carry no words of it, or it would carry an address."""
    is_said = carries_words(gathering) and not holds_address(gathering.title)
    return isolated(gathering.title) if is_said else ""


def _holds(captured: Captured) -> bool:
    return carries_words(captured.run.gathering) and not holds_address(captured.words)


def _still(person: Person, keys: Sequence[int], _now: datetime) -> Sequence[Captured]:
    said = WhatCame.objects.exclude(came="").values("captured")
    theirs = Captured.objects.filter(pk__in=keys, by=person, taken_back_at=None, ask_on__isnull=False)
    return _seen(person, theirs.exclude(pk__in=said))


OF_TAKEAWAYS: Final = AskingLetter(kind="what_came", template="runs/letters/what_came", still=_still, line=_line)


# --- What should stay ---------------------------------------------------------------------------------------------


def ask_for_wishes(*, now: datetime) -> int:
    """Ask those who were there what should stay, in the morning after it ended; how many letters were written."""
    ended = Run.objects.filter(finished_at__gt=now - WISHED_WITHIN / 2, finished_at__lte=now - timedelta(hours=4))
    runs = ended.select_related("gathering__community", "gathering__space")
    return sum(_ask_everyone(run, now) for run in runs.order_by("pk"))


def _ask_everyone(run: Run, now: datetime) -> int:
    there = Answer.objects.filter(gathering=run.gathering_id, came__in=Answer.THERE, person__isnull=False)
    # Whoever kept a line under their name was there, whether or not anybody has said so.
    kept = run.captured.filter(by__isnull=False, taken_back_at=None)
    asked = Wish.objects.filter(run=run, person__isnull=False)
    people = Person.objects.filter(is_active=True, claimed_at__isnull=False).exclude(
        pk__in=NotAsked.objects.values("person")
    )
    found = people.filter(pk__in=[*there.values_list("person", flat=True), *kept.values_list("by", flat=True)])
    return sum(_ask_for_wish(run, one, now) for one in found.exclude(pk__in=asked.values("person")).order_by("pk"))


def _ask_for_wish(run: Run, person: Person, now: datetime) -> bool:
    ended = run.finished_at
    assert ended is not None  # only those are asked for
    if not is_morning(person, now) or wall_of(person, now).date() <= wall_of(person, ended).date():
        return False
    seen = Gathering.objects.visible_to(person).filter(pk=run.gathering_id)
    if not seen.exists() or not may_wish(person, run, now=now):
        return False
    with transaction.atomic():
        lock(Run.objects.filter(pk=run.pk))
        _row, made = Wish.objects.get_or_create(run=run, person=person, defaults={"asked_at": now})
        if not made:
            return False
        letter = write_to(
            person,
            template=f"runs/letters/{WISHES}",
            context=_of_wishes(person, run, now),
            kind="wishes",
            key=f"wishes:{run.pk}:{person.pk}",
            about=f"{person.pk} {run.pk}",
            useful_until=ended + WISHED_WITHIN,
            headers=ways_out(stop_address(person), OF_ASKING, person.pk),
        )
    return letter is not None


def _of_wishes(person: Person, run: Run, now: datetime) -> dict[str, Any]:
    gathering = run.gathering
    page = f"{settings.BASE_URL}{address('run', gathering.community.slug, gathering.pk)}"
    return {
        "title": _title(gathering),
        "community": community_named(gathering.community.name),
        "is_nameless": gathering.names_are_kept,
        "ways": [
            (side.label, answer_address(OF_RUN, person, gathering.pk, choice=side.value, at=now)) for side in Side
        ],
        "page": page,
        "stop": stop_address(person),
    }


def wishes_may_go(letter: Letter) -> bool:
    """Whether they may still say it, and have not."""
    person_id, run_id = (int(one) for one in letter.about.split())
    person = asked_person(person_id)
    run = Run.objects.filter(pk=run_id).select_related("gathering__community", "gathering__space").first()
    if person is None or run is None:
        return False
    if Wish.objects.filter(run=run, person=person).said().exists():
        return False
    seen = Gathering.objects.visible_to(person).filter(pk=run.gathering_id)
    if not seen.exists() or not may_wish(person, run, now=letter.dated_at):
        return False
    say_anew(letter, person, f"runs/letters/{WISHES}", lambda: _of_wishes(person, run, letter.dated_at))
    return True


LAST_LOOKS = (OF_TAKEAWAYS.last_look, LastLook(WISHES, wishes_may_go))
