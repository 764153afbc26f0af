"""What flags, holds and deeds point at on an agenda, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from commonplace.agenda.models import Item
from commonplace.communities.content import Content, Thing
from commonplace.people.models import Person


def things(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """Those of these ids that `viewer` may see."""
    found = Item.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {one.pk: Thing(one.title, one.url(one.community.slug), one.by_id, one.community_id) for one in found}


def words_of(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """What is said of them, for whoever has to judge it."""
    found = Item.objects.visible_to(viewer).filter(pk__in=ids)
    return {one.pk: "\n".join(filter(None, (one.why, one.came_of))) for one in found}


ITEM = Content(
    "agenda_item",
    _("something on the agenda"),
    Item.objects.visible_to,
    things,
    may_be_held=True,
    words_of=words_of,
)
