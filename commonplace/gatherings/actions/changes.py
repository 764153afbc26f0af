"""What changed is told once it has come to rest: one letter a reader, with how everything is now and how it was.

Whoever moves a gathering to and fro, or a whole series, writes to nobody each time. What is to be told is a row; a row
and the letter that takes it up are written together, so that a worker who is killed leaves both or neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Min, Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonplace.gatherings.actions.telling import (
    News,
    address_of,
    carries_words,
    reached_of,
    speaking_to,
    spoken,
    spoken_at,
)
from commonplace.gatherings.by_link import link_for
from commonplace.gatherings.models import Answer, Gathering, Untold
from commonplace.gatherings.models.untold import UntoldQuerySet
from commonplace.letters.actions import write
from commonplace.letters.compose import compose
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.lib.direction import isolated
from commonplace.lib.names import holds_address
from commonplace.lib.zones import NoSuchZone, moment
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.ui.addresses import address

KIND: Final = "gathering_changes"
TEMPLATE: Final = "gatherings/letters/changes"
# So long nothing more has to change before it is told, and so long at most it waits for that.
QUIET: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(minutes=20)
# Each letter in a row has the next one wait four times as long, up to this; a day without one begins anew.
MOST: Final = timedelta(hours=6)
ROW_ENDS: Final = timedelta(days=1)
# What is as near as this waits for no more than quiet; what is about to begin waits for nothing.
NEAR: Final = timedelta(hours=3)
ABOUT_TO_BEGIN: Final = timedelta(minutes=15)
LISTED: Final = 20  # in one letter
A_STEP: Final = 500


def note(changed: Iterable[tuple[Gathering, Gathering]], *, but: Person | None, at: datetime) -> None:
    """Keep that whoever answered these is to be told: each as it was, and as it is; within a transaction.

    What is as they last knew it again is told to nobody.
    """
    for before, now in changed:
        answers = list(now.answers.to_be_told().exclude(person=but) if but else now.answers.to_be_told())
        rows = Untold.objects.filter(answer__in=answers)
        rows.filter(letter__sent_at__isnull=False).delete()
        was = {
            "was_on": before.wall_on,
            "was_time": before.wall_time,
            "was_zone": before.zone,
            "was_minutes": before.minutes,
            "was_place": before.place,
        }
        made = [Untold(answer=answer, since=at, changed_at=at, **was) for answer in answers]
        Untold.objects.bulk_create(made, batch_size=A_STEP, ignore_conflicts=True)
        # What stands in a letter that waits goes into the next one instead, which waits from here on.
        rows.exclude(letter=None).update(since=at, letter=None)
        rows.update(changed_at=at)
        if not now.is_cancelled:
            rows.filter(
                was_on=now.wall_on,
                was_time=now.wall_time,
                was_zone=now.zone,
                was_minutes=now.minutes,
                was_place=now.place,
            ).delete()


def tell_changes(*, now: datetime) -> int:
    """Write to everyone for whom it has come to rest; how many letters were written."""
    Untold.objects.filter(letter__sent_at__isnull=False).delete()
    Untold.objects.waiting().filter(answer__gathering__ends_at__lte=now).delete()
    readers = (
        Untold.objects.waiting()
        .order_by()
        .values("answer__gathering__community", "answer__person", "answer__guest")
        .annotate(
            latest=Max("changed_at"),
            first=Min("since"),
            begins=Min("answer__gathering__starts_at"),
            row=Max("answer__told_changes", filter=Q(answer__told_changes_at__gt=now - ROW_ENDS)),
        )
        .order_by("first", "answer__person", "answer__guest")
    )
    told = 0
    for reader in list(readers):
        quiet, longest = _waits(reader["row"] or 0, reader["begins"] - now)
        if reader["latest"] <= now - quiet or reader["first"] <= now - longest:
            told += _tell(reader, now) is not None
    return told


def _waits(letters: int, ahead: timedelta) -> tuple[timedelta, timedelta]:
    """How long it has to be quiet, and at most, after so many letters in a row and so long before it begins."""
    if ahead <= ABOUT_TO_BEGIN:
        return timedelta(), timedelta()
    if ahead <= NEAR:
        return QUIET, QUIET
    times = 4 ** min(letters, 6)
    return min(QUIET * times, MOST), min(LONGEST * times, MOST)


def _tell(reader: Mapping[str, Any], now: datetime) -> Letter | None:
    with transaction.atomic():
        theirs = Untold.objects.waiting().filter(
            answer__gathering__community=reader["answer__gathering__community"],
            answer__person=reader["answer__person"],
            answer__guest=reader["answer__guest"],
        )
        pks = [row.pk for row in lock(theirs.only("pk"))]
        rows = _still_to_tell(Untold.objects.filter(pk__in=pks))
        # What concerns them no more, and what they have answered since, is told to them no more.
        Untold.objects.filter(pk__in=set(pks) - {row.pk for row in rows}).delete()
        if not rows or not (to := address_of(rows[0].answer)):
            Untold.objects.filter(pk__in=pks).delete()
            return None
        first = rows[0].answer
        with speaking_to(first, first.gathering.community):
            letter = write(
                to=to,
                template=TEMPLATE,
                context=_context(rows),
                kind=KIND,
                useful_until=max(row.answer.gathering.ends_at for row in rows),
                at=now,
            )
        Untold.objects.filter(pk__in=pks).update(letter=letter)
        answers = Answer.objects.filter(untold__in=pks)
        answers.exclude(told_changes_at__gt=now - ROW_ENDS).update(told_changes=0)
        answers.update(told_changes=F("told_changes") + 1, told_changes_at=now)
    return letter


def told_in(letter: Letter) -> list[Untold]:
    """What a letter of changes tells as things stand now, the nearest first."""
    return _still_to_tell(Untold.objects.filter(letter=letter))


def _still_to_tell(found: UntoldQuerySet) -> list[Untold]:
    """Those of these that concern whoever answered, who may know of them, and has not answered since."""
    rows = found.filter(answer__says__in=Answer.TOLD, answer__at__lte=F("changed_at")).select_related(
        *("answer__person", "answer__guest", "answer__gathering__community", "answer__gathering__space"),
        *("answer__gathering__series__community", "answer__gathering__series__space"),
    )
    ordered = list(rows.order_by("answer__gathering__starts_at", "pk"))
    if not ordered:
        return []
    # All are one reader's, in one community.
    first = ordered[0].answer
    seen = reached_of(first, first.gathering.community, [row.answer.gathering_id for row in ordered])
    return [row for row in ordered if row.answer.gathering_id in seen]


def _context(rows: Sequence[Untold]) -> dict[str, object]:
    gathering, guest = rows[0].answer.gathering, rows[0].answer.guest
    more = max(0, len(rows) - LISTED)
    if len(rows) == 1:
        sentence = _sentence(gathering)
    elif all(row.answer.gathering.is_cancelled for row in rows):
        sentence = ngettext(
            "%(n)d gathering that you have answered does not take place.",
            "%(n)d gatherings that you have answered do not take place.",
            len(rows),
        ) % {"n": len(rows)}
    else:
        sentence = ngettext(
            "%(n)d gathering that you have answered is at another time or place.",
            "%(n)d gatherings that you have answered are at another time or place.",
            len(rows),
        ) % {"n": len(rows)}
    page = address("gatherings", gathering.community.slug)
    if len(rows) == 1:
        page = address("gathering", gathering.community.slug, gathering.pk)
    return {
        "sentence": sentence,
        "community": community_named(gathering.community.name),
        "entries": [_entry(row, is_alone=len(rows) == 1) for row in rows[:LISTED]],
        "more": ngettext("And %(n)d more like these.", "And %(n)d more like these.", more) % {"n": more}
        if more
        else "",
        "page": f"{settings.BASE_URL}{page}" if guest is None else "",
    }


def _sentence(gathering: Gathering) -> str:
    is_titled = carries_words(gathering) and not holds_address(gathering.title)
    news = News.OFF if gathering.is_cancelled else News.MOVED
    return str(news.value[0 if is_titled else 1]) % {"title": isolated(gathering.title)}


def _entry(row: Untold, *, is_alone: bool) -> dict[str, str]:
    answer, one = row.answer, row.answer.gathering
    clock = answer.person.time_zone if answer.person is not None else ""
    has_words = carries_words(one)
    before = _spoken_before(row, clock)
    now = spoken(one, clock)
    where = one.place if has_words and not holds_address(one.place) else ""
    was_at = row.was_place if has_words and not holds_address(row.was_place) else ""
    is_open = not one.is_cancelled
    was = _("Before, it was: %(when)s.") if is_open else _("It was to be: %(when)s.")
    why = one.why if one.is_cancelled and has_words and not holds_address(one.why) else ""
    return {
        "sentence": "" if is_alone else _sentence(one),
        "when": now if is_open else "",
        "before": was % {"when": before} if before and (before != now or not is_open) else "",
        "where": where if is_open else "",
        "was_at": _("Before, it was here: %(place)s") % {"place": isolated(was_at)}
        if was_at and was_at != where
        else "",
        "why": why,
        "answer": link_for(one.pk, person=answer.person_id, guest=answer.guest_id) if is_open else "",
    }


def _spoken_before(row: Untold, clock: str) -> str:
    try:
        starts_at = moment(row.was, row.was_zone)
    except NoSuchZone:
        return ""
    return spoken_at(starts_at, row.was_minutes, (clock, row.was_zone))


def may_go(letter: Letter) -> bool:
    """Whether there is something left to tell; it goes with the words of the moment at which it does."""
    rows = told_in(letter)
    if not rows:
        return False
    first = rows[0].answer
    with speaking_to(first, first.gathering.community):
        said = compose(TEMPLATE, _context(rows), get_language() or settings.LANGUAGE_CODE)
    letter.subject, letter.text, letter.html = said
    return True


LAST_LOOK = LastLook(KIND, may_go)
