"""What talk gives a steward to tend: what nobody has answered, and a silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.inbox import Seen, Waiting, row
from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending, Together
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.cultivation.gardeners import numbers
from commonplace.cultivation.rhythm import LEAST_SILENCE_DAYS, WEEKS
from commonplace.lib.direction import isolated

# A silence is worth a word when it is this many times as long as is usual here.
SILENCE_FACTOR = 1.5
HALF_A_SECOND = 0.5 / 86_400  # in days
LONG_SILENT = 2  # years, from which a silence is told in years
UNANSWERED = "unanswered"


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
        for one in waiting[: numbers.BEHIND_ONE + 1]
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
        % {"n": numbers.number_said(number)},
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
            why=_why_silent(days, _span(max(24.0, usual * 24))),
            action=_("Ask something"),
            url=reverse("compose", args=[community.slug]),
        )
    ]


def _why_silent(days: int, usual: str) -> str:
    """How long nobody has written or met: in days, or in years where an archive ended long ago."""
    if (years := days // 365) >= LONG_SILENT:
        return ngettext(
            "Because nobody has written or met for %(years)d year; a pause here was usually over within %(usual)s.",
            "Because nobody has written or met for %(years)d years; a pause here was usually over within %(usual)s.",
            years,
        ) % {"years": years, "usual": usual}
    return ngettext(
        "Because nobody has written or met for %(days)d day; a pause here is usually over within %(usual)s.",
        "Because nobody has written or met for %(days)d days; a pause here is usually over within %(usual)s.",
        days,
    ) % {"days": days, "usual": usual}


GARDENERS = (
    Gardener(
        UNANSWERED,
        gettext_lazy("Answer what is growing cold"),
        unanswered,
        order=10,
        together=_unanswered_together,
        rows=awaiting,
        principle=Principle.VALUE,
        most=numbers.BEHIND_ONE,
    ),
    Gardener("silence", gettext_lazy("Break a silence, or name it"), silence, order=40, principle=Principle.RHYTHM),
)
