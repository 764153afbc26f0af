"""What this room's deeds point at, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonplace.communities import access
from commonplace.communities.content import Content, Thing
from commonplace.communities.models import Community, Membership
from commonplace.communities.viewpoint import name_beside
from commonplace.people.models import Person


def communities(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """Communities that the viewer may know of."""
    return {
        one.pk: Thing(title=one.name, url=reverse("about", args=[one.slug]), community_id=one.pk)
        for one in Community.objects.visible_to(viewer).filter(pk__in=ids)
    }


def memberships(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """Standings of people beside the viewer."""
    rows = Membership.objects.visible_to(viewer).filter(pk__in=ids).select_related("person", "community")
    return {
        one.pk: Thing(
            title=name_beside(one.person, one.community),
            url=reverse("person", args=[one.community.slug, one.person_id]),
            author_id=one.person_id,
            community_id=one.community_id,
        )
        for one in rows
    }


def persons(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """People whom the viewer may meet, each at their page in one of the communities they share."""
    if viewer is None:
        return {}
    beside = Membership.objects.filter(access.has_standing(viewer, "community_id"), person_id__in=ids)
    shared = {one.person_id: one for one in beside.select_related("person", "community").order_by("-joined_at", "-pk")}
    return {
        person_id: Thing(
            title=name_beside(one.person, one.community),
            url=reverse("person", args=[one.community.slug, person_id]),
            author_id=person_id,
        )
        for person_id, one in shared.items()
    }


def _persons_visible_to(viewer: Person | None) -> QuerySet[Person]:
    return Person.objects.filter(access.person_is_visible(viewer))


COMMUNITY = Content("community", _("a community"), Community.objects.visible_to, communities)
MEMBERSHIP = Content("membership", _("a member’s standing"), Membership.objects.visible_to, memberships)
PERSON = Content("person", _("a person"), _persons_visible_to, persons)
