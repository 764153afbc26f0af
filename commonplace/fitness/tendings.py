"""What rounds suggest to stewards: a sentence that half of a circle finds hardly true, to be talked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.inbox import row
from commonplace.communities.modules import is_on
from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending, Together
from commonplace.fitness.instruments import TO_SOLVE, Circle
from commonplace.fitness.models import Cell, Decision, Round, Talk
from commonplace.fitness.queries import MODULE, NOT_SEEN
from commonplace.fitness.talking import item_of, to_talk, what_of
from commonplace.gatherings.places import MODULE as GATHERINGS
from commonplace.lib.direction import isolated
from commonplace.ui import words
from commonplace.ui.addresses import address

CODE = "low_in_round"
LATELY = timedelta(days=90)


def low_of_late(bed: Bed) -> QuerySet[Any, Any] | None:
    """Cells of the last round that are low, as long as nothing was decided and nobody is called together about it:
    `title` is the item, `words` the instrument, `number` the round.
    """
    if not is_on(bed.community, MODULE):
        return None
    closed = Round.objects.filter(community=bed.community, closed_at__isnull=False)
    last = closed.filter(closed_at__gt=bed.now - LATELY).order_by("-number").values("pk")[:1]
    decided = Decision.objects.filter(round=OuterRef("round"))
    called = Talk.objects.filter(round=OuterRef("round"), item=OuterRef("item"), gathering__ends_at__gt=bed.now)
    found = Cell.objects.filter(round__in=last, low__lte=NOT_SEEN - F("high"))
    found = found.exclude(Exists(decided)).exclude(Exists(called.exclude(gathering__state="cancelled")))
    return row(
        found,
        CODE,
        community_id=F("round__community_id"),
        about_id=F("pk"),
        number=F("round__number"),
        title=F("item"),
        words=F("round__instrument"),
        happened_at=F("round__closed_at"),
    )


def low_in_round(bed: Bed) -> Iterator[Tending]:
    """Each low item once, in the order of its instrument."""
    slug, meets = bed.community.slug, is_on(bed.community, GATHERINGS)
    found = {(one.words, one.title): one for one in bed.rows.get(CODE, ())}
    for (instrument, item), one in sorted(found.items(), key=lambda pair: pair[1].about_id):
        what, known = what_of(instrument, item), item_of(instrument, item)
        title = _("Talk about “%(what)s”") % {"what": isolated(what)}
        yield Tending(
            code=CODE,
            about=f"round:{one.number}:{item}",
            title=title,
            text=_("An hour for those who care, with the round before you. What is decided is kept beside it."),
            why=_("Because half of a circle found it at most partly true, and nothing was decided yet."),
            action=_("Call people together") if meets else _("Read the round"),
            url=to_talk(bed.community, what, known.form if known else TO_SOLVE, (one.number or 0, item))
            if meets
            else address("fitness_round", slug, one.number),
        )


def together(_bed: Bed, number: int) -> Together:
    """Several of them."""
    return Together(
        title=ngettext("Talk about %(n)s thing that is low", "Talk about %(n)s things that are low", number)
        % {"n": words.number_word(number)},
        text=_("An hour for those who care, with the round before you. What is decided is kept beside it."),
        why=_("Because half of a circle found each at most partly true, and nothing was decided yet."),
    )


GARDENERS = (
    Gardener(
        CODE,
        gettext_lazy("Talk about what is low in a round"),
        low_in_round,
        order=68,
        together=together,
        rows=low_of_late,
        principle=Principle.EVOLUTION,
        most=9 * len(Circle),
    ),
)
