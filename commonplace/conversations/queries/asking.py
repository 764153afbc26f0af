"""Whom one might ask about something, because they wrote about it where the asker may read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.search.queries import Filters, Hit, lately

# Enough to have a choice of whom to ask, too few to be a ranking.
SHOWN = 5
# As many posts are looked at for them: those who wrote much are found once.
LOOKED_AT = 40


@dataclass(frozen=True)
class Wrote:
    """Someone who is here, and the words of theirs that speak of what was asked."""

    byline: Byline
    hit: Hit


def who_wrote(asked: str, *, viewpoint: Viewpoint, shown: Collection[int]) -> Sequence[Wrote]:
    """People besides those `shown` who wrote about `asked` in conversations that the viewer may read, by name."""
    if not asked or viewpoint.person is None:
        return ()
    hits = lately(viewpoint.person, asked, Filters(community=viewpoint.community), kind="post", size=LOOKED_AT)
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.person_id and hit.person_id not in {*shown, viewpoint.person.pk}:
            best.setdefault(hit.person_id, hit)
    if not best:
        return ()
    # A name from an archive answers nobody.
    current = Membership.objects.current().filter(community=viewpoint.community, person__in=list(best))
    claimed = current.filter(person__claimed_at__isnull=False).select_related("person")
    here = {one.person_id: one for one in claimed}
    chosen = [pk for pk in best if pk in here][:SHOWN]
    wrote = [Wrote(viewpoint.byline_for(here[pk].person), best[pk]) for pk in chosen]
    return sorted(wrote, key=lambda one: one.byline.name)
