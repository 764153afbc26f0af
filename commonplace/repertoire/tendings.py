"""What the repertoire suggests to stewards: to keep what settled one question again and again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.modules import is_on
from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending, Together
from commonplace.lib.direction import isolated
from commonplace.repertoire.places import MODULE
from commonplace.repertoire.queries.thrice import not_kept, settled
from commonplace.ui import words
from commonplace.ui.addresses import address

CODE = "settled_again"
MOST = 10


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


GARDENERS = (
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
