"""Letters about a gathering: what those who come have to know, each in their own language and by their own clock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from enum import Enum

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _

from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import name_beside, standing_of
from commonplace.gatherings.by_link import link_for
from commonplace.gatherings.models import Answer, Gathering, Invited, PollVote, Reminding
from commonplace.letters.actions import may_be_written_to, write
from commonplace.letters.compose import compose
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named, person_named
from commonplace.lib.direction import isolated
from commonplace.lib.names import holds_address
from commonplace.lib.zones import NoSuchZone, zone_named
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters
from commonplace.ui import words
from commonplace.ui.addresses import address

KIND = "gathering"
TEMPLATE = "gatherings/letters/gathering"


class News(Enum):
    """What a letter tells: with the title of the gathering, and without one where letters carry no words of it."""

    OFF = (
        gettext_lazy("“%(title)s” does not take place."),
        gettext_lazy("A gathering that you have answered does not take place."),
    )
    MOVED = (
        gettext_lazy("“%(title)s” is at another time or place."),
        gettext_lazy("A gathering that you have answered is at another time or place."),
    )
    SEAT = (
        gettext_lazy("There is a seat for you: “%(title)s”."),
        gettext_lazy("There is a seat for you at the gathering for which you have waited."),
    )
    SOON = (gettext_lazy("“%(title)s” is near."), gettext_lazy("A gathering that you have answered is near."))
    ASKED = (
        gettext_lazy("%(name)s asks you to come: “%(title)s”."),
        gettext_lazy("%(name)s asks you to come to a gathering."),
    )
    WHEN = (
        gettext_lazy("%(name)s asks when you can: “%(title)s”."),
        gettext_lazy("%(name)s asks when you can come to a gathering."),
    )
    CLOSING = (
        gettext_lazy("The time of “%(title)s” is about to be chosen: when can you?"),
        gettext_lazy("The time of a gathering is about to be chosen: when can you?"),
    )
    DATED = (
        gettext_lazy("“%(title)s” has its time."),
        gettext_lazy("A gathering for which you said when you can has its time."),
    )
    KEPT = (
        gettext_lazy("“%(title)s” has its time, and you are coming, as you wished."),
        gettext_lazy("A gathering for which you said when you can has its time, and you are coming, as you wished."),
    )
    IN_LINE = (
        gettext_lazy("“%(title)s” has its time; all seats are taken, and you stand in line."),
        gettext_lazy("A gathering for which you said when you can has its time; you stand in line for a seat."),
    )
    TURN = (
        gettext_lazy("“%(title)s” has come to its next step; you can write when it suits you."),
        gettext_lazy("A gathering that goes over days has come to its next step; you can write when it suits you."),
    )


# What is told while the date is open.
OF_POLLS = (News.WHEN, News.CLOSING)
REMINDERS = (News.SOON.name, News.CLOSING.name)


def tell_all(
    news: News, gathering: Gathering, *, but: Person | None = None, why: str = "", voted: bool = False, at: datetime
) -> int:
    """Write to everyone who said that they come, might, or wait, or with `voted` when they can, each once for this
    state of it; how many were told.
    """
    answers = gathering.answers.to_be_told()
    if voted:
        said_when = PollVote.objects.filter(time__poll__gathering=gathering).values("person")
        answers = gathering.answers.filter(person__in=said_when)
    answers = answers.select_related("person", "guest")
    told = 0
    for answer in answers.order_by("pk"):
        if but is None or answer.person_id != but.pk:
            told += tell(news, answer, gathering, why=why, key=f"{news.name}:{gathering.sequence}", at=at) is not None
    return told


def tell(
    news: News,
    answer: Answer,
    gathering: Gathering,
    *,
    key: str,
    at: datetime,
    by: Person | None = None,
    why: str = "",
) -> Letter | None:
    """Write to one who answered or was asked, once for this `key`; None where no letter reaches them.

    What one has answered always reaches a person: it is no news of a community that one may have chosen to be without.
    """
    person, guest = answer.person, answer.guest
    to = address_of(answer)
    if not to:
        return None
    with speaking_to(answer, gathering.community):
        context = _context(news, gathering, person=person, guest=guest, by=by, why=why)
        return write(
            to=to,
            template=TEMPLATE,
            context=context,
            kind="gathering",
            key=f"gathering:{gathering.pk}:{answer.pk}:{key}",
            about=f"{news.name} {gathering.pk} {answer.pk}",
            useful_until=_useful_until(news, gathering),
            at=at,
        )


def _useful_until(news: News, gathering: Gathering) -> datetime | None:
    if news in (News.OFF, News.TURN):
        return None
    return gathering.poll.closes_at if news in OF_POLLS else gathering.ends_at


def address_of(answer: Answer) -> str:
    """Where a letter reaches whoever answered; "" where none does."""
    person, guest = answer.person, answer.guest
    if person is not None:
        found = address_for_letters(person) if person.is_active and person.is_claimed else ""
        return found if found and may_be_written_to(found) else ""
    return guest.address if guest is not None and guest.withdrawn_at is None else ""


def speaking_to(answer: Answer, community: Community) -> AbstractContextManager[object]:
    """Speak as whoever answered does. To a guest, who could choose none, as the community does."""
    if answer.person is not None:
        return in_language_of(answer.person)
    return override((answer.guest.language if answer.guest is not None else "") or community.language)


def carries_words(gathering: Gathering) -> bool:
    """Whether a letter may say what it is called, and where it is."""
    return bool(gathering.space.sends_words) and gathering.confidence != Confidence.SEALED


def _context(
    news: News, gathering: Gathering, *, person: Person | None, guest: Invited | None, by: Person | None, why: str
) -> dict[str, object]:
    says_words = carries_words(gathering)
    is_titled = says_words and not holds_address(gathering.title)
    sentence = str(news.value[0 if is_titled else 1]) % {
        "title": isolated(gathering.title),
        "name": person_named(_name_of(by, gathering)),
    }
    page = f"{settings.BASE_URL}{address('gathering', gathering.community.slug, gathering.pk)}"
    is_open, asks_when = news not in (News.OFF, News.TURN), news in OF_POLLS
    when = ""
    if asks_when:
        when = asked_until(gathering, person.time_zone if person is not None else "")
    elif is_open:
        when = spoken(gathering, person.time_zone if person is not None else "")
    return {
        "sentence": sentence,
        "community": community_named(gathering.community.name),
        "when": when,
        "asks_when": asks_when,
        "where": gathering.place if is_open and says_words and not holds_address(gathering.place) else "",
        # Whoever was asked from outside did not ask for a letter: none of its words may lead elsewhere.
        "why": why if news is News.OFF and why and says_words and not holds_address(why) else "",
        "page": page if guest is None else "",
        "answer": link_for(gathering.pk, person=person.pk if person else None, guest=guest.pk if guest else None)
        if is_open
        else "",
    }


def _name_of(by: Person | None, gathering: Gathering) -> str:
    return name_beside(by, gathering.community) if by is not None else ""


def spoken(gathering: Gathering, zone: str) -> str:
    """When it is and how long, by the clock of whoever reads, or where they named none by that of the gathering."""
    return spoken_at(gathering.starts_at, gathering.minutes, (zone, gathering.zone))


def spoken_at(starts_at: datetime, minutes: int, zones: Sequence[str]) -> str:
    """A moment and a length, by the first of these clocks that is known."""
    length = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return _("%(when)s, %(length)s") % {"when": _by_clock_of(starts_at, *zones), "length": length}


def asked_until(gathering: Gathering, zone: str) -> str:
    """Until when one can say when one can, by the same clock."""
    return _("You can say it until %(when)s.") % {"when": _by_clock_of(gathering.poll.closes_at, zone, gathering.zone)}


def _by_clock_of(at: datetime, *zones: str) -> str:
    for name in (*zones, "UTC"):
        try:
            with timezone.override(zone_named(name)):
                return words.moment_in_full(at)
        except NoSuchZone:
            continue
    raise AssertionError("UTC is always there")


def may_go(letter: Letter) -> bool:
    """Whether what a letter tells still is so, and its reader may still know of it; it goes with the words of today."""
    news, _space, rest = letter.about.partition(" ")
    pk, _space, answer_pk = rest.partition(" ")
    found = Gathering.objects.filter(pk=int(pk or 0)).select_related("community", "space").first()
    answer = Answer.objects.filter(pk=int(answer_pk or 0)).select_related("person", "guest", "asked_by").first()
    if found is None or answer is None or (found.is_cancelled and news != News.OFF.name) or not reaches(answer, found):
        return False
    if found.is_open_dated != (news in [one.name for one in OF_POLLS]):
        return False
    if news in REMINDERS and Reminding.objects.filter(person=answer.person, lead=Reminding.Lead.NONE).exists():
        return False
    with speaking_to(answer, found.community):
        # What was withdrawn while it waited goes out no more.
        context = _context(
            News[news], found, person=answer.person, guest=answer.guest, by=answer.asked_by, why=found.why
        )
        said = compose(TEMPLATE, context, get_language() or settings.LANGUAGE_CODE)
    letter.subject, letter.text, letter.html = said
    return True


def reaches(answer: Answer, gathering: Gathering) -> bool:
    """Whether whoever answered may still know of it."""
    return gathering.pk in reached_of(answer, gathering.community, [gathering.pk])


def reached_of(answer: Answer, community: Community, gatherings: Collection[int]) -> set[int]:
    """Which of these gatherings of a community whoever gave this answer may still know of; three queries at most."""
    if answer.guest is not None:
        # What is held reaches nobody outside.
        found = Gathering.objects.not_held() if answer.guest.withdrawn_at is None else Gathering.objects.none()
    elif standing_of(answer.person, community) is not None:
        found = Gathering.objects.visible_to(answer.person)
    else:
        found = Gathering.objects.none()
    return set(found.filter(pk__in=gatherings).values_list("pk", flat=True))


LAST_LOOK = LastLook(KIND, may_go)
