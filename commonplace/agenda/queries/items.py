"""What is asked about an agenda: what matters most, what an hour waits for, and what came of what was taken up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet

from commonplace.agenda.models import Item, ItemQuerySet, Taken, Weight
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.gatherings.models import Gathering
from commonplace.protocols.catalogue import protocols
from commonplace.protocols.protocol import Protocol
from commonplace.protocols.queries.here import NotHere, all_here, find
from commonplace.ui.addresses import address

MODULE = "agenda"
MOST = 60  # open ones on the page; whoever has more ends some
WAITING_SHOWN = 3
BACK, MOST_GATHERINGS = timedelta(days=60), 40


@dataclass(frozen=True)
class Row:
    """One thing on the agenda as the viewer may see it."""

    item: Item
    url: str
    byline: Byline
    carrier: Byline | None
    weight: int
    is_own_weight: bool
    is_taken_up: bool


def seen_here(viewpoint: Viewpoint) -> ItemQuerySet:
    """Those of the community that the viewer may see."""
    return Item.objects.visible_to(viewpoint.person).filter(community=viewpoint.community).with_faces()


def open_here(viewpoint: Viewpoint, *, now: datetime) -> Sequence[Row]:
    """What is open, what matters to most first; three queries."""
    found = list(seen_here(viewpoint).open().weighed()[:MOST])
    return rows_of(found, viewpoint, now=now)


def rows_of(found: Iterable[Item], viewpoint: Viewpoint, *, now: datetime) -> Sequence[Row]:
    """These as rows of a list; two queries."""
    found = list(found)
    keys = [one.pk for one in found]
    own = set(Weight.objects.filter(item__in=keys, person=viewpoint.person).values_list("item", flat=True))
    taken = set(_taken_up(viewpoint, now=now).filter(item__in=keys).values_list("item", flat=True))
    return [
        Row(
            one,
            one.url(viewpoint.community.slug),
            viewpoint.byline_for(one.by),
            viewpoint.byline_for(one.carrier) if one.carrier_id else None,
            getattr(one, "weight", 0),
            one.pk in own,
            one.pk in taken,
        )
        for one in found
    ]


def _taken_up(viewpoint: Viewpoint, *, now: datetime) -> QuerySet[Taken]:
    """What gatherings ahead take up, of those that the viewer sees."""
    seen = Gathering.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, state="convened")
    return Taken.objects.filter(gathering__in=seen.filter(ends_at__gt=now))


def waiting_for_an_hour(viewpoint: Viewpoint, *, now: datetime) -> Sequence[Item]:
    """What matters to most and no gathering ahead takes up, for whoever plans a season; one query, none where off."""
    if not is_on(viewpoint.community, MODULE):
        return []
    waiting = seen_here(viewpoint).open().exclude(pk__in=_taken_up(viewpoint, now=now).values("item"))
    return list(waiting.filter(weights__isnull=False).weighed()[:WAITING_SHOWN])


def gatherings_of(item: Item, viewpoint: Viewpoint) -> Sequence[Gathering]:
    """Those that took it up, as far as the viewer sees, the latest first."""
    taken = Taken.objects.filter(item=item).values("gathering")
    return list(Gathering.objects.visible_to(viewpoint.person).filter(pk__in=taken).order_by("-starts_at", "-pk"))


def could_take_up(item: Item, viewpoint: Viewpoint, *, now: datetime) -> Sequence[Gathering]:
    """Gatherings of two months back and all ahead that the viewer sees and that do not take it up yet."""
    taken = Taken.objects.filter(item=item).values("gathering")
    seen = Gathering.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, state="convened")
    return list(seen.filter(ends_at__gt=now - BACK).exclude(pk__in=taken).order_by("starts_at", "pk")[:MOST_GATHERINGS])


def forms_here(viewpoint: Viewpoint, *, language: str) -> Sequence[Protocol]:
    """The protocols from which the form of a thing is chosen, the community's own first; one query."""
    return [one for one in all_here(viewpoint, language=language) if one.is_timed]


def form_of(item: Item, viewpoint: Viewpoint, *, language: str) -> Protocol | None:
    """The protocol that would suit it, where the viewer may read it."""
    if not item.form:
        return None
    try:
        return find(viewpoint, item.form, language=language)[0]
    except NotHere:
        return None


def calling_for(item: Item, viewpoint: Viewpoint) -> str:
    """Where one calls people together about it, by its form where the catalogue has it; no query."""
    named = protocols(viewpoint.community.language).get(item.form)
    return titled(calling(named, viewpoint), item)


def titled(page: str, item: Item) -> str:
    """A page on which one calls people together, with the title filled in; "" stays so."""
    return page and f"{page}?{urlencode({'title': item.title})}"


def calling(form: Protocol | None, viewpoint: Viewpoint) -> str:
    """Where one calls people together by a form, "" where nobody meets here."""
    if not is_on(viewpoint.community, "gatherings"):
        return ""
    slug = viewpoint.community.slug
    if form is not None and is_on(viewpoint.community, "protocols"):
        return address("protocol_convening", slug, form.ref)
    return address("convening", slug)
