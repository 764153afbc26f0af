"""Letters that ask somebody afterwards what came of things, each answered by a link without signing in.

What they have in common: they come in the morning where their reader is, once a day at most of each kind; one stop ends
all of them; and a letter that waited looks once more at what there is to ask before it goes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language

from commonplace.letters.compose import compose
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.signed_links import signed_link, told_by
from commonplace.people.actions.writing import write_to
from commonplace.people.farewells import ways_out
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.runs.models import NotAsked
from commonplace.runs.queries.asked import wall_of

MORNING: Final = 7  # o'clock, where somebody is
OF_ASKING: Final = "leave-asking"  # the farewell to these letters
SALT: Final = "runs.asking.stop"


def stop_address(person: Person) -> str:
    """Where these letters are stopped without signing in: a page with one button, for this person alone."""
    return signed_link("asking_stop", person.pk, salt=SALT)


def behind_stop(token: str) -> Person | None:
    """Whose letters a link stops, which never runs out; None where it was not made here."""
    return Person.objects.filter(pk=told_by(token, salt=SALT) or 0, is_active=True).first()


def is_morning(person: Person, now: datetime) -> bool:
    """Whether somebody's day has begun, so that a letter may come."""
    return wall_of(person, now).hour >= MORNING


def asked_person(pk: int) -> Person | None:
    """Whoever still gets letters that ask; None where they left, or stopped them."""
    people = Person.objects.filter(pk=pk, is_active=True, claimed_at__isnull=False)
    return people.exclude(pk__in=NotAsked.objects.values("person")).first()


def say_anew(letter: Letter, person: Person, template: str, context: Callable[[], dict[str, Any]]) -> None:
    """Put what it asks by now in place of what a letter that waited asked."""
    with in_language_of(person):
        words = compose(template, context(), get_language() or settings.LANGUAGE_CODE)
    letter.subject, letter.text, letter.html = words


@dataclass(frozen=True, kw_only=True)
class AskingLetter[Row: Model]:
    """One kind of letter that asks of several things at once.

    `still` finds those of some rows, by key, that may be asked of somebody at a time; `line` is what the letter says of
    one of them, in its reader's language, with the ways to answer.
    """

    kind: str
    template: str
    still: Callable[[Person, Sequence[int], datetime], Sequence[Row]]
    line: Callable[[Person, Row, datetime], dict[str, Any]]
    good_for: timedelta = timedelta(days=7)

    def is_written(self, person: Person, now: datetime) -> bool:
        """Whether somebody got one of these today, by the day where they are."""
        return Letter.objects.filter(key=self._key(person, now)).exists()

    def write(self, person: Person, rows: Sequence[Row], *, now: datetime) -> Letter | None:
        """Write it; None where mail reaches no confirmed address of theirs."""
        with in_language_of(person):
            context = self._context(person, rows, now)
        return write_to(
            person,
            template=self.template,
            context=context,
            kind=self.kind,
            key=self._key(person, now),
            about=" ".join(str(one) for one in (person.pk, *(row.pk for row in rows))),
            useful_until=now + self.good_for,
            headers=ways_out(stop_address(person), OF_ASKING, person.pk),
        )

    @property
    def last_look(self) -> LastLook:
        """What is done right before it goes."""
        return LastLook(self.kind, self.may_go)

    def may_go(self, letter: Letter) -> bool:
        """Whether there still is something to ask; what was answered, hidden or taken back is asked no more."""
        reader, *keys = (int(one) for one in letter.about.split())
        person = asked_person(reader)
        rows = self.still(person, keys, letter.dated_at) if person is not None else ()
        if person is None or not rows:
            return False
        say_anew(letter, person, self.template, lambda: self._context(person, rows, letter.dated_at))
        return True

    def _key(self, person: Person, now: datetime) -> str:
        return f"{self.kind}:{person.pk}:{wall_of(person, now).date()}"

    def _context(self, person: Person, rows: Sequence[Row], at: datetime) -> dict[str, Any]:
        return {"asked": [self.line(person, row, at) for row in rows], "stop": stop_address(person)}
