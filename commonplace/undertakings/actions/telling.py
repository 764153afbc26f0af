"""Letters about an undertaking, to those who take part in it, each in their own language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import Enum

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy

from commonplace.communities.viewpoint import name_beside, standing_of
from commonplace.letters.actions import may_be_written_to, write
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named, person_named
from commonplace.lib.direction import isolated
from commonplace.lib.names import holds_address
from commonplace.lib.zones import NoSuchZone, zone_named
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters, person_by_now
from commonplace.ui import words as ui_words
from commonplace.undertakings.models import Undertaking

KIND = "undertaking"
TEMPLATE = "undertakings/letters/undertaking"


class News(Enum):
    """What a letter tells: with the title of the undertaking, and without where letters carry no words of it."""

    CLOSES = (
        gettext_lazy("“%(title)s” takes comments until %(until)s."),
        gettext_lazy("A response in which you take part takes comments until %(until)s."),
    )
    CHANGED = (
        gettext_lazy("%(name)s has changed “%(title)s” since you endorsed it. Read it again before your name counts."),
        gettext_lazy("%(name)s has changed a text that you endorsed. Read it again before your name counts."),
    )
    ASKED = (
        gettext_lazy("%(name)s asks “%(title)s”, and you have the desk this week."),
        gettext_lazy("%(name)s asks at a help desk, and you have it this week."),
    )
    PASSED = (
        gettext_lazy("%(name)s passes a question of “%(title)s” on to you."),
        gettext_lazy("%(name)s passes a question of a help desk on to you."),
    )
    REPLIED = (
        gettext_lazy("%(name)s answers you at “%(title)s”."),
        gettext_lazy("%(name)s answers you at a help desk."),
    )
    SWAP = (
        gettext_lazy("%(name)s asks whether you swap a week of “%(title)s”."),
        gettext_lazy("%(name)s asks whether you swap a week of a help desk."),
    )
    WEEK = (
        gettext_lazy("You have “%(title)s” this week, until %(until)s."),
        gettext_lazy("You have a help desk this week, until %(until)s."),
    )
    TURNS = (
        gettext_lazy("The notes of “%(title)s” are gathered %(until)s. Pass on what matters, or say: nothing new."),
        gettext_lazy("The notes of a scan are gathered %(until)s. Pass on what matters, or say: nothing new."),
    )
    OFFERED = (
        gettext_lazy("%(name)s asks whether you take over a source of “%(title)s”."),
        gettext_lazy("%(name)s asks whether you take over a source of a scan."),
    )
    ASKS_IN = (
        gettext_lazy("%(name)s asks to take part in “%(title)s”. Those who do let others in."),
        gettext_lazy("%(name)s asks to take part in a group of yours. Those who do let others in."),
    )
    LET_IN = (
        gettext_lazy("%(name)s has let you in. You take part in “%(title)s”."),
        gettext_lazy("%(name)s has let you in. You take part in a group that you asked for."),
    )
    OPENED = (
        gettext_lazy("Numbers of “%(title)s” are open. Its group alone reads them, and on the page alone."),
        gettext_lazy("Numbers that you gave are open. Your group alone reads them, and on the page alone."),
    )
    MILESTONE = (
        gettext_lazy("A milestone of “%(title)s” has come to its day. It can be reached, moved, or let go."),
        gettext_lazy("A milestone that you carry has come to its day. It can be reached, moved, or let go."),
    )
    SENT = (
        gettext_lazy("“%(title)s” has gone out."),
        gettext_lazy("A response in which you took part has gone out."),
    )
    ANSWERED = (
        gettext_lazy("“%(title)s” has been answered."),
        gettext_lazy("A response in which you took part has been answered."),
    )


def tell_all(
    news: News,
    undertaking: Undertaking,
    *,
    to: Iterable[int],
    key: str,
    at: datetime,
    by: Person | None = None,
    words: str = "",
    until: datetime | None = None,
    useful_until: datetime | None = None,
) -> int:
    """Write to these, by their keys, but to whoever did it: each once for this `key`; how many were told."""
    people = Person.objects.filter(pk__in=set(to)).order_by("pk")
    return sum(
        tell(news, undertaking, person, key=key, at=at, by=by, words=words, until=until, useful_until=useful_until)
        is not None
        for person in (people if by is None else people.exclude(pk=by.pk))
    )


def tell(
    news: News,
    undertaking: Undertaking,
    person: Person,
    *,
    key: str,
    at: datetime,
    by: Person | None = None,
    words: str = "",
    until: datetime | None = None,
    useful_until: datetime | None = None,
) -> Letter | None:
    """Write to somebody who takes part; None where no letter reaches them or they read it no more."""
    to = address_for_letters(person) if person.is_active and person.is_claimed else ""
    if not to or not may_be_written_to(to) or not _may_read(person, undertaking.pk):
        return None
    says_words = undertaking.space.sends_words
    is_titled = says_words and not holds_address(undertaking.title)
    with in_language_of(person):
        # Of what is said in confidence a letter names nobody.
        name = name_beside(by, undertaking.community) if by is not None and says_words else ""
        said = {
            "title": isolated(undertaking.title),
            "until": _moment(until, person),
            "name": isolated(person_named(name)),
        }
        context = {
            "sentence": str(news.value[0 if is_titled else 1]) % said,
            "community": community_named(undertaking.community.name),
            "words": words if words and says_words and not holds_address(words) else "",
            "page": f"{settings.BASE_URL}{undertaking.url(undertaking.community.slug)}",
        }
        return write(
            to=to,
            template=TEMPLATE,
            context=context,
            kind="undertaking",
            key=f"undertaking:{undertaking.pk}:{person.pk}:{key}",
            about=f"{undertaking.pk} {person.pk}",
            useful_until=useful_until,
            at=at,
        )


def _moment(at: datetime | None, person: Person) -> str:
    if at is None:
        return ""
    try:
        zone = zone_named(person.time_zone or "UTC")
    except NoSuchZone:
        zone = zone_named("UTC")
    with timezone.override(zone):
        return ui_words.moment_in_full(at)


def _may_read(person: Person, pk: int) -> bool:
    found = Undertaking.objects.visible_to(person).filter(pk=pk).select_related("community").first()
    return found is not None and standing_of(person, found.community) is not None


def may_go(letter: Letter) -> bool:
    """Whether its reader may still know of what it tells."""
    pk, _space, person_pk = letter.about.partition(" ")
    person = person_by_now(int(person_pk or 0))
    return person is not None and _may_read(person, int(pk or 0))


LAST_LOOK = LastLook(KIND, may_go)
