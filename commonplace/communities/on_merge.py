"""What becomes of standings when two persons turn out to be one."""

from django.db.models import Q
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.membership.actions.counting import recount_people
from commonplace.communities.membership.actions.sponsoring import keep_sponsoring
from commonplace.communities.models import Community, Deed, Membership
from commonplace.communities.standing import Standing
from commonplace.people.models import Person
from commonplace.people.way_back import WayBack
from commonplace.store.locks import lock

CHANGED = ["standing", "until", "left_at", "left_why", "ended_by_id", "joined_at", "cares_about"]


def keep_the_longer_standing(kept: Person, other: Person, way_back: WayBack) -> None:
    """Where both have a standing, the one that stays begins with the earlier and is as strong as the stronger."""
    lock(Community.objects.filter(pk__in=_concerned(kept, other)))
    theirs = {row.community_id: row for row in Membership.objects.filter(person=other)}
    for row in Membership.objects.filter(person=kept, community__in=theirs):
        twin = theirs[row.community_id]
        way_back.changing(Membership.objects.filter(pk=row.pk), *CHANGED)
        sponsors = any(one.is_sponsor and one.until is None for one in (row, twin))
        if _holds(twin) > _holds(row):
            row.standing, row.until, row.left_at = twin.standing, twin.until, twin.left_at
            row.left_why, row.ended_by = twin.left_why, twin.ended_by
        row.joined_at = min(row.joined_at, twin.joined_at)
        row.cares_about = row.cares_about or twin.cares_about
        row.save(update_fields=CHANGED)
        if sponsors and row.is_current(timezone.now()):
            # One row each: who sponsors it from outside and is inside, does so inside.
            keep_sponsoring(row, at=timezone.now())


def _holds(row: Membership) -> tuple[bool, int]:
    """How much a standing holds; of a guest whose time ran out, and of a sponsor who was, less than of whoever is."""
    is_over = row.until is not None and row.until <= timezone.now()
    return not is_over, Standing(row.standing).strength


def settle_after(kept: Person, other: Person, way_back: WayBack) -> None:
    """Nobody did anything towards themselves, and each community counts its people anew."""
    own = Deed.objects.filter(person=kept, towards=kept)
    way_back.changing(own, "towards_id")
    own.update(towards=None)
    count_anew(kept, other)


def keep_communities_still(kept: Person, other: Person) -> None:
    """Nobody else changes the communities where either has a standing or did something."""
    lock(Community.objects.filter(pk__in=_concerned(kept, other)))


def count_anew(kept: Person, other: Person) -> None:
    """Each community that either is in counts its people anew, and its readings."""
    communities = _concerned(kept, other)
    recount_people(communities)
    ledger.changed(communities)


def _concerned(*persons: Person) -> list[int]:
    """The communities where any of these has a standing, did something, or had it done to them."""
    found = Q(pk__in=Membership.objects.filter(person__in=persons).values("community_id"))
    found |= Q(pk__in=Deed.objects.filter(person__in=persons).values("community_id"))
    found |= Q(pk__in=Deed.objects.filter(towards__in=persons).values("community_id"))
    return list(Community.objects.filter(found).values_list("pk", flat=True))
