"""What talk gives a steward to tend once it was answered: what nobody settled, what many have, a space gone quiet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.inbox import Waiting, row
from commonplace.communities.models import Space
from commonplace.communities.modules import is_on
from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending, Together
from commonplace.conversations.models import Conversation
from commonplace.lib.direction import isolated
from commonplace.ui import words

UNSETTLED, MANY_HAVE_IT, QUIET_SPACE = "unsettled", "many_have_it", "quiet_space"
# Answered so long ago somebody knows whether it helped; after that long nobody is asked any more.
AFTER, UNTIL = timedelta(days=14), timedelta(days=42)
MANY, HAD_WITHIN = 3, timedelta(days=182)
QUIET_FOR, LIVELY = timedelta(days=182), timedelta(days=42)
MOST = 20


def _open(bed: Bed) -> QuerySet[Conversation]:
    return Conversation.objects.visible_to(bed.viewpoint.person).unsettled().filter(community=bed.community)


def answered(bed: Bed) -> QuerySet[Any, Any]:
    """Openings that were answered, and of which nobody has said that it is settled for two weeks."""
    found = _open(bed).filter(
        first_reply_at__isnull=False, last_post_at__lte=bed.now - AFTER, last_post_at__gt=bed.now - UNTIL
    )
    return row(
        found,
        UNSETTLED,
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("title"),
        happened_at=F("last_post_at"),
    )


def unsettled(bed: Bed) -> Iterator[Tending]:
    """Each, what was spoken of last first."""
    for one in _latest(bed, UNSETTLED):
        days = (bed.now - one.happened_at).days
        yield Tending(
            code=UNSETTLED,
            about=f"conversation:{one.about_id}",
            title=_("Ask whether “%(title)s” is settled") % {"title": isolated(one.title)},
            text=_("Whoever asked knows what helped. Said once, it spares the next the question."),
            why=ngettext(
                "Because the last answer is %(n)d day old, and nobody has said whether it helped.",
                "Because the last answer is %(n)d days old, and nobody has said whether it helped.",
                days,
            )
            % {"n": days},
            action=_("Open it"),
            url=_at(bed, one),
        )


def _unsettled_together(_bed: Bed, number: int) -> Together:
    return Together(
        title=ngettext(
            "Ask whether %(n)s conversation is settled", "Ask whether %(n)s conversations are settled", number
        )
        % {"n": words.number_word(number)},
        text=_("Whoever asked knows what helped. Said once, it spares the next the question."),
        why=_("Because each was answered more than two weeks ago, and nobody has said whether it helped."),
    )


def had_too(bed: Bed) -> QuerySet[Any, Any]:
    """Openings of half a year that three or more have too, and that nothing has settled."""
    return row(
        _open(bed).filter(me_too_count__gte=MANY, opened_at__gt=bed.now - HAD_WITHIN),
        MANY_HAVE_IT,
        community_id=F("community_id"),
        about_id=F("pk"),
        number=F("me_too_count"),
        title=F("title"),
        happened_at=F("opened_at"),
    )


def many_have_it(bed: Bed) -> Iterator[Tending]:
    """Each, the latest first: how many have it is said, and orders nothing."""
    meets = is_on(bed.community, "gatherings")
    for one in _latest(bed, MANY_HAVE_IT):
        yield Tending(
            code=MANY_HAVE_IT,
            about=f"conversation:{one.about_id}",
            title=_("Bring together who has this: “%(title)s”") % {"title": isolated(one.title)},
            text=_("An hour on one real case helps more of them than ten replies."),
            why=ngettext(
                "Because %(n)s other person said “me too”, and nothing has settled it yet.",
                "Because %(n)s others said “me too”, and nothing has settled it yet.",
                one.number,
            )
            % {"n": words.number_word(one.number)},
            action=_("Call people together") if meets else _("Open it"),
            url=reverse("convening", args=[bed.community.slug]) if meets else _at(bed, one),
        )


def quiet_spaces(bed: Bed) -> QuerySet[Any, Any]:
    """Spaces in which nobody has written for half a year, while people write elsewhere."""
    here = Conversation.objects.filter(space=OuterRef("pk"), post_count__gt=0).order_by("-last_post_at", "-pk")
    elsewhere = Conversation.objects.filter(community=bed.community, last_post_at__gt=bed.now - LIVELY)
    found = Space.objects.visible_to(bed.viewpoint.person).filter(Exists(elsewhere), community=bed.community)
    return row(
        found.annotate(wrote_at=Subquery(here.values("last_post_at")[:1])).filter(wrote_at__lt=bed.now - QUIET_FOR),
        QUIET_SPACE,
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("name"),
        happened_at=F("wrote_at"),
    )


def quiet_space(bed: Bed) -> Iterator[Tending]:
    """Each, the longest quiet first, remembered by when it fell quiet."""
    for one in sorted(bed.rows.get(QUIET_SPACE, ()), key=lambda one: (one.happened_at, one.about_id))[:MOST]:
        day = timezone.localtime(one.happened_at).date()
        yield Tending(
            code=QUIET_SPACE,
            about=f"space:{one.about_id}:{day.toordinal()}",
            title=_("Say what becomes of “%(space)s”") % {"space": isolated(one.title)},
            text=_("Wake it with a question, say what it is for, or let its talk move to where people are."),
            why=_("Because nobody has written there since %(day)s, and people write elsewhere.")
            % {"day": date_format(day, _("j F Y"))},
            action=_("See its settings"),
            url=reverse("settings_space", args=[bed.community.slug, one.about_id]),
        )


def _latest(bed: Bed, code: str) -> list[Waiting]:
    found = bed.rows.get(code, ())
    return sorted(found, key=lambda one: (one.happened_at, one.about_id), reverse=True)[:MOST]


def _at(bed: Bed, one: Waiting) -> str:
    return reverse("conversation", args=[bed.community.slug, one.about_id])


GARDENERS = (
    Gardener(
        UNSETTLED,
        gettext_lazy("Ask whether a question is settled"),
        unsettled,
        order=50,
        together=_unsettled_together,
        rows=answered,
        principle=Principle.VALUE,
        most=MOST,
    ),
    Gardener(
        MANY_HAVE_IT,
        gettext_lazy("Bring together who has the same trouble"),
        many_have_it,
        order=52,
        rows=had_too,
        principle=Principle.EXCITEMENT,
        most=MOST,
    ),
    Gardener(
        QUIET_SPACE,
        gettext_lazy("Say what becomes of a quiet space"),
        quiet_space,
        order=74,
        rows=quiet_spaces,
        principle=Principle.SPACES,
        most=MOST,
    ),
)
