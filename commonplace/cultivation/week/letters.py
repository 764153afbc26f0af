"""The week of ten minutes by mail, on Monday morning where its reader is, to those who tend and chose it.

A letter carries no name and nothing that anybody wrote: kinds of suggestion, how many there are, and reasons that are
numbers. Nothing is sent when there is nothing to say. It is written with the mark that says so in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.models import Community, Membership
from commonplace.communities.modules import is_on
from commonplace.communities.quiet import quiet_for
from commonplace.communities.stewards import require_steward
from commonplace.communities.tendings import TENDINGS
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.cultivation import tendings
from commonplace.cultivation.models import Tended, WeekByMail
from commonplace.cultivation.reading import read
from commonplace.cultivation.tendings import Line
from commonplace.cultivation.week.tended import MODULE, carried
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.letters.signed_links import signed_link, told_by
from commonplace.lib.weeks import monday_of
from commonplace.people.actions.writing import write_to
from commonplace.people.farewells import ways_out
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.runs.queries.asked import wall_of
from commonplace.ui import words
from commonplace.ui.addresses import address

KIND: Final = "week"
OF_WEEK: Final = "leave-week"  # the farewell to these letters
SALT: Final = "cultivation.week.stop"
MORNING: Final = 7  # o'clock, where somebody is
# Who has slept through Monday still gets it on Tuesday.
DAYS = (0, 1)
GOOD_FOR = timedelta(days=5)
AT_MOST = 4
LAST_WEEK = timedelta(days=7)


def want_week(*, person: Person, community: Community, at: datetime) -> None:
    """Have the week by mail; said twice is said once. Raises NotASteward.

    No deed is written: whether one reads letters is nobody's business.
    """
    require_steward(person, community, at=at)
    WeekByMail.objects.bulk_create([WeekByMail(community=community, person=person, at=at)], ignore_conflicts=True)


def want_no_week(*, person: Person, community: int) -> bool:
    """Have it no more, also where one tends it no longer; whether one had it."""
    gone, _rows = WeekByMail.objects.filter(person=person, community=community).delete()
    return bool(gone)


def end_week(person: Person, community: int, _at: datetime) -> None:
    """The same for whoever ends it by mail."""
    want_no_week(person=person, community=community)


def stop_address(person: Person, community: Community) -> str:
    """Where it is stopped without signing in: a page with one button, for this person and this community."""
    return signed_link("week_stop", [person.pk, community.pk], salt=SALT)


def behind_stop(token: str) -> tuple[Person, Community] | None:
    """Whose letters of which community a link stops, which never runs out; None where it was not made here."""
    told = told_by(token, salt=SALT, parts=2)
    person = Person.objects.filter(pk=told[0], is_active=True).first() if told else None
    community = Community.objects.filter(pk=told[1]).first() if told else None
    return (person, community) if person is not None and community is not None else None


def send_weeks(*, now: datetime) -> int:
    """Write to everyone where it is Monday morning; how many letters were written."""
    wanted = WeekByMail.objects.filter(person__is_active=True, person__claimed_at__isnull=False)
    return sum(_send(one, now) for one in wanted.select_related("person", "community").order_by("pk"))


def _send(wish: WeekByMail, now: datetime) -> bool:
    person, community = wish.person, wish.community
    wall = wall_of(person, now)
    monday = monday_of(wall.date())
    if wall.weekday() not in DAYS or wall.hour < MORNING or wish.looked_on == monday or not _may_have(wish, now):
        return False
    with transaction.atomic():
        unlooked = WeekByMail.objects.filter(Q(looked_on=None) | Q(looked_on__lt=monday), pk=wish.pk)
        if not unlooked.update(looked_on=monday):
            return False
        with in_language_of(person):
            told = _told(person, community, now)
        if told is None:
            return False
        letter = write_to(
            person,
            template=f"cultivation/letters/{KIND}",
            context=told,
            kind=KIND,
            key=f"week:{community.pk}:{person.pk}:{monday}",
            about=f"{person.pk} {community.pk}",
            useful_until=now + GOOD_FOR,
            headers=ways_out(stop_address(person, community), OF_WEEK, person.pk, community.pk),
        )
    return letter is not None


def _may_have(wish: WeekByMail, now: datetime) -> bool:
    """Whether they tend it still, it looks at how it is doing, and they want to hear from it just now."""
    standing = standing_of(wish.person, wish.community, now=now)
    return (
        standing is not None
        and standing.is_steward
        and is_on(wish.community, MODULE)
        and wish.community_id not in quiet_for(wish.person, now=now)
    )


@dataclass(frozen=True)
class Said:
    """A line of the letter: what kind of thing it is, and why or what came of it."""

    label: str
    why: str

    @property
    def both(self) -> str:
        """The two in one line."""
        return f"{self.label}: {self.why}"


def _told(person: Person, community: Community, now: datetime) -> dict[str, Any] | None:
    """What there is to say, in the reader's language; None where that is nothing."""
    standing = Membership.objects.select_related("community").get(community=community, person=person)
    viewpoint = Viewpoint(person, community, standing)
    lines = tendings.offered(tendings.bed_of(viewpoint, read(community, now=now), now=now))[:AT_MOST]
    still, over = carried(community, now=now)
    lately = [one for one in over if one.over_at is not None and one.over_at > now - LAST_WEEK]
    asked = [one for one in still if one.by_id == person.pk and one.at < now - LAST_WEEK]
    if not (lines or lately or asked):
        return None
    page = f"{settings.BASE_URL}{address('week', community.slug)}"
    return {
        "community": community_named(community.name),
        "lines": [_line(one) for one in lines],
        "over": [Said(_kind(one), one.get_came_display() or _("It asks for nothing any more.")) for one in lately],
        "asked": _asked(asked),
        "page": page,
        "stop": stop_address(person, community),
    }


def _line(line: Line) -> Said:
    gardener, number = TENDINGS[line.only.code], len(line.tendings)
    if gardener.quotes:
        return Said(str(gardener.label), "")
    if line.together is not None:
        many = ngettext("There is %(n)s of this kind.", "There are %(n)s of this kind.", number)
        return Said(str(gardener.label), f"{many % {'n': words.number_word(number)}} {line.together.why}")
    return Said(str(gardener.label), line.only.why)


def _kind(one: Tended) -> str:
    gardener = TENDINGS.get(one.code)
    return str(gardener.label) if gardener else _("Something that is not suggested any more")


def _asked(asked: Sequence[Tended]) -> str:
    """What they took on a week ago and longer, and of which nothing is known."""
    if not asked:
        return ""
    said = ngettext(
        "%(n)s thing that you took on asks still. What came of it is told on the same page, in one press.",
        "%(n)s things that you took on ask still. What came of them is told on the same page, in one press.",
        len(asked),
    )
    return said % {"n": words.count(len(asked))}


def may_go(letter: Letter) -> bool:
    """Whether its reader wants it still, and still tends that community."""
    person, community = (int(one) for one in letter.about.split())
    wish = WeekByMail.objects.filter(person=person, community=community).select_related("person", "community").first()
    return wish is not None and wish.person.is_active and _may_have(wish, letter.dated_at)


LAST_LOOK = LastLook(KIND, may_go)
