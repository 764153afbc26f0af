"""What runs suggest to stewards: gatherings that people came to and that left nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from commonplace.communities.inbox import row
from commonplace.communities.modules import is_on
from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending, Together
from commonplace.gatherings.places import MODULE
from commonplace.lib.direction import isolated
from commonplace.runs.queries.unharvested import FROM, UNTIL, unharvested
from commonplace.ui import words

CODE = "no_harvest"
MOST = 20


def of_late(bed: Bed) -> QuerySet[Any, Any] | None:
    """Gatherings of the last two weeks without harvest; `words` is the zone by whose clock they were held."""
    if not is_on(bed.community, MODULE):
        return None
    found = unharvested(bed.now - UNTIL, bed.now - FROM).visible_to(bed.viewpoint.person)
    return row(
        found.filter(community=bed.community),
        CODE,
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("title"),
        words=F("zone"),
        happened_at=F("starts_at"),
    )


def no_harvest(bed: Bed) -> Iterator[Tending]:
    """Gatherings of the last two weeks without harvest, the latest first."""
    slug = bed.community.slug
    found = sorted(bed.rows.get(CODE, ()), key=lambda one: (one.happened_at, one.about_id), reverse=True)
    for one in found[:MOST]:
        begun_on = one.happened_at.astimezone(ZoneInfo(one.words))
        day = date_format(begun_on, pgettext("day of this year", "j F"))
        yield Tending(
            code=CODE,
            about=f"gathering:{one.about_id}",
            title=_("Keep something of “%(title)s”, or nothing") % {"title": isolated(one.title)},
            text=_("Three lines while people still remember: what was said, who does what. Or that it was only talk."),
            why=_("Because people met on %(day)s, and nothing was kept of it.") % {"day": day},
            action=_("Open it"),
            url=reverse("gathering", args=[slug, one.about_id]),
            press=_("Nothing to keep"),
            press_url=reverse("run_nothing", args=[slug, one.about_id]),
        )


def together(_bed: Bed, number: int) -> Together:
    """Several of them."""
    return Together(
        title=ngettext(
            "Keep something of %(n)s gathering, or nothing", "Keep something of %(n)s gatherings, or nothing", number
        )
        % {"n": words.number_word(number)},
        text=_("Three lines while people still remember: what was said, who does what. Or that it was only talk."),
        why=_("Because people met, and nothing was kept of it."),
    )


GARDENERS = (
    Gardener(
        CODE,
        gettext_lazy("Keep something of a gathering, or nothing"),
        no_harvest,
        order=38,
        together=together,
        rows=of_late,
        principle=Principle.VALUE,
        most=MOST,
    ),
)
