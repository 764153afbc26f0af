"""A name that came with an archive is taken out, as whoever bears it wished."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Hold, Membership
from commonplace.people.actions.claiming import AlreadyClaimed
from commonplace.people.actions.erasing import begin_to_erase, erase
from commonplace.people.models import Person
from commonplace.store.locks import lock

NAME = "name"


def take_out_name(*, by: Person, name: Person, withdraw: bool, why: str, at: datetime | None = None) -> None:
    """Erase someone known from archives alone; each community where the name stood keeps why, and no name.

    Who may is for the room above. Raises AlreadyClaimed, CannotGoYet.
    """
    now = at or timezone.now()
    if name.is_claimed:
        raise AlreadyClaimed(name.pk)
    begin_to_erase(person=name, withdraw=withdraw, at=now)
    with transaction.atomic():
        standing = lock(Person.objects.filter(pk=name.pk))
        if not standing or standing[0].is_claimed:
            raise AlreadyClaimed(name.pk)
        stood = Membership.objects.filter(person=name).values("community")
        communities = list(Community.objects.filter(pk__in=stood).order_by("pk"))
        erase(person=name, withdraw=withdraw, at=now)
        for community in communities:
            # Lifted at once: nothing is left that could be let go again.
            Hold.objects.create(
                community=community,
                kind=NAME,
                object_id=name.pk,
                measure=Hold.Measure.HIDDEN,
                by=by,
                why=why,
                at=now,
                lifted_at=now,
            )
            ledger.record(verb="took_out_name", person=None, community=community, at=now, what=NAME, what_id=name.pk)
