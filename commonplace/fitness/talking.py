"""Where people are called together to talk about what is low in a round."""

from __future__ import annotations

from urllib.parse import urlencode

from commonplace.communities.models import Community
from commonplace.communities.modules import is_on
from commonplace.fitness.instruments import INSTRUMENTS, Item
from commonplace.ui.addresses import address

# The room of forms stands above this one; here its word and its address are known by name alone.
PROTOCOLS = "protocols"


def to_talk(community: Community, what: str, form: str) -> str:
    """By the form that suits it where there are forms here, else by none."""
    asked = urlencode({"title": what})
    if is_on(community, PROTOCOLS):
        return f"{address('protocol_convening', community.slug, form)}?{asked}"
    return f"{address('convening', community.slug)}?{asked}"


def item_of(instrument: str, code: str) -> Item | None:
    """An item of an instrument of the house."""
    found = INSTRUMENTS.get(instrument)
    return next((one for one in found.items if one.code == code), None) if found else None
