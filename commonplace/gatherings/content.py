"""What flags, holds and deeds point at in gatherings, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import Content, Thing
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.ui.addresses import address


def gatherings(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The gatherings of these ids that `viewer` may see."""
    found = Gathering.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {
        one.pk: Thing(one.title, address("gathering", one.community.slug, one.pk), one.convener_id, one.community_id)
        for one in found
    }


def words_of(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """What is said of them, for whoever has to judge it."""
    found = Gathering.objects.visible_to(viewer).filter(pk__in=ids)
    return {one.pk: "\n".join(filter(None, (one.purpose, one.prepare))) for one in found}


GATHERING = Content(
    "gathering",
    _("a gathering"),
    Gathering.objects.visible_to,
    gatherings,
    may_be_held=True,
    words_of=words_of,
)
