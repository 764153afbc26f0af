"""Spaces that were opened for an archive: where it is taken back and nobody else used them, they go as well."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonplace.communities.models import Deed, Space
from commonplace.conversations.models import Conversation
from commonplace.transfer.hindrances import going_with, keys_to
from commonplace.transfer.models import Import, Known

# What points at a space and goes along: it came with the space or with what stands in it.
GOES_ALONG = {"communities.SpaceSeat", "search.SearchEntry", "transfer.Known", "transfer.ClosedChat"}


def spaces_going(run: Import) -> QuerySet[Space]:
    """Those that would be empty without what came, and that no row of any room speaks of."""
    opened = Known.objects.filter(run=run, sort=Known.Sort.PLACE, is_opened=True, space__isnull=False)
    found = Space.objects.filter(pk__in=opened.values("space"))
    found = found.exclude(Exists(Known.objects.filter(space=OuterRef("pk")).exclude(run=run)))
    for model, name in keys_to(Space):
        rows = model._base_manager.filter(**{name: OuterRef("pk")})
        if model is Conversation:
            rows = rows.exclude(Q(pk__in=going_with(run).values("pk")) | Q(origin=run.origin, posts__isnull=True))
        elif model is Deed:
            rows = rows.exclude(origin=run.origin)
        elif model is Import:
            rows = rows.exclude(pk=run.pk)
        elif model._meta.label in GOES_ALONG:
            continue
        found = found.exclude(Exists(rows))
    return found
