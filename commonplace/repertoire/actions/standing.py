"""How a resource comes to stand: read by a second person, warranted by name until a day, superseded, retired."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import standing_of
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.repertoire.actions.deeds import record, take_back
from commonplace.repertoire.actions.rights import NotTheirs, held_still, require_tending
from commonplace.repertoire.models import Resource, Retirement, Review, Supersession, Warrant
from commonplace.store.locks import lock

LONGEST = timedelta(days=3 * 366)
MOST_STEPS = 100


class IsTheirOwn(ValueError):
    """Whoever wrote it cannot be its second reader."""


class TooFar(ValueError):
    """The day is over, or so far ahead that nobody can stand for it."""


class Loop(ValueError):
    """What should take its place gave way to it, or is the same."""


def _require_another(by: Person, resource: Resource) -> None:
    """Raise NotTheirs for whoever is no member, IsTheirOwn for whoever wrote it as it stands."""
    standing = standing_of(by, resource.community)
    if standing is None or standing.is_guest:
        raise NotTheirs(resource.pk)
    wrote = resource.revisions.filter(number=resource.revision).values_list("by", flat=True).first()
    if by.pk in (resource.kept_by_id, wrote):
        raise IsTheirOwn(resource.pk)


def say_read(*, by: Person, resource: Resource, words: str = "", at: datetime | None = None) -> Review:
    """Say that one has read it as it stands; said again it is of the latest revision. Raises NotTheirs, IsTheirOwn."""
    at = at or timezone.now()
    with transaction.atomic():
        here = held_still(resource)
        _require_another(by, here)
        said = {"at": at, "number": here.revision, "words": one_line(words)[:400]}
        review, is_new = Review.objects.update_or_create(resource=here, by=by, defaults=said)
        if is_new:
            record("read_resource", by=by, what=here, at=at, towards=here.kept_by)
    return review


def stand_for(*, by: Person, resource: Resource, until: date, limits: str = "", at: datetime | None = None) -> Warrant:
    """Warrant it by name until a day, within limits; said again it is of the latest revision.

    Raises NotTheirs, IsTheirOwn and TooFar.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    if not today < until <= today + LONGEST:
        raise TooFar(until)
    with transaction.atomic():
        here = held_still(resource)
        _require_another(by, here)
        said = {"at": at, "until": until, "number": here.revision, "limits": one_line(limits)[:200]}
        warrant, is_new = Warrant.objects.update_or_create(resource=here, person=by, defaults=said)
        if is_new:
            record("warranted", by=by, what=here, at=at, towards=here.kept_by)
    return warrant


def stand_no_more(*, by: Person, resource: Resource, at: datetime | None = None) -> None:
    """Take one's name from it."""
    with transaction.atomic():
        if Warrant.objects.filter(resource=resource, person=by).delete()[0]:
            take_back("warranted", by=by, what=resource, at=at or timezone.now())


def supersede(
    *, by: Person, resource: Resource, successor: Resource, why: str = "", at: datetime | None = None
) -> None:
    """Say that another takes its place; raises NotTheirs, IsGone and Loop."""
    at = at or timezone.now()
    require_tending(by, resource)
    if successor.community_id != resource.community_id:
        raise Loop(successor.pk)
    with transaction.atomic():
        # Whoever puts it away at the same moment waits here; then all of a community wait in one line, so that no two
        # who do this crosswise make a ring.
        here = held_still(resource)
        lock(Community.objects.filter(pk=resource.community_id))
        later: int | None = successor.pk
        for _step in range(MOST_STEPS):
            if later == resource.pk:
                raise Loop(successor.pk)
            if later is None:
                break
            later = Supersession.objects.filter(resource=later).values_list("successor", flat=True).first()
        said = {"successor": successor, "by": by, "at": at, "why": one_line(why)[:400]}
        Supersession.objects.update_or_create(resource=here, defaults=said)
        Retirement.objects.filter(resource=here).delete()
        record("superseded", by=by, what=here, at=at)


def retire(*, by: Person, resource: Resource, why: str, at: datetime | None = None) -> None:
    """Say that it is used no more, and why; it stays to be read. Raises NotTheirs."""
    at = at or timezone.now()
    require_tending(by, resource)
    with transaction.atomic():
        here = held_still(resource)
        Retirement.objects.update_or_create(resource=here, defaults={"by": by, "at": at, "why": one_line(why)[:400]})
        Supersession.objects.filter(resource=here).delete()
        record("retired", by=by, what=here, at=at)


def bring_back(*, by: Person, resource: Resource, at: datetime | None = None) -> None:
    """Have it in use again; raises NotTheirs."""
    at = at or timezone.now()
    require_tending(by, resource)
    with transaction.atomic():
        here = held_still(resource)
        gone = Retirement.objects.filter(resource=here).delete()[0]
        gone += Supersession.objects.filter(resource=here).delete()[0]
        if gone:
            record("brought_back", by=by, what=here, at=at)
