"""What is asked about spaces."""

from __future__ import annotations

from commonplace.communities.models import Deed, Space


def written_in(spaces: list[Space]) -> list[Space]:
    """Those of the spaces where anything was ever done: the ledger knows, whatever room it was done in."""
    deeds = Deed.objects.filter(space__in=spaces).exclude(what="space")
    busy = set(deeds.values_list("space_id", flat=True).distinct())
    return [space for space in spaces if space.pk in busy]
