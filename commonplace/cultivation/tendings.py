"""Tendings: what a steward could do today, each with the reason it is offered and a 'Not now' that is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.inbox import Seen, Waiting, row
from commonplace.communities.tendings import TENDINGS, Bed, Gardener, Tending, Together, with_rows
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.cultivation.models import NotNow
from commonplace.cultivation.participation import NEWCOMER
from commonplace.cultivation.reading import Readings
from commonplace.cultivation.rhythm import LEAST_SILENCE_DAYS, WEEKS
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
UNANSWERED, PUT_OFF = "unanswered", "put_off"


@dataclass(frozen=True)
class Line:
    """One line of what could be tended: a suggestion, or several of one kind under what is said of them together."""

    tendings: tuple[Tending, ...]
    together: Together | None = None

    @property
    def only(self) -> Tending:
        """The suggestion that stands by itself."""
        return self.tendings[0]


def bed_of(viewpoint: Viewpoint, readings: Readings, *, now: datetime) -> Bed:
    """What is known of a community from where a steward looks; four queries."""
    season = season_of(viewpoint, now=now)
    bed = Bed(viewpoint.community, viewpoint, now, replace(readings, season=season))
    bed = with_rows(bed, _put_off(bed))
    return replace(bed, put_off=frozenset((one.title, one.words) for one in bed.rows.get(PUT_OFF, ())))


def _put_off(bed: Bed) -> QuerySet[Any, Any]:
    found = NotNow.objects.filter(Q(until__isnull=True) | Q(until__gt=bed.now), community=bed.community)
    return row(
        found,
        PUT_OFF,
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("code"),
        words=F("about"),
        happened_at=F("at"),
    )


def offered(bed: Bed) -> list[Line]:
    """What could be tended, most pressing first, at most seven lines; a query for each kind that has no rows."""
    lines: list[Line] = []
    for gardener in TENDINGS:
        if (gardener.code, "") not in bed.put_off:
            found = [one for one in gardener.offer(bed) if (one.code, one.about) not in bed.put_off]
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


def awaiting(bed: Bed) -> QuerySet[Any, Any]:
    """What was opened in the weeks that are read, and the viewer sees waiting for an answer; `number` says how many
    have it too, and `content_id` is what its author opened first.
    """
    first = Conversation.objects.filter(community=bed.community, author=OuterRef("author"))
    found = Conversation.objects.visible_to(bed.viewpoint.person).unanswered()
    return row(
        found.filter(community=bed.community, opened_at__gte=bed.now - timedelta(weeks=WEEKS)),
        UNANSWERED,
        who="author",
        community_id=F("community_id"),
        about_id=F("pk"),
        content_id=Coalesce(
            Subquery(first.order_by("opened_at", "pk").values("pk")[:1]), Value(0), output_field=BigIntegerField()
        ),
        number=F("me_too_count"),
        title=F("title"),
        happened_at=F("opened_at"),
    )


def name_behind(one: Waiting, viewpoint: Viewpoint) -> str:
    """Whoever is behind a row, as the viewer may know them."""
    return Seen(one, viewpoint).name


def unanswered(bed: Bed) -> list[Tending]:
    """Questions nobody answered for longer than is usual here, the longest waiting first."""
    community, readings, viewpoint = bed.community, bed.readings, bed.viewpoint
    usual = readings.rhythm.usual_wait_hours
    hours: Mapping[int, float] = {
        one.conversation_id: one.hours
        for one in readings.rhythm.waiting
        if one.hours > usual and (UNANSWERED, _about(one.conversation_id)) not in bed.put_off
    }
    waiting = sorted(
        (one for one in bed.rows.get(UNANSWERED, ()) if one.about_id in hours),
        key=lambda one: (one.happened_at, one.about_id),
    )
    return [
        Tending(
            code=UNANSWERED,
            about=_about(one.about_id),
            title=_("Answer “%(title)s”, or find who can") % {"title": isolated(one.title)},
            text=_why_answer(
                isolated(name_behind(one, viewpoint)), is_first=one.content_id == one.about_id, others=one.number
            ),
            why=ngettext(
                "Because it has waited %(days)d day; here a first reply usually comes within %(usual)s.",
                "Because it has waited %(days)d days; here a first reply usually comes within %(usual)s.",
                int(hours[one.about_id] // 24),
            )
            % {"days": int(hours[one.about_id] // 24), "usual": _span(usual)},
            action=_("Open it"),
            url=reverse("conversation", args=[community.slug, one.about_id]),
        )
        for one in waiting[: BEHIND_ONE + 1]
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
    Gardener(UNANSWERED, unanswered, order=10, together=_unanswered_together, rows=awaiting),
    Gardener("silence", silence, order=20),
    Gardener("not_greeted", not_greeted, order=30, together=_greetings_together),
    *of_season.GARDENERS,
)
