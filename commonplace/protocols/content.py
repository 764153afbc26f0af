"""What flags, holds and deeds point at in protocols, in words: a community's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import Content, Thing
from commonplace.people.models import Person
from commonplace.protocols.models import Adaptation
from commonplace.protocols.models.adaptation import KIND
from commonplace.protocols.protocol import OWN
from commonplace.ui.addresses import address


def adaptations(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The adaptations of these ids that `viewer` may see."""
    found = Adaptation.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {
        one.pk: Thing(one.title, address("protocol", one.community.slug, f"{OWN}{one.pk}"), one.by_id, one.community_id)
        for one in found
    }


def words_of(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """What they say, for whoever has to judge it."""
    found = Adaptation.objects.visible_to(viewer).filter(pk__in=ids)
    return {
        one.pk: "\n".join((one.line, *(f"{phase.title}: {phase.prompt}" for phase in one.as_protocol().phases)))
        for one in found
    }


ADAPTATION = Content(
    KIND,
    _("a protocol"),
    Adaptation.objects.visible_to,
    adaptations,
    may_be_held=True,
    words_of=words_of,
)
