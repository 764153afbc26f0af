"""Stopping a community's letters by the link that stands in one of them."""

from __future__ import annotations

from datetime import datetime

from django.core import signing

from commonplace.attention.actions.choosing import choose_cadence
from commonplace.attention.models import Cadence
from commonplace.communities.models import Community
from commonplace.digests.composing import SALT
from commonplace.people.models import Person


def behind_stop(token: str) -> tuple[Person, Community] | None:
    """Whose letters from which community a link stops; None where it was not made here, or they are gone."""
    try:
        person_id, community_id = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    community = Community.objects.visible_to(person).filter(pk=community_id).first()
    return (person, community) if person is not None and community is not None else None


def stop(*, person: Person, community: Community, at: datetime | None = None) -> None:
    """Write somebody no more letters of a community; what waits for them alone reaches them still."""
    choose_cadence(person=person, community=community, cadence=Cadence.NEEDS_ME, at=at)
