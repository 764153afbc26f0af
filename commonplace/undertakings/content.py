"""What flags, holds and deeds point at in undertakings, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import Content, Thing
from commonplace.people.models import Person
from commonplace.undertakings.actions.indexing import to_be_found
from commonplace.undertakings.models import Undertaking


def undertakings(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The undertakings of these ids that `viewer` may see."""
    found = Undertaking.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {one.pk: Thing(one.title, one.url(one.community.slug), one.begun_by_id, one.community_id) for one in found}


def words_of(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """What is said of them, for whoever has to judge it."""
    seen = Undertaking.objects.visible_to(viewer).filter(pk__in=ids).values("pk")
    found = to_be_found().filter(pk__in=seen)
    return {one.pk: "\n".join(filter(None, (one.purpose, getattr(one, "said", "")))) for one in found}


UNDERTAKING = Content(
    "undertaking",
    _("an undertaking"),
    Undertaking.objects.visible_to,
    undertakings,
    may_be_held=True,
    words_of=words_of,
)
