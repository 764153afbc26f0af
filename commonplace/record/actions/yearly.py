"""The letter once a year: asked for, ended, and written by the worker to whoever asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonplace.letters.compose import compose
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import person_named
from commonplace.letters.signed_links import signed_link, told_by
from commonplace.lib.direction import isolated
from commonplace.lib.names import holds_address
from commonplace.lib.text import excerpt
from commonplace.people.actions.writing import write_to
from commonplace.people.farewells import ways_out
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.record.models import YearlyLetter
from commonplace.record.queries.came import Asked, Came, Tried, Used, came_of
from commonplace.store.locks import lock
from commonplace.ui.addresses import address

KIND: Final = "yearly"
OF_YEAR: Final = "year"
SALT: Final = "record.yearly"
YEAR: Final = timedelta(days=365)
AT_ONCE: Final = 50
MOST: Final = 5  # of each in a letter; the page has the rest
TEMPLATE: Final = "record/letters/year"


def ask(*, by: Person, at: datetime | None = None) -> None:
    """Be written to once a year, a year from today for the first time; asked twice it is as it was."""
    now = at or timezone.now()
    YearlyLetter.objects.get_or_create(person=by, defaults={"asked_at": now, "next_on": timezone.localdate(now) + YEAR})


def end(*, by: Person) -> None:
    """Be written to no more."""
    YearlyLetter.objects.filter(person=by).delete()


def stop_address(person: Person) -> str:
    """Where it is ended without signing in: a page with one button, for this person alone."""
    return signed_link("yearly_stop", person.pk, salt=SALT)


def behind_stop(token: str) -> Person | None:
    """Whose letter a link ends, which never runs out; None where it was not made here."""
    return Person.objects.filter(pk=told_by(token, salt=SALT) or 0, is_active=True).first()


def end_letters(person: Person, about_id: int, now: datetime) -> None:
    """The same, by a mail."""
    end(by=person)


def write_letters(*, now: datetime) -> int:
    """Write to those whose year is over; how many letters. Of a year in which nothing came, none is written."""
    today, written = timezone.localdate(now), 0
    due = YearlyLetter.objects.filter(next_on__lte=today, person__is_active=True).order_by("next_on", "pk")
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        written += _write(pk, today=today, now=now)
    return written


def _write(pk: int, *, today: date, now: datetime) -> bool:
    with transaction.atomic():
        for one in lock(YearlyLetter.objects.filter(pk=pk, next_on__lte=today)):
            YearlyLetter.objects.filter(pk=pk).update(next_on=today + YEAR)
            return _letter(one.person, year=today, now=now)
    return False


def _letter(person: Person, *, year: date, now: datetime) -> bool:
    context = _context(person, now)
    if context is None:
        return False
    letter = write_to(
        person,
        template=TEMPLATE,
        context=context,
        kind=KIND,
        key=f"{KIND}:{person.pk}:{year}",
        about=str(person.pk),
        headers=ways_out(stop_address(person), OF_YEAR, person.pk),
    )
    return letter is not None


def _context(person: Person, now: datetime) -> dict[str, Any] | None:
    with in_language_of(person):
        items = items_of(came_of(person, since=now - YEAR, until=now, in_letter=True))
    if not items:
        return None
    return {
        "items": items,
        "page": f"{settings.BASE_URL}{address('taking_part')}",
        "stop": stop_address(person),
    }


def items_of(came: Came) -> list[dict[str, str]]:
    """What came as things in a letter, a few of each; what a letter may not carry is left to the page."""
    rows: list[tuple[str, Asked | Tried | Used, str, str]]
    rows = [(_("Who used what you gave"), one, _used_by(one), one.text) for one in came.used[:MOST]]
    rows += [(_("What you asked"), one, became(one), "") for one in came.asked[:MOST]]
    rows += [(_("What you tried"), one, one.came, one.text) for one in came.tried[:MOST]]
    return [
        {
            "kind": kind,
            "title": isolated(one.title),
            "url": f"{settings.BASE_URL}{one.url}",
            "by": by,
            "text": "" if holds_address(text) else excerpt(text, 200),
            "action": _("Open it"),
        }
        for kind, one, by, text in rows
        if not holds_address(one.title)
    ]


def _used_by(one: Used) -> str:
    return f"{isolated(person_named(one.by)) if one.by else _('Somebody')}: {one.how}"


def became(one: Asked) -> str:
    """What became of a question, in a sentence."""
    if one.became == "settled" and one.by:
        return _("An answer of %(name)s settled it.") % {"name": isolated(person_named(one.by))}
    return {
        "settled": _("You found what settled it, and said so."),
        "closed": _("It was closed."),
        "answered": _("It was answered. You have not said that it is settled."),
    }.get(one.became, _("It waits for an answer."))


def _may_go(letter: Letter) -> bool:
    """Whether they still want it; what was held or taken back while it waited is told no more."""
    person = Person.objects.filter(pk=int(letter.about), is_active=True).first()
    if person is None or not YearlyLetter.objects.filter(person=person).exists():
        return False
    context = _context(person, letter.dated_at)
    if context is None:
        return False
    with in_language_of(person):
        words = compose(TEMPLATE, context, get_language() or settings.LANGUAGE_CODE)
    letter.subject, letter.text, letter.html = words
    return True


LAST_LOOK = LastLook(KIND, _may_go)
