"""What weaving suggests to stewards: two who could be introduced, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.communities.inbox import Seen, row
from commonplace.communities.modules import is_on
from commonplace.communities.principles import Principle
from commonplace.communities.tendings import Bed, Gardener, Tending, Together
from commonplace.lib.direction import isolated
from commonplace.ui import words
from commonplace.weaving.models import Introduction, Side
from commonplace.weaving.queries.introductions import MODULE

CODE = "introduce"


def found(bed: Bed) -> QuerySet[Any, Any] | None:
    """The one who seeks of each pair; `title` is the topic, and `words` the reason."""
    if not is_on(bed.community, MODULE) or bed.viewpoint.person is None:
        return None
    pairs = Introduction.objects.tended_by(bed.viewpoint.person).proposed().filter(community=bed.community)
    return row(
        Side.objects.filter(introduction__in=pairs.values("pk"), seeks=True),
        CODE,
        who="person",
        community_id=F("introduction__community_id"),
        about_id=F("introduction_id"),
        title=Coalesce(F("introduction__topic__name"), Value("")),
        words=F("introduction__why"),
        happened_at=F("introduction__found_at"),
    )


def introduce(bed: Bed) -> Iterator[Tending]:
    """Pairs that were found this week."""
    for one in sorted(bed.rows.get(CODE, ()), key=lambda one: one.about_id):
        name = isolated(Seen(one, bed.viewpoint).name)
        yield Tending(
            code=CODE,
            about=f"introduction:{one.about_id}",
            title=_("Introduce %(name)s to somebody") % {"name": name},
            text=_("Each of the two is asked, and learns who the other is only once both have said yes."),
            why=_why(one.words, isolated(one.title) if one.title else ""),
            action=_("See the two"),
            url=f"{reverse('introductions', args=[bed.community.slug])}#introduction-{one.about_id}",
        )


def _why(why: str, topic: str) -> str:
    if why == Introduction.Why.NEWCOMER:
        return _("Because they came in lately, and somebody elsewhere has the same craft.")
    if not topic:
        return _("Because somebody here cares about the same.")
    if why == Introduction.Why.ASKS:
        words = _("Because they learn about %(topic)s, and somebody here says that one may ask about it.")
    else:
        words = _("Because they answer on %(topic)s, and so does somebody whom they have not met here.")
    return words % {"topic": topic}


def together(_bed: Bed, number: int) -> Together:
    """Several of them."""
    return Together(
        title=ngettext("Introduce %(n)s person to somebody", "Introduce %(n)s people to somebody, one by one", number)
        % {"n": words.number_word(number)},
        text=_("Each of the two is asked, and learns who the other is only once both have said yes."),
        why=_("Because they could learn from each other, and have not met here."),
    )


GARDENERS = (
    Gardener(
        CODE,
        gettext_lazy("Introduce two people"),
        introduce,
        order=34,
        together=together,
        rows=found,
        principle=Principle.SPACES,
    ),
)
