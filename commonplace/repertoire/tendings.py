"""What the repertoire suggests to stewards: to keep what settled one question again and again, and to look again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Cast
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.inbox import Seen, row
from commonplace.communities.models import Membership
from commonplace.communities.modules import is_on
from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending, Together
from commonplace.lib.direction import isolated
from commonplace.repertoire.models import Resource
from commonplace.repertoire.places import MODULE
from commonplace.repertoire.queries.thrice import not_kept, settled
from commonplace.ui import words
from commonplace.ui.addresses import address

CODE, TO_LOOK_AT = "settled_again", "overdue"
MOST = 10
# Whoever looks after it was told on the day; after four weeks more somebody may ask.
OVERDUE = timedelta(days=28)


def of_two_years(bed: Bed) -> QuerySet[Any, Any] | None:
    """Questions that were settled."""
    return settled(bed, CODE) if is_on(bed.community, MODULE) else None


def settled_again(bed: Bed) -> Iterator[Tending]:
    """Questions that were settled three times and more, those settled most often first."""
    for group in not_kept(bed.rows.get(CODE, ()), bed.community.language)[:MOST]:
        latest, number = group[0], len(group)
        yield Tending(
            code=CODE,
            # By its first, so that one more of the kind does not bring back what was put off.
            about=f"conversation:{min(one.pk for one in group)}",
            title=_("Keep “%(title)s” for the next who ask") % {"title": isolated(latest.title)},
            text=_("It was settled more than twice. What settled it, in one place, spares the next the wait."),
            why=ngettext(
                "Because %(n)s question of one kind was settled within two years, and nothing is kept of them.",
                "Because %(n)s questions of one kind were settled within two years, and nothing is kept of them.",
                number,
            )
            % {"n": words.number_word(number)},
            action=_("Keep what settled it"),
            url=address("harvest", bed.community.slug, latest.pk),
        )


def together(_bed: Bed, number: int) -> Together:
    """Several of them."""
    return Together(
        title=ngettext("Keep what settled %(n)s question", "Keep what settled %(n)s questions", number)
        % {"n": words.number_word(number)},
        text=_("It was settled more than twice. What settled it, in one place, spares the next the wait."),
        why=_("Because questions were settled again and again, and nothing is kept of them."),
    )


def to_look_at(bed: Bed) -> QuerySet[Any, Any] | None:
    """Things in use that somebody looks after, and whose day to be looked at again passed weeks ago."""
    if not is_on(bed.community, MODULE):
        return None
    here = Membership.objects.current(bed.now).filter(community=bed.community)
    found = Resource.objects.visible_to(bed.viewpoint.person).in_use()
    return row(
        found.filter(
            community=bed.community, steward__in=here.values("person"), review_on__lte=(bed.now - OVERDUE).date()
        ),
        TO_LOOK_AT,
        who="steward",
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("title"),
        happened_at=Cast("review_on", DateTimeField()),
    )


def overdue(bed: Bed) -> Iterator[Tending]:
    """Each, the longest overdue first."""
    for one in sorted(bed.rows.get(TO_LOOK_AT, ()), key=lambda one: (one.happened_at, one.about_id))[:MOST]:
        day = one.happened_at.astimezone(UTC).date()
        yield Tending(
            code=TO_LOOK_AT,
            about=f"resource:{one.about_id}:{day.toordinal()}",
            title=_("Ask %(name)s whether “%(title)s” still holds")
            % {"name": isolated(Seen(one, bed.viewpoint).name), "title": isolated(one.title)},
            text=_("To look at it takes minutes. Whoever has no time may hand it on."),
            why=_("Because it was to be looked at again on %(day)s.") % {"day": date_format(day, _("j F Y"))},
            action=_("Look at it"),
            url=address("resource", bed.community.slug, one.about_id),
        )


GARDENERS = (
    Gardener(
        TO_LOOK_AT,
        gettext_lazy("Ask whether something kept still holds"),
        overdue,
        order=62,
        rows=to_look_at,
        principle=Principle.VALUE,
        most=MOST,
    ),
    Gardener(
        CODE,
        gettext_lazy("Keep what was settled again and again"),
        settled_again,
        order=64,
        together=together,
        rows=of_two_years,
        principle=Principle.VALUE,
        most=MOST,
    ),
)
