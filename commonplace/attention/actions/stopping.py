"""Stopping a community's letters by the link that stands in one of them."""

from __future__ import annotations

from datetime import datetime

from commonplace.attention.actions.choosing import choose_cadence
from commonplace.attention.models import Cadence
from commonplace.communities.models import Community
from commonplace.letters.signed_links import signed_link, told_by
from commonplace.people.models import Person

SALT = "attention.stop_hearing"


def stop_address(person_id: int, community_id: int) -> str:
    """Where one stops the letters of a community, without signing in: a page with one button, for this person alone.

    It never runs out.
    """
    return signed_link("stop_hearing", [person_id, community_id], salt=SALT)


def behind_stop(token: str) -> tuple[Person, Community] | None:
    """Whose letters from which community a link stops; None where it was not made here, or they are gone."""
    told = told_by(token, salt=SALT, parts=2)
    if told is None:
        return None
    person_id, community_id = told
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    community = Community.objects.visible_to(person).filter(pk=community_id).first()
    return (person, community) if person is not None and community is not None else None


def end_letters(person: Person, community_id: int, at: datetime) -> None:
    """The same for whoever ends them by mail."""
    stop(person=person, community=Community.objects.get(pk=community_id), at=at)


def stop(*, person: Person, community: Community, at: datetime | None = None) -> None:
    """Write somebody no more letters of a community; what waits for them alone reaches them still."""
    choose_cadence(person=person, community=community, cadence=Cadence.NEEDS_ME, at=at)
