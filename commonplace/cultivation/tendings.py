"""Tendings: what a steward could do today, each with the reason it is offered and a 'Not now' that is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.tendings import TENDINGS, Bed, Gardener, Tending, Together
from commonplace.communities.viewpoint import Viewpoint, beyond_byline
from commonplace.conversations.models import Conversation
from commonplace.cultivation.models import NotNow
from commonplace.cultivation.participation import NEWCOMER
from commonplace.cultivation.reading import Readings
from commonplace.cultivation.rhythm import LEAST_SILENCE_DAYS
from commonplace.cultivation.season import tendings as of_season
from commonplace.cultivation.season.reading import season_of
from commonplace.lib.direction import isolated
from commonplace.ui import words

# Lines of suggestions, and suggestions behind one of them: when the first are tended, the next come up.
SHOWN = 7
BEHIND_ONE = 60
# A silence is worth a word when it is this many times as long as is usual here.
SILENCE_FACTOR = 1.5
HALF_A_SECOND = 0.5 / 86_400  # in days


@dataclass(frozen=True)
class Line:
    """One line of what could be tended: a suggestion, or several of one kind under what is said of them together."""

    tendings: tuple[Tending, ...]
    together: Together | None = None

    @property
    def only(self) -> Tending:
        """The suggestion that stands by itself."""
        return self.tendings[0]


def offered(viewpoint: Viewpoint, readings: Readings, *, now: datetime) -> list[Line]:
    """What could be tended in a community at `now`, most pressing first; four queries, at most seven lines."""
    community = viewpoint.community
    put_off = frozenset(
        NotNow.objects.filter(Q(until__isnull=True) | Q(until__gt=now), community=community).values_list(
            "code", "about"
        )
    )
    bed = Bed(community, viewpoint, now, replace(readings, season=season_of(viewpoint, now=now)), put_off)
    lines: list[Line] = []
    for gardener in TENDINGS:
        if (gardener.code, "") not in put_off:
            found = [one for one in gardener.offer(bed) if (one.code, one.about) not in put_off]
            lines += _lines(gardener, found, bed)
    return lines[:SHOWN]


def _lines(gardener: Gardener, found: list[Tending], bed: Bed) -> list[Line]:
    """One line for several of a kind that can be spoken of together, else a line for each."""
    if gardener.together is None or len(found) < 2:
        return [Line((one,)) for one in found]
    return [Line(tuple(found[:BEHIND_ONE]), gardener.together(bed, len(found)))]


def _number(number: int) -> str:
    """How many there are, as a sentence says it."""
    if number > BEHIND_ONE:
        return _("more than %(n)s") % {"n": words.count(BEHIND_ONE)}
    return words.number_word(number)


def unanswered(bed: Bed) -> list[Tending]:
    """Questions nobody answered for longer than is usual here, the longest waiting first."""
    community, readings, viewpoint = bed.community, bed.readings, bed.viewpoint
    usual = readings.rhythm.usual_wait_hours
    hours: Mapping[int, float] = {
        one.conversation_id: one.hours
        for one in readings.rhythm.waiting
        if one.hours > usual and ("unanswered", _about(one.conversation_id)) not in bed.put_off
    }
    earlier = Conversation.objects.filter(
        community=community, author=OuterRef("author"), opened_at__lt=OuterRef("opened_at")
    )
    waiting: Iterable[Any] = (
        Conversation.objects.visible_to(viewpoint.person)
        .unanswered()
        .filter(community=community, pk__in=hours)
        .annotate(is_first=~Exists(earlier))
        .select_related("author")
        .defer(*beyond_byline("author"))
        .order_by("opened_at", "pk")[: BEHIND_ONE + 1]
    )
    return [
        Tending(
            code="unanswered",
            about=_about(one.pk),
            title=_("Answer “%(title)s”, or find who can") % {"title": isolated(one.title)},
            text=_why_answer(isolated(viewpoint.name_of(one.author)), is_first=one.is_first, others=one.me_too_count),
            why=ngettext(
                "Because it has waited %(days)d day; here a first reply usually comes within %(usual)s.",
                "Because it has waited %(days)d days; here a first reply usually comes within %(usual)s.",
                int(hours[one.pk] // 24),
            )
            % {"days": int(hours[one.pk] // 24), "usual": _span(usual)},
            action=_("Open it"),
            url=reverse("conversation", args=[community.slug, one.pk]),
        )
        for one in waiting
    ]


def _about(conversation: int) -> str:
    return f"conversation:{conversation}"


def _unanswered_together(bed: Bed, number: int) -> Together:
    return Together(
        title=ngettext(
            "Answer %(n)s conversation that is growing cold, or find who can",
            "Answer %(n)s conversations that are growing cold, or find who can",
            number,
        )
        % {"n": _number(number)},
        text=_("A first question left alone is usually the last one. To say who might know is an answer, too."),
        why=_("Because each has waited longer than %(usual)s, within which a first reply usually comes here.")
        % {"usual": _span(bed.readings.rhythm.usual_wait_hours)},
    )


def _why_answer(name: str, *, is_first: bool, others: int) -> str:
    """Why this opening needs someone: it is their first, others have it too, or simply that nobody spoke."""
    if is_first:
        return _(
            "%(name)s asked here for the first time, and nobody has said a word yet. "
            "A first question left alone is usually the last one."
        ) % {"name": name}
    if others:
        return ngettext(
            "%(name)s wrote this, and %(n)d other person said “me too”. One answer would serve both.",
            "%(name)s wrote this, and %(n)d others said “me too”. One answer would serve them all.",
            others,
        ) % {"name": name, "n": others}
    return _("%(name)s wrote this, and nobody has said a word yet. To say who might know is an answer, too.") % {
        "name": name
    }


def _span(hours: float) -> str:
    """A length of time as a sentence says it."""
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", round(hours)) % {"n": round(hours)}
    return ngettext("%(n)d day", "%(n)d days", round(hours / 24)) % {"n": round(hours / 24)}


def not_greeted(bed: Bed) -> list[Tending]:
    """People who came in the last sixty days and whom nobody has greeted, the newest first; not who asked for no
    nudges, nor names of an archive, which nobody stands behind.
    """
    community, readings = bed.community, bed.readings
    on = readings.rhythm.on
    oneself = getattr(bed.viewpoint.person, "pk", None)
    passed_over = {*readings.welcomed, *readings.following, community.founded_by_id, oneself}
    new = sorted(
        (joined, person)
        for person, joined in readings.joined_on.items()
        if on - joined < NEWCOMER
        and person not in passed_over
        and readings.people[person].is_claimed
        and ("not_greeted", f"person:{person}") not in bed.put_off
    )
    return [
        Tending(
            code="not_greeted",
            about=f"person:{person}",
            title=_("Say hello to %(name)s") % {"name": isolated(readings.people[person].seen_from(bed.viewpoint))},
            text=_("A hello by name, from one person, is what newcomers remember. It has no need to be long."),
            why=_came_in((on - joined).days),
            action=_("Say hello"),
            url=reverse("hello", args=[community.slug, person]),
        )
        for joined, person in new[: -BEHIND_ONE - 2 : -1]
    ]


def _greetings_together(_bed: Bed, number: int) -> Together:
    return Together(
        title=ngettext(
            "Say hello to %(n)s person who came in lately", "Say hello to %(n)s people who came in lately", number
        )
        % {"n": _number(number)},
        text=_("A hello by name, from one person, is what newcomers remember. It has no need to be long."),
        why=_("Because they came in within sixty days and nobody has greeted them."),
    )


def _came_in(days: int) -> str:
    """Why someone is to be greeted, `days` after they came in."""
    if days < 1:
        return _("Because they came in today and nobody has greeted them.")
    if days == 1:
        return _("Because they came in yesterday and nobody has greeted them.")
    return ngettext(
        "Because they came in %(days)d day ago and nobody has greeted them.",
        "Because they came in %(days)d days ago and nobody has greeted them.",
        days,
    ) % {"days": days}


def silence(bed: Bed) -> list[Tending]:
    """A silence longer than the community's own rhythm, remembered by the day it began."""
    community, rhythm = bed.community, bed.readings.rhythm
    if rhythm.silence_days is None:
        return []
    # Where one post is all that was ever said there is no pace, and a week is a silence.
    usual = rhythm.usual_silence_days if rhythm.usual_silence_days is not None else LEAST_SILENCE_DAYS
    limit = max(LEAST_SILENCE_DAYS, SILENCE_FACTOR * usual)
    # Moments are floats here; what is smaller than that is no difference.
    if rhythm.silence_days - limit < HALF_A_SECOND:
        return []
    days = int(rhythm.silence_days)
    return [
        Tending(
            code="silence",
            about=f"since:{rhythm.on.toordinal() - days}",
            title=_("Break the silence, or name it"),
            text=_(
                "A question you really have, or a line that says we are resting until a date: "
                "both are better than nothing."
            ),
            why=ngettext(
                "Because nobody has written or met for %(days)d day; a pause here is usually over within %(usual)s.",
                "Because nobody has written or met for %(days)d days; a pause here is usually over within %(usual)s.",
                days,
            )
            % {"days": days, "usual": _span(max(24.0, usual * 24))},
            action=_("Ask something"),
            url=reverse("compose", args=[community.slug]),
        )
    ]


GARDENERS = (
    Gardener("unanswered", unanswered, order=10, together=_unanswered_together),
    Gardener("silence", silence, order=20),
    Gardener("not_greeted", not_greeted, order=30, together=_greetings_together),
    *of_season.GARDENERS,
)
