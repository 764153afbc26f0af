"""Where people are called together to talk about what is low in a round, and which gatherings were called for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from commonplace.communities.models import Community
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.fitness.instruments import INSTRUMENTS, OWN, Item
from commonplace.fitness.models import Round, Talk
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.ui.addresses import address

# The room of forms stands above this one; here its word and its address are known by name alone.
PROTOCOLS = "protocols"
CODE = "round"
BACK = timedelta(days=60)
MOST_GATHERINGS = 40


def to_talk(community: Community, what: str, form: str, about: tuple[int, str] | None = None) -> str:
    """By the form that suits it where there are forms here, else by none; `about` is a round's number and its item."""
    asked = {"title": what} | ({"for": f"{CODE}:{about[0]}:{about[1]}"} if about else {})
    if is_on(community, PROTOCOLS):
        return f"{address('protocol_convening', community.slug, form)}?{urlencode(asked)}"
    return f"{address('convening', community.slug)}?{urlencode(asked)}"


def item_of(instrument: str, code: str) -> Item | None:
    """An item of an instrument of the house."""
    found = INSTRUMENTS.get(instrument)
    return next((one for one in found.items if one.code == code), None) if found else None


def what_of(instrument: str, item: str) -> str:
    """What an item is about; of questions of one's own no more than that."""
    found = item_of(instrument, item)
    return str(found.what) if found else _("Our own question") if instrument == OWN else ""


def talks_of(closed: Round, person: Person | None) -> dict[str, list[Gathering]]:
    """By item, the gatherings called to talk about it that somebody may see and that were not called off."""
    seen = Gathering.objects.visible_to(person).exclude(state="cancelled")
    found: dict[str, list[Gathering]] = {}
    rows = Talk.objects.filter(round=closed, gathering__in=seen).select_related("gathering")
    for one in rows.order_by("gathering__starts_at", "gathering", "pk"):
        found.setdefault(one.item, []).append(one.gathering)
    return found


def all_talks_of(closed: Round, person: Person) -> list[Gathering]:
    """The gatherings called to talk about any of it that somebody may see, each once."""
    return each_once(talks_of(closed, person).values())


def each_once(talks: Iterable[Iterable[Gathering]]) -> list[Gathering]:
    """The gatherings of several items, of which one may talk about more than one."""
    return list({one.pk: one for those in talks for one in those}.values())


def could_talk(viewpoint: Viewpoint, *, now: datetime) -> list[Gathering]:
    """Gatherings of two months back and all ahead that somebody sees: one of them may talk about a round already."""
    seen = Gathering.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, state="convened")
    return list(seen.filter(ends_at__gt=now - BACK).order_by("starts_at", "pk")[:MOST_GATHERINGS])
