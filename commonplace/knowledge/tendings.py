"""What the map suggests to stewards: its gaps, where nobody has put them off."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.modules import is_on
from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending, Together
from commonplace.knowledge.gaps import Gap, Missing
from commonplace.knowledge.places import MODULE
from commonplace.knowledge.queries.reading import lacking
from commonplace.knowledge.ways import ways
from commonplace.knowledge.wording import reason
from commonplace.lib.direction import isolated
from commonplace.ui import words
from commonplace.ui.addresses import address

CODE = "gap"
MOST = 20


def gap_lines(bed: Bed) -> Iterator[Tending]:
    """What is missing, what was asked most first; one query, and none while the map is put away."""
    if not is_on(bed.community, MODULE):
        return
    for gap in lacking(bed.community, now=bed.now)[:MOST]:
        first = next(ways(gap, bed.viewpoint), None)
        here = address("map_topic", bed.community.slug, gap.figures.slug)
        yield Tending(
            code=CODE,
            about=gap.about,
            title=_title(gap),
            text=_("One step is enough: ask who may know, call people together, invite a guest, or write a page."),
            why=reason(gap),
            action=first.words if first else _("Open it"),
            url=first.url if first else here,
        )


def _title(gap: Gap) -> str:
    said = {
        Missing.RARELY_ANSWERED: _("Find answers on “%(topic)s”"),
        Missing.FEW_ANSWER: _("Have more people know about “%(topic)s”"),
        Missing.NOTHING_KEPT: _("Keep something on “%(topic)s”"),
        Missing.STALE: _("Look again at what is kept on “%(topic)s”"),
        Missing.NOT_ASKED: _("Use what people know about “%(topic)s”"),
    }
    return said[gap.missing] % {"topic": isolated(gap.figures.name)}


def together(_bed: Bed, number: int) -> Together:
    """Several of them."""
    return Together(
        title=ngettext("Tend %(n)s gap on the map", "Tend %(n)s gaps on the map", number)
        % {"n": words.number_word(number)},
        text=_("One step is enough: ask who may know, call people together, invite a guest, or write a page."),
        why=_("Because what is asked there does not flow on to what is known."),
    )


GARDENERS = (
    Gardener(
        CODE,
        gettext_lazy("Tend the gaps of what is known"),
        gap_lines,
        order=70,
        together=together,
        principle=Principle.VALUE,
        most=MOST,
        quotes=True,
    ),
)
