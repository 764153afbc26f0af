"""What is asked about needs: which are told, what fits each, what was done about it and whether it helped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from commonplace.agenda.models import Asking, AskingQuerySet, Item, NeedAnswer, NeedTold, Want
from commonplace.agenda.models.needs import Helped
from commonplace.agenda.queries.items import MODULE, calling
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.spread import Middle
from commonplace.people.models import Person
from commonplace.protocols.choosing import Offered, Wish, offered
from commonplace.protocols.protocol import Protocol
from commonplace.protocols.queries.here import all_here
from commonplace.ui.addresses import address

EARLIER, FORMS, WAITING = 12, 4, 3
# So long before the end of a season people are asked whether it helped.
LOOKS_BACK = timedelta(days=21)


@dataclass(frozen=True)
class NeedRow:
    """A need with the form that suits it, what is done about it, and whether the viewer had asked for it."""

    need: NeedTold
    url: str
    form: Protocol | None
    calling: str
    answer: NeedAnswer | None
    is_own: bool

    @property
    def relevance(self) -> str:
        """Between which answers the middle half found it relevant; nothing where that is not told."""
        return in_words(self.need.middle)


def in_words(middle: Middle | None) -> str:
    """The same in words."""
    if middle is None:
        return ""
    low, high = Helped(middle.low).label, Helped(middle.high).label
    return str(low) if middle.low == middle.high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def askings_of(viewpoint: Viewpoint) -> AskingQuerySet:
    """Those of this community that the viewer may know of."""
    return Asking.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)


def rows_of(asking: Asking, viewpoint: Viewpoint, *, language: str) -> Sequence[NeedRow]:
    """The needs that are told of it, what most have first; four queries."""
    told = list(asking.needs.select_related("answer__by").order_by("-people", "pk"))
    everything = _forms(viewpoint, language=language) if told else []
    own = wanted_by(viewpoint.person, asking) if told else ()
    rows = []
    for need in told:
        fitting = _fitting(everything, need.need)
        form = fitting[0].protocol if fitting else None
        rows.append(
            NeedRow(
                need,
                address("agenda_need", viewpoint.community.slug, need.pk),
                form,
                calling(form, viewpoint),
                getattr(need, "answer", None),
                need.need in own,
            )
        )
    return rows


def wanted_by(person: Person | None, asking: Asking) -> Collection[str]:
    """Which needs somebody named; one query, and nothing once the season is over."""
    if person is None:
        return ()
    wants = Want.objects.filter(wanted__asking=asking, wanted__person=person, is_brought=False)
    return list(wants.values_list("need", flat=True))


def own_want(person: Person | None, need: NeedTold) -> Want | None:
    """What somebody said of this need, where they named it and the season is not over; one query."""
    wants = Want.objects.filter(wanted__asking=need.asking_id, wanted__person=person, is_brought=False)
    return wants.filter(need=need.need).first()


def still_to_say(person: Person, need: NeedTold) -> NeedTold | None:
    """Another need of theirs that was answered and of which they have not said whether that helped; one query."""
    wants = Want.objects.filter(wanted__asking=need.asking_id, wanted__person=person, is_brought=False, helped=None)
    told = NeedTold.objects.filter(asking=need.asking_id, answer__isnull=False, need__in=wants.values("need"))
    return told.exclude(pk=need.pk).order_by("pk").first()


def form_address(one: Offered, viewpoint: Viewpoint) -> str:
    """Where a form stands."""
    return address("protocol", viewpoint.community.slug, one.protocol.ref)


def calling_for(need: NeedTold, forms: Sequence[Offered], viewpoint: Viewpoint) -> str:
    """Where one calls people together about it, by the first form that fits; "" where nobody meets here."""
    page = calling(forms[0].protocol if forms else None, viewpoint)
    return page and f"{page}?{urlencode({'title': need.sentence})}"


def forms_for(need: NeedTold, viewpoint: Viewpoint, *, language: str) -> Sequence[Offered]:
    """What the chooser of protocols offers for it, each with its reason; one query."""
    return _fitting(_forms(viewpoint, language=language), need.need)[:FORMS]


def _forms(viewpoint: Viewpoint, *, language: str) -> Sequence[Protocol]:
    if not is_on(viewpoint.community, "protocols"):
        return []
    return all_here(viewpoint, language=language)


def _fitting(everything: Sequence[Protocol], need: str) -> Sequence[Offered]:
    """For which it comes first, then the shortest, as the chooser has them."""
    found, _nearly = offered(everything, Wish(need=need))
    return sorted(found, key=lambda one: one.protocol.needs.index(need))


def item_of(answer: NeedAnswer | None, viewpoint: Viewpoint) -> Item | None:
    """What stands on the agenda about it, where the viewer sees it; one query."""
    if answer is None or answer.item_id is None:
        return None
    return Item.objects.visible_to(viewpoint.person).filter(pk=answer.item_id).first()


def unanswered(viewpoint: Viewpoint, *, now: datetime) -> Sequence[NeedTold]:
    """Needs of the season that nobody answered yet, for whoever plans it; one query, none where off."""
    if not is_on(viewpoint.community, MODULE):
        return []
    found = NeedTold.objects.filter(
        asking__in=askings_of(viewpoint).filter(over_at=None, lasts_until__gt=now), answer__isnull=True
    )
    return list(found.order_by("-people", "pk")[:WAITING])
