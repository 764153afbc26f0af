"""Of the furnished house: a role that passes on, with a brief and a note for whoever comes next; and sponsors."""

from __future__ import annotations

from django.utils import timezone, translation

from commonplace.communities.joining.actions.inviting import invite, take_invitation
from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.membership.actions.sponsoring import become_sponsor, end_sponsoring
from commonplace.communities.models import Community, Membership, Role
from commonplace.communities.roles.actions import brief, hand_over
from commonplace.people.actions import register
from commonplace.people.models import Person


def sponsored(by: Person, community: Community) -> dict[str, list[object]]:
    """Somebody who sponsors it from outside, and another who is asked to; the keys by which addresses name them."""
    asked = invite(by=by, community=community, words="You know what drops cost.", name="Odile", as_sponsor=True)
    person = register(name="Sunniva Sponsor", address="sunniva@example.org", is_confirmed=True)
    take_invitation(invitation=asked.invitation, person=person)
    invite(by=by, community=community, words="And you?", address="odile@example.org", as_sponsor=True)
    there = Membership.objects.sponsoring().get(community=community, person=person)
    return {"sponsors": [there.pk]}


def written_to_sponsor(place: Community, language: str, steward: Person, *, words: str) -> None:
    """The two letters of sponsors: somebody is asked to, and a steward ends it."""
    with translation.override(language):
        invite(by=steward, community=place, words=words, address="board@example.org", as_sponsor=True)
    person = register(name="Sunniva", address="sunniva@example.org", is_confirmed=True, language=language)
    end_sponsoring(by=steward, membership=become_sponsor(person=person, community=place), words=words)


def role_passed_on(by: Person, holder: Membership, name: str) -> Role:
    """A role that began today, held by someone who wrote down what they learned."""
    role = appoint(by=by, membership=holder, name=name, since=timezone.localdate(), until=None)
    brief(by=by, community=holder.community, name=name, words=f"What a {name} is for.")
    hand_over(by=holder.person, role=role, words=f"What a {name} learns.")
    return role
