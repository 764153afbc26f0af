"""Kept lines as flags, holds and deeds name them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import Content, Thing
from commonplace.people.models import Person
from commonplace.runs.models import Captured
from commonplace.ui.addresses import address


def _seen(ids: Collection[int], viewer: Person | None) -> list[Captured]:
    found = Captured.objects.visible_to(viewer).filter(pk__in=ids, taken_back_at=None)
    return list(found.select_related("run__gathering__community").order_by("pk"))


def captured(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The kept lines of these ids that `viewer` may see."""
    things = {}
    for one in _seen(ids, viewer):
        gathering = one.run.gathering
        url = f"{address('run', gathering.community.slug, gathering.pk)}#line-{one.pk}"
        # Of what is told without names the author is told to nobody.
        author = None if gathering.names_are_kept else one.by_id
        things[one.pk] = Thing(one.words[:80], url, author, gathering.community_id)
    return things


def words_of(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """What they say, for whoever has to judge them."""
    return {one.pk: one.words for one in _seen(ids, viewer)}


CAPTURED = Content(
    "captured",
    _("a line kept while people met"),
    Captured.objects.visible_to,
    captured,
    part_of="gathering",
    may_be_held=True,
    may_be_linked=False,
    words_of=words_of,
)
