"""What somebody has begun to write about a resource that is there: what it is called in the list of their drafts."""

from __future__ import annotations

from collections.abc import Collection as Many
from collections.abc import Mapping

from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.direction import isolated
from commonplace.repertoire.actions.rights import may_look_after
from commonplace.repertoire.models import Resource


def changes(keys: Many[int], viewpoint: Viewpoint) -> Mapping[int, str]:
    """Other words for these resources, for whoever looks after them; one query."""
    theirs = [one for one in _here(keys, viewpoint) if may_look_after(viewpoint, one)]
    return {one.pk: _("A change to: %(title)s") % {"title": isolated(one.title)} for one in theirs}


def suggestions(keys: Many[int], viewpoint: Viewpoint) -> Mapping[int, str]:
    """What they would suggest for these resources; one query."""
    if viewpoint.membership is None or viewpoint.membership.is_guest:
        return {}
    here = _here(keys, viewpoint)
    return {one.pk: _("A suggestion for: %(title)s") % {"title": isolated(one.title)} for one in here}


def _here(keys: Many[int], viewpoint: Viewpoint) -> list[Resource]:
    seen = Resource.objects.visible_to(viewpoint.person).filter(community=viewpoint.community, pk__in=keys)
    found = list(seen.only("title", "steward", "community"))
    for one in found:
        one.community = viewpoint.community
    return found
