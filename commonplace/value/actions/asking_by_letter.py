"""The one letter that puts a pulse to somebody, in the morning where they are; a link in it answers without signing in.

The link does not say which answer it gives, so that no log of addresses does. Nobody gets another of these within
four weeks, and whoever stopped letters that ask what came of things gets none.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from commonplace.communities.models import Membership
from commonplace.communities.quiet import quiet_for
from commonplace.communities.standing import LASTING
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.lib.direction import isolated
from commonplace.lib.names import holds_address
from commonplace.people.actions.writing import write_to
from commonplace.people.answers_by_link import answer_address
from commonplace.people.farewells import ways_out
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.runs.letters_that_ask import OF_ASKING, asked_person, is_morning, stop_address
from commonplace.runs.models import NotAsked
from commonplace.store.locks import lock
from commonplace.value.models import Pulse, PulseLetter
from commonplace.value.questions import one_open_to, open_to

KIND: Final = "pulse"
# Whoever looks in by themselves in the first days needs no letter.
AFTER = timedelta(days=2)
BETWEEN = timedelta(weeks=4)
AT_ONCE: Final = 500  # people a run writes to; the next follow an hour later


def ask_by_letter(*, now: datetime) -> int:
    """Write to whoever is asked something and was not written to of late; how many letters there were."""
    asked = Pulse.objects.open_at(now).filter(at__lte=now - AFTER)
    here = Membership.objects.filter(person=OuterRef("pk"), standing__in=LASTING)
    people = (
        Person.objects.filter(
            Exists(here.filter(community__in=asked.values("indicator__community"))),
            is_active=True,
            claimed_at__isnull=False,
        )
        .exclude(pk__in=NotAsked.objects.values("person"))
        .exclude(Exists(PulseLetter.objects.filter(person=OuterRef("pk"), at__gt=now - BETWEEN)))
    )
    return sum(_ask(one, now) for one in people.order_by("pk")[:AT_ONCE]) if asked.exists() else 0


def _ask(person: Person, now: datetime) -> bool:
    if not is_morning(person, now):
        return False
    with transaction.atomic():
        lock(Person.objects.filter(pk=person.pk))
        if PulseLetter.objects.filter(person=person, at__gt=now - BETWEEN).exists():
            return False
        written = PulseLetter.objects.filter(pulse=OuterRef("pk"), person=person)
        found = open_to(person, now).filter(~Exists(written), at__lte=now - AFTER)
        quiet = quiet_for(person, now=now)
        pulse = (
            found.exclude(indicator__community__in=quiet).select_related("indicator__community").order_by("at").first()
        )
        if pulse is None or holds_address(pulse.question):
            return False
        write_pulse(pulse, person, at=now)
        PulseLetter.objects.create(pulse=pulse, person=person, at=now)
    return True


def write_pulse(pulse: Pulse, person: Person, *, at: datetime) -> None:
    """The letter itself."""
    write_to(
        person,
        template="value/letters/pulse",
        context=_told(pulse, person, at),
        kind=KIND,
        key=f"{KIND}:{pulse.pk}:{person.pk}",
        about=f"{pulse.pk} {person.pk}",
        useful_until=pulse.ends_at,
        headers=ways_out(stop_address(person), OF_ASKING, person.pk),
    )


def _told(pulse: Pulse, person: Person, at: datetime) -> dict[str, Any]:
    with in_language_of(person):
        return {
            "community": community_named(pulse.indicator.community.name),
            "question": isolated(pulse.question),
            "page": answer_address(KIND, person, pulse.pk, at=at),
            "stop": stop_address(person),
        }


def _may_go(letter: Letter) -> bool:
    """Whether it still waits for their answer."""
    pulse, reader = (int(one) for one in letter.about.split())
    person = asked_person(reader)
    return person is not None and one_open_to(person, pulse, letter.dated_at) is not None


LAST_LOOK = LastLook(KIND, _may_go)
